import WasmCore

extension Opcode {
  /// Whether a NaN that comes out may have either sign, and often any payload (specification 4.3.3, "NaN Propagation").
  package var makesNaN: Bool {
    switch self {
    case .f32Add, .f32Sub, .f32Mul, .f32Div, .f32Min, .f32Max, .f32Sqrt, .f32Ceil, .f32Floor, .f32Trunc, .f32Nearest, .f32DemoteF64,
      .f64Add, .f64Sub, .f64Mul, .f64Div, .f64Min, .f64Max, .f64Sqrt, .f64Ceil, .f64Floor, .f64Trunc, .f64Nearest, .f64PromoteF32:
      true
    default: false
    }
  }
}

/// What makes a module do the same on every engine: code that settles what is left open.
extension BodyGenerator {
  /// The locals that this takes, one of each type, the last in a function.
  static let scratchTypes: [ValueType] = [.i32, .i64, .f32, .f64]

  /// Follows an instruction whose result is on the stack.
  mutating func settle(_ opcode: Opcode) {
    guard let seen = module.seenGlobal, let type = opcode.row.signature?.result, let scratch = locals.lastIndex(of: type) else { return }
    if opcode.makesNaN { replaceNaN(type, scratch) }
    if opcode.row.accessWidth > 0 { keepLoad(type, scratch, seen) }
  }

  func isLoadToSettle(_ opcode: Opcode) -> Bool {
    opcode.row.accessWidth > 0 && opcode.row.signature?.result != nil && module.seenGlobal != nil && module.memoryCount > 0
  }

  /// Loads from where there is memory in any case. Such a load needs no note, and may wait in an expression for its turn.
  mutating func loadInside(_ opcode: Opcode, _ depth: Int) {
    value(.i32, depth)
    emitConstant(0xFFE0)
    emit(.i32And)
    code += opcode.encodedBytes + [0] + LEB128.unsigned(random.below(16))
  }

  /// Puts one NaN in the place of all.
  private mutating func replaceNaN(_ type: ValueType, _ scratch: Int) {
    emit(.localTee, scratch)
    code += type == .f32 ? [0x43, 0, 0, 0xC0, 0x7F] : [0x44, 0, 0, 0, 0, 0, 0, 0xF8, 0x7F]
    emit(.localGet, scratch)
    emit(.localGet, scratch)
    emit(type == .f32 ? .f32Eq : .f64Eq)
    emit(.select)
  }

  /// Notes what a load has found. Where nothing depends on that, compiled code may do without the load, and so without its trap: see
  /// RATIONALE.md.
  private mutating func keepLoad(_ type: ValueType, _ scratch: Int, _ seen: Int) {
    emit(.localTee, scratch)
    switch type {
    case .i32: emit(.i64ExtendI32U)
    case .f32: code += Opcode.i32ReinterpretF32.encodedBytes + Opcode.i64ExtendI32U.encodedBytes
    case .f64: emit(.i64ReinterpretF64)
    default: break
    }
    // Turned, because the same value twice must not be none.
    emit(.globalGet, seen)
    code += [0x42, 1]
    emit(.i64Rotl)
    emit(.i64Xor)
    emit(.globalSet, seen)
    emit(.localGet, scratch)
  }
}
