import WasmNumerics

/// Which handlers execute which instruction: the interpreter's only table by opcode.
final class HandlerTable: @unchecked Sendable {
  /// Built at first use, never freed; immutable.
  static let shared = HandlerTable()

  /// Forms by opcode.
  let forms: UnsafePointer<OpcodeForms>
  /// Branches on whether two integers have bits in common: `and` followed by a branch.
  let testBits32: (whenTrue: UnsafePointer<BranchForms>, whenFalse: UnsafePointer<BranchForms>)
  let testBits64: (whenTrue: UnsafePointer<BranchForms>, whenFalse: UnsafePointer<BranchForms>)
  let fixed: FixedHandlers
  let fused = FusedForms()

  private init() {
    let count = Opcode.allCases.count
    let forms = UnsafeMutablePointer<OpcodeForms>.allocate(capacity: count)
    forms.initialize(repeating: OpcodeForms(), count: count)
    for opcode in [Opcode.i32Const, .i64Const, .f32Const, .f64Const] { forms[Int(opcode.rawValue)].family = .constant }
    forms[Int(Opcode.localGet.rawValue)].family = .localGet
    forms[Int(Opcode.localSet.rawValue)].family = .localSet
    forms[Int(Opcode.localTee.rawValue)].family = .localTee
    var builder = TableBuilder(forms: forms)
    builder.addIntegers()
    builder.addFloats()
    builder.addConversions()
    builder.addMemoryAccesses()
    self.forms = UnsafePointer(forms)
    testBits32 = (BranchForms.integer(SharesBits<UInt32>.self).allocated(), BranchForms.integer(SharesNoBits<UInt32>.self).allocated())
    testBits64 = (BranchForms.integer(SharesBits<UInt64>.self).allocated(), BranchForms.integer(SharesNoBits<UInt64>.self).allocated())
    fixed = FixedHandlers()
  }
}

/// Fills in the forms of the instructions.
private struct TableBuilder {
  let forms: UnsafeMutablePointer<OpcodeForms>

  mutating func integer<O: BinaryOperation>(_ opcode: Opcode, _: O.Type, commutative: Bool = false)
  where O.Operand: WasmInteger & AccumulatedValue, O.Result: AccumulatedValue {
    forms[Int(opcode.rawValue)] = OpcodeForms(
      family: .binary, operandBank: .integer, resultBank: .integer, isCommutative: commutative,
      is32Bit: O.Operand.bitWidth == 32, inverse: opcode, binary: .integer(O.self))
  }

  mutating func compare<C: Comparison, N: Comparison>(_ opcode: Opcode, _: C.Type, not inverse: Opcode, _: N.Type, commutative: Bool = false)
  where C.Operand: WasmInteger & AccumulatedValue, N.Operand == C.Operand {
    forms[Int(opcode.rawValue)] = OpcodeForms(
      family: .comparison, operandBank: .integer, resultBank: .integer, isCommutative: commutative,
      is32Bit: C.Operand.bitWidth == 32, inverse: inverse, binary: .integer(C.self),
      whenTrue: BranchForms.integer(C.self).allocated(), whenFalse: BranchForms.integer(N.self).allocated(), select: HandlerAddress(CompareSelect<C>.run).word,
      countingLoop: HandlerAddress(CountingLoop<C>.run).word, countingLoopToConstant: HandlerAddress(CountingLoopToConstant<C>.run).word)
  }

  mutating func unary<O: UnaryOperation>(_ opcode: Opcode, _: O.Type) where O.Operand: AccumulatedValue, O.Result: AccumulatedValue {
    let bank = Self.bank(O.Operand.self)
    forms[Int(opcode.rawValue)] = OpcodeForms(
      family: .unary, operandBank: bank, resultBank: Self.bank(O.Result.self), inverse: opcode,
      unary: .unary(O.self))
  }

  mutating func floating<O: BinaryOperation>(_ opcode: Opcode, _: O.Type, commutative: Bool = false)
  where O.Operand: WasmFloat & AccumulatedValue, O.Result == O.Operand {
    let bank = Self.bank(O.Operand.self)
    forms[Int(opcode.rawValue)] = OpcodeForms(
      family: .binary, operandBank: bank, resultBank: bank, isCommutative: commutative, inverse: opcode, binary: .floating(O.self))
  }

  mutating func compareFloating<C: Comparison>(_ opcode: Opcode, _: C.Type) where C.Operand: WasmFloat & AccumulatedValue {
    forms[Int(opcode.rawValue)] = OpcodeForms(
      family: .comparison, operandBank: Self.bank(C.Operand.self), resultBank: .integer, inverse: opcode, binary: .floating(C.self),
      whenTrue: BranchForms.floating(C.self, WhenTrue.self).allocated(),
      whenFalse: BranchForms.floating(C.self, WhenFalse.self).allocated(),
      select: HandlerAddress(CompareSelect<C>.run).word)
  }

