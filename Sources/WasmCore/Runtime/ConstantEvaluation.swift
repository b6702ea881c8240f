import WasmNumerics

extension InstanceObject {
  /// Evaluates a validated constant expression. The globals it reads must have their values.
  func evaluate(_ expression: ConstantExpression) -> UInt64 {
    var decoder = InstructionDecoder(
      ByteReader(module.bytes, expression.range), canonicalTypes: module.contents.canonicalTypes)
    var instruction = Instruction()
    var stack: [UInt64] = []
    while true {
      guard (try? decoder.decode(into: &instruction)) != nil else { preconditionFailure("validated before") }
      switch instruction.opcode {
      case .end: return stack[0]
      case .i32Const, .i64Const, .f32Const, .f64Const: stack.append(instruction.constant)
      case .refNull: stack.append(0)
      case .refFunc: stack.append(UInt64(UInt(bitPattern: function(Int(instruction.index)))))
      case .globalGet: stack.append(globalCell(Int(instruction.index)).pointee)
      default:
        let right = stack.removeLast()
        let left = stack.removeLast()
        stack.append(Self.combine(instruction.opcode, left, right))
      }
    }
  }

  private static func combine(_ opcode: Opcode, _ left: UInt64, _ right: UInt64) -> UInt64 {
    var trap: UInt8 = 0
    func apply<O: BinaryOperation>(_: O.Type) -> UInt64 {
      O.apply(O.Operand(slot: left), O.Operand(slot: right), &trap).slot
    }
    switch opcode {
    case .i32Add: return apply(Add<UInt32>.self)
    case .i32Sub: return apply(Subtract<UInt32>.self)
    case .i32Mul: return apply(Multiply<UInt32>.self)
    case .i64Add: return apply(Add<UInt64>.self)
    case .i64Sub: return apply(Subtract<UInt64>.self)
    case .i64Mul: return apply(Multiply<UInt64>.self)
    default: preconditionFailure("validated before")
    }
  }
}
