import WasmFormat

/// What the emitter has to know about the numeric instructions.
enum Numerics {
  static func mayTrap(_ opcode: Opcode) -> Bool {
    switch opcode {
    case .i32DivS, .i32DivU, .i32RemS, .i32RemU, .i64DivS, .i64DivU, .i64RemS, .i64RemU,
      .i32TruncF32S, .i32TruncF32U, .i32TruncF64S, .i32TruncF64U, .i64TruncF32S, .i64TruncF32U, .i64TruncF64S, .i64TruncF64U:
      true
    default: false
    }
  }

  /// Whether an instruction with such a constant operand changes nothing or the sign alone, except that it quiets NaN.
  static func mayBeNeutral(_ bits: UInt64, _ opcode: Opcode) -> Bool {
    switch opcode {
    case .f32Add, .f32Sub, .f32Min, .f32Max: UInt32(truncatingIfNeeded: bits) << 1 == 0
    case .f64Add, .f64Sub, .f64Min, .f64Max: bits << 1 == 0
    case .f32Mul, .f32Div: Float(bitPattern: UInt32(truncatingIfNeeded: bits)).magnitude == 1
    case .f64Mul, .f64Div: Double(bitPattern: bits).magnitude == 1
    default: false
    }
  }

  /// The same for an instruction that is not known.
  static func mayBeNeutral(_ bits: UInt64, _ kind: Kind) -> Bool {
    switch kind {
    case .f32: [.f32Add, .f32Mul].contains { mayBeNeutral(bits, $0) }
    case .f64: [.f64Add, .f64Mul].contains { mayBeNeutral(bits, $0) }
    default: false
    }
  }

  /// Whether its result, 0 or 1, is a condition in generated code.
  static func isComparison(_ opcode: Opcode) -> Bool {
    (Opcode.i32Eqz.rawValue...Opcode.f64Ge.rawValue).contains(opcode.rawValue) && opcode.row.signature?.result == .i32
  }
}