  mutating func load<A: MemoryAccess>(_ opcodes: [Opcode], _: A.Type) {
    let load = LoadForms.of(A.self)
    for opcode in opcodes {
      forms[Int(opcode.rawValue)] = OpcodeForms(family: .load, resultBank: Self.bank(A.Value.self), inverse: opcode, load: load)
    }
  }

  mutating func store<A: MemoryAccess>(_ opcodes: [Opcode], _: A.Type) {
    let bank = Self.bank(A.Value.self)
    let store = StoreForms.of(A.self, immediate: bank == .integer)
    for opcode in opcodes {
      // What bounds an immediate is the operand's width, not how much of it is stored.
      let is32Bit = opcode.row.signature?.operands[1] == .i32
      forms[Int(opcode.rawValue)] = OpcodeForms(family: .store, operandBank: bank, is32Bit: is32Bit, inverse: opcode, store: store)
    }
  }

  private static func bank<V: AccumulatedValue>(_: V.Type) -> Bank {
    V.self == Double.self ? .double : V.self == Float.self ? .float : .integer
  }

  mutating func addIntegers() {
    integer(.i32Add, Add<UInt32>.self, commutative: true)
    integer(.i32Sub, Subtract<UInt32>.self)
    integer(.i32Mul, Multiply<UInt32>.self, commutative: true)
    integer(.i32DivS, DivideSigned<UInt32>.self)
    integer(.i32DivU, DivideUnsigned<UInt32>.self)
    integer(.i32RemS, RemainderSigned<UInt32>.self)
    integer(.i32RemU, RemainderUnsigned<UInt32>.self)
    integer(.i32And, And<UInt32>.self, commutative: true)
    integer(.i32Or, Or<UInt32>.self, commutative: true)
    integer(.i32Xor, Xor<UInt32>.self, commutative: true)
    integer(.i32Shl, ShiftLeft<UInt32>.self)
    integer(.i32ShrS, ShiftRightSigned<UInt32>.self)
    integer(.i32ShrU, ShiftRightUnsigned<UInt32>.self)
    integer(.i32Rotl, RotateLeft<UInt32>.self)
    integer(.i32Rotr, RotateRight<UInt32>.self)
    unary(.i32Clz, CountLeadingZeros<UInt32>.self)
    unary(.i32Ctz, CountTrailingZeros<UInt32>.self)
    unary(.i32Popcnt, PopulationCount<UInt32>.self)
    unary(.i32Eqz, EqualsZero<UInt32>.self)
    compare(.i32Eq, Equal<UInt32>.self, not: .i32Ne, NotEqual<UInt32>.self, commutative: true)
    compare(.i32Ne, NotEqual<UInt32>.self, not: .i32Eq, Equal<UInt32>.self, commutative: true)
    compare(.i32LtS, LessSigned<UInt32>.self, not: .i32GeS, GreaterOrEqualSigned<UInt32>.self)
    compare(.i32LtU, Less<UInt32>.self, not: .i32GeU, GreaterOrEqual<UInt32>.self)
    compare(.i32GtS, GreaterSigned<UInt32>.self, not: .i32LeS, LessOrEqualSigned<UInt32>.self)
    compare(.i32GtU, Greater<UInt32>.self, not: .i32LeU, LessOrEqual<UInt32>.self)
    compare(.i32LeS, LessOrEqualSigned<UInt32>.self, not: .i32GtS, GreaterSigned<UInt32>.self)
    compare(.i32LeU, LessOrEqual<UInt32>.self, not: .i32GtU, Greater<UInt32>.self)
    compare(.i32GeS, GreaterOrEqualSigned<UInt32>.self, not: .i32LtS, LessSigned<UInt32>.self)
    compare(.i32GeU, GreaterOrEqual<UInt32>.self, not: .i32LtU, Less<UInt32>.self)
    integer(.i64Add, Add<UInt64>.self, commutative: true)
    integer(.i64Sub, Subtract<UInt64>.self)
    integer(.i64Mul, Multiply<UInt64>.self, commutative: true)
    integer(.i64DivS, DivideSigned<UInt64>.self)
    integer(.i64DivU, DivideUnsigned<UInt64>.self)
    integer(.i64RemS, RemainderSigned<UInt64>.self)
    integer(.i64RemU, RemainderUnsigned<UInt64>.self)
    integer(.i64And, And<UInt64>.self, commutative: true)
    integer(.i64Or, Or<UInt64>.self, commutative: true)
    integer(.i64Xor, Xor<UInt64>.self, commutative: true)
    integer(.i64Shl, ShiftLeft<UInt64>.self)
    integer(.i64ShrS, ShiftRightSigned<UInt64>.self)
    integer(.i64ShrU, ShiftRightUnsigned<UInt64>.self)
    integer(.i64Rotl, RotateLeft<UInt64>.self)
    integer(.i64Rotr, RotateRight<UInt64>.self)
    unary(.i64Clz, CountLeadingZeros<UInt64>.self)
    unary(.i64Ctz, CountTrailingZeros<UInt64>.self)
    unary(.i64Popcnt, PopulationCount<UInt64>.self)
    unary(.i64Eqz, EqualsZero<UInt64>.self)
    compare(.i64Eq, Equal<UInt64>.self, not: .i64Ne, NotEqual<UInt64>.self, commutative: true)
    compare(.i64Ne, NotEqual<UInt64>.self, not: .i64Eq, Equal<UInt64>.self, commutative: true)
    compare(.i64LtS, LessSigned<UInt64>.self, not: .i64GeS, GreaterOrEqualSigned<UInt64>.self)
    compare(.i64LtU, Less<UInt64>.self, not: .i64GeU, GreaterOrEqual<UInt64>.self)
    compare(.i64GtS, GreaterSigned<UInt64>.self, not: .i64LeS, LessOrEqualSigned<UInt64>.self)
    compare(.i64GtU, Greater<UInt64>.self, not: .i64LeU, LessOrEqual<UInt64>.self)
    compare(.i64LeS, LessOrEqualSigned<UInt64>.self, not: .i64GtS, GreaterSigned<UInt64>.self)
    compare(.i64LeU, LessOrEqual<UInt64>.self, not: .i64GtU, Greater<UInt64>.self)
    compare(.i64GeS, GreaterOrEqualSigned<UInt64>.self, not: .i64LtS, LessSigned<UInt64>.self)
    compare(.i64GeU, GreaterOrEqual<UInt64>.self, not: .i64LtU, Less<UInt64>.self)
    unary(.i32Extend8S, Extend<UInt32, Int8>.self)
    unary(.i32Extend16S, Extend<UInt32, Int16>.self)
    unary(.i64Extend8S, Extend<UInt64, Int8>.self)
    unary(.i64Extend16S, Extend<UInt64, Int16>.self)
    unary(.i64Extend32S, Extend<UInt64, Int32>.self)
    unary(.refIsNull, EqualsZero<UInt64>.self)
  }

