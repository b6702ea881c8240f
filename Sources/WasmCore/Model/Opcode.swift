/// The instructions of WebAssembly. What each one is — encoding, mnemonic, immediates, signature, proposal —
/// stands once, in the exhaustive switch of `Opcode.row`; decoder, validator, interpreter and translator read it from there.
public enum Opcode: UInt16, CaseIterable, Sendable, BitwiseCopyable {
  // Control
  case unreachable, nop, block, loop, `if`, `else`, end
  case br, brIf, brTable, `return`
  case call, callIndirect, callRef, returnCall, returnCallIndirect, returnCallRef
  case `throw`, throwRef, tryTable
  case brOnNull, brOnNonNull
  // Parametric and variables
  case drop, select, selectTyped
  case localGet, localSet, localTee, globalGet, globalSet
  // References and tables
  case refNull, refIsNull, refFunc, refAsNonNull
  case tableGet, tableSet, tableInit, elemDrop, tableCopy, tableGrow, tableSize, tableFill
  // Memory
  case i32Load, i64Load, f32Load, f64Load
  case i32Load8S, i32Load8U, i32Load16S, i32Load16U
  case i64Load8S, i64Load8U, i64Load16S, i64Load16U, i64Load32S, i64Load32U
  case i32Store, i64Store, f32Store, f64Store
  case i32Store8, i32Store16, i64Store8, i64Store16, i64Store32
  case memorySize, memoryGrow, memoryInit, dataDrop, memoryCopy, memoryFill
  // Constants
  case i32Const, i64Const, f32Const, f64Const
  // Comparisons
  case i32Eqz, i32Eq, i32Ne, i32LtS, i32LtU, i32GtS, i32GtU, i32LeS, i32LeU, i32GeS, i32GeU
  case i64Eqz, i64Eq, i64Ne, i64LtS, i64LtU, i64GtS, i64GtU, i64LeS, i64LeU, i64GeS, i64GeU
  case f32Eq, f32Ne, f32Lt, f32Gt, f32Le, f32Ge
  case f64Eq, f64Ne, f64Lt, f64Gt, f64Le, f64Ge
  // Integer arithmetic
  case i32Clz, i32Ctz, i32Popcnt
  case i32Add, i32Sub, i32Mul, i32DivS, i32DivU, i32RemS, i32RemU
  case i32And, i32Or, i32Xor, i32Shl, i32ShrS, i32ShrU, i32Rotl, i32Rotr
  case i64Clz, i64Ctz, i64Popcnt
  case i64Add, i64Sub, i64Mul, i64DivS, i64DivU, i64RemS, i64RemU
  case i64And, i64Or, i64Xor, i64Shl, i64ShrS, i64ShrU, i64Rotl, i64Rotr
  // Floating-point arithmetic
  case f32Abs, f32Neg, f32Ceil, f32Floor, f32Trunc, f32Nearest, f32Sqrt
  case f32Add, f32Sub, f32Mul, f32Div, f32Min, f32Max, f32Copysign
  case f64Abs, f64Neg, f64Ceil, f64Floor, f64Trunc, f64Nearest, f64Sqrt
  case f64Add, f64Sub, f64Mul, f64Div, f64Min, f64Max, f64Copysign
  // Conversions
  case i32WrapI64
  case i32TruncF32S, i32TruncF32U, i32TruncF64S, i32TruncF64U
  case i64ExtendI32S, i64ExtendI32U
  case i64TruncF32S, i64TruncF32U, i64TruncF64S, i64TruncF64U
  case f32ConvertI32S, f32ConvertI32U, f32ConvertI64S, f32ConvertI64U, f32DemoteF64
  case f64ConvertI32S, f64ConvertI32U, f64ConvertI64S, f64ConvertI64U, f64PromoteF32
  case i32ReinterpretF32, i64ReinterpretF64, f32ReinterpretI32, f64ReinterpretI64
  case i32Extend8S, i32Extend16S, i64Extend8S, i64Extend16S, i64Extend32S
  case i32TruncSatF32S, i32TruncSatF32U, i32TruncSatF64S, i32TruncSatF64U
  case i64TruncSatF32S, i64TruncSatF32U, i64TruncSatF64S, i64TruncSatF64U
}

/// The proposals the instruction set grew from.
public enum Proposal: String, Sendable {
  case mvp = "MVP"
  case signExtension = "sign extension"
  case saturatingConversions = "saturating float-to-int conversions"
  case bulkMemory = "bulk memory"
  case referenceTypes = "reference types"
  case functionReferences = "typed function references"
  case tailCalls = "tail calls"
  case exceptionHandling = "exception handling"
  case legacyExceptionHandling = "legacy exception handling"
  case simd = "fixed-width SIMD"
  case threads = "threads"
  case memory64 = "memory64"
  case garbageCollection = "garbage collection"
  case stackSwitching = "stack switching"
}