  mutating func addFloats() {
    unary(.f32Abs, Absolute<Float>.self)
    unary(.f32Neg, Negate<Float>.self)
    unary(.f32Ceil, Ceiling<Float>.self)
    unary(.f32Floor, Floor<Float>.self)
    unary(.f32Trunc, Truncate<Float>.self)
    unary(.f32Nearest, Nearest<Float>.self)
    unary(.f32Sqrt, SquareRoot<Float>.self)
    floating(.f32Add, FloatAdd<Float>.self, commutative: true)
    floating(.f32Sub, FloatSubtract<Float>.self)
    floating(.f32Mul, FloatMultiply<Float>.self, commutative: true)
    floating(.f32Div, FloatDivide<Float>.self)
    floating(.f32Min, Minimum<Float>.self)
    floating(.f32Max, Maximum<Float>.self)
    floating(.f32Copysign, CopySign<Float>.self)
    compareFloating(.f32Eq, Equal<Float>.self)
    compareFloating(.f32Ne, NotEqual<Float>.self)
    compareFloating(.f32Lt, Less<Float>.self)
    compareFloating(.f32Gt, Greater<Float>.self)
    compareFloating(.f32Le, LessOrEqual<Float>.self)
    compareFloating(.f32Ge, GreaterOrEqual<Float>.self)
    unary(.f64Abs, Absolute<Double>.self)
    unary(.f64Neg, Negate<Double>.self)
    unary(.f64Ceil, Ceiling<Double>.self)
    unary(.f64Floor, Floor<Double>.self)
    unary(.f64Trunc, Truncate<Double>.self)
    unary(.f64Nearest, Nearest<Double>.self)
    unary(.f64Sqrt, SquareRoot<Double>.self)
    floating(.f64Add, FloatAdd<Double>.self, commutative: true)
    floating(.f64Sub, FloatSubtract<Double>.self)
    floating(.f64Mul, FloatMultiply<Double>.self, commutative: true)
    floating(.f64Div, FloatDivide<Double>.self)
    floating(.f64Min, Minimum<Double>.self)
    floating(.f64Max, Maximum<Double>.self)
    floating(.f64Copysign, CopySign<Double>.self)
    compareFloating(.f64Eq, Equal<Double>.self)
    compareFloating(.f64Ne, NotEqual<Double>.self)
    compareFloating(.f64Lt, Less<Double>.self)
    compareFloating(.f64Gt, Greater<Double>.self)
    compareFloating(.f64Le, LessOrEqual<Double>.self)
    compareFloating(.f64Ge, GreaterOrEqual<Double>.self)
  }

  mutating func addConversions() {
    unary(.i32WrapI64, Wrap.self)
    unary(.i64ExtendI32S, ExtendSigned.self)
    unary(.i64ExtendI32U, ExtendUnsigned.self)
    unary(.f32DemoteF64, Demote.self)
    unary(.f64PromoteF32, Promote.self)
    unary(.i32TruncF32S, TruncateToInteger<F32ToI32Signed>.self)
    unary(.i32TruncF32U, TruncateToInteger<F32ToI32Unsigned>.self)
    unary(.i32TruncSatF32S, TruncateSaturating<F32ToI32Signed>.self)
    unary(.i32TruncSatF32U, TruncateSaturating<F32ToI32Unsigned>.self)
    unary(.f32ConvertI32S, ConvertSigned<UInt32, Float>.self)
    unary(.f32ConvertI32U, ConvertUnsigned<UInt32, Float>.self)
    unary(.i32TruncF64S, TruncateToInteger<F64ToI32Signed>.self)
    unary(.i32TruncF64U, TruncateToInteger<F64ToI32Unsigned>.self)
    unary(.i32TruncSatF64S, TruncateSaturating<F64ToI32Signed>.self)
    unary(.i32TruncSatF64U, TruncateSaturating<F64ToI32Unsigned>.self)
    unary(.f64ConvertI32S, ConvertSigned<UInt32, Double>.self)
    unary(.f64ConvertI32U, ConvertUnsigned<UInt32, Double>.self)
    unary(.i64TruncF32S, TruncateToInteger<F32ToI64Signed>.self)
    unary(.i64TruncF32U, TruncateToInteger<F32ToI64Unsigned>.self)
    unary(.i64TruncSatF32S, TruncateSaturating<F32ToI64Signed>.self)
    unary(.i64TruncSatF32U, TruncateSaturating<F32ToI64Unsigned>.self)
    unary(.f32ConvertI64S, ConvertSigned<UInt64, Float>.self)
    unary(.f32ConvertI64U, ConvertUnsigned<UInt64, Float>.self)
    unary(.i64TruncF64S, TruncateToInteger<F64ToI64Signed>.self)
    unary(.i64TruncF64U, TruncateToInteger<F64ToI64Unsigned>.self)
    unary(.i64TruncSatF64S, TruncateSaturating<F64ToI64Signed>.self)
    unary(.i64TruncSatF64U, TruncateSaturating<F64ToI64Unsigned>.self)
    unary(.f64ConvertI64S, ConvertSigned<UInt64, Double>.self)
    unary(.f64ConvertI64U, ConvertUnsigned<UInt64, Double>.self)
    unary(.i32ReinterpretF32, Reinterpret<Float, UInt32>.self)
    unary(.i64ReinterpretF64, Reinterpret<Double, UInt64>.self)
    unary(.f32ReinterpretI32, Reinterpret<UInt32, Float>.self)
    unary(.f64ReinterpretI64, Reinterpret<UInt64, Double>.self)
  }

  mutating func addMemoryAccesses() {
    load([.i32Load, .i64Load32U], IntegerAccess<UInt32, UInt32>.self)
    load([.i64Load], IntegerAccess<UInt64, UInt64>.self)
    load([.f32Load], FloatAccess<UInt32, Float>.self)
    load([.f64Load], FloatAccess<UInt64, Double>.self)
    load([.i32Load8S], IntegerAccess<Int8, UInt32>.self)
    load([.i32Load8U, .i64Load8U], IntegerAccess<UInt8, UInt32>.self)
    load([.i32Load16S], IntegerAccess<Int16, UInt32>.self)
    load([.i32Load16U, .i64Load16U], IntegerAccess<UInt16, UInt32>.self)
    load([.i64Load8S], IntegerAccess<Int8, UInt64>.self)
    load([.i64Load16S], IntegerAccess<Int16, UInt64>.self)
    load([.i64Load32S], IntegerAccess<Int32, UInt64>.self)
    store([.i32Store, .i64Store32], IntegerAccess<UInt32, UInt32>.self)
    store([.i64Store], IntegerAccess<UInt64, UInt64>.self)
    store([.f32Store], FloatAccess<UInt32, Float>.self)
    store([.f64Store], FloatAccess<UInt64, Double>.self)
    store([.i32Store8, .i64Store8], IntegerAccess<UInt8, UInt32>.self)
    store([.i32Store16, .i64Store16], IntegerAccess<UInt16, UInt32>.self)
  }
}
