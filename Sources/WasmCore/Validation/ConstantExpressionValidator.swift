/// Validates constant expressions, the extended ones included (specification 3.4.14).
struct ConstantExpressionValidator {
  private let module: Module
  /// How many globals, from the first, the expression may read: only those that have their value by then.
  private let visibleGlobals: Int
  private var stack: [ValueType] = []

  init(_ module: Module, visibleGlobals: Int) {
    self.module = module
    self.visibleGlobals = visibleGlobals
  }

  mutating func validate(_ expression: ConstantExpression, _ expected: ValueType) throws(ModuleError) {
    var decoder = InstructionDecoder(
      ByteReader(module.bytes, expression.range), canonicalTypes: module.contents.canonicalTypes)
    var instruction = Instruction()
    repeat {
      do { _ = try decoder.decode(into: &instruction) } catch { throw .malformed(error) }
      try apply(instruction)
    } while instruction.opcode != .end
    guard stack.count == 1, stack[0].matches(expected) else {
      let found = stack.map(\.description).joined(separator: " ")
      throw invalid("type mismatch: a constant expression of type [\(found)] where \(expected) is needed", instruction)
    }
  }

  private func invalid(_ message: String, _ instruction: Instruction) -> ModuleError {
    .invalid(ValidationError(message, at: instruction.offset))
  }

  private mutating func apply(_ instruction: Instruction) throws(ModuleError) {
    let contents = module.contents
    switch instruction.opcode {
    case .end: break
    case .i32Const: stack.append(.i32)
    case .i64Const: stack.append(.i64)
    case .f32Const: stack.append(.f32)
    case .f64Const: stack.append(.f64)
    case .i32Add, .i32Sub, .i32Mul: try combine(.i32, instruction)
    case .i64Add, .i64Sub, .i64Mul: try combine(.i64, instruction)
    case .refNull:
      if case .concrete(let index)? = instruction.type.heapType, index >= contents.types.count {
        throw invalid("unknown type \(index)", instruction)
      }
      stack.append(instruction.type)
    case .refFunc:
      guard instruction.index < contents.functionTypes.count else { throw invalid("unknown function \(instruction.index)", instruction) }
      stack.append(ValueType(.concrete(contents.functionTypes[Int(instruction.index)]), nullable: false))
    case .globalGet:
      guard instruction.index < visibleGlobals else { throw invalid("unknown global \(instruction.index)", instruction) }
      let global = contents.globals[Int(instruction.index)]
      guard !global.isMutable else { throw invalid("constant expression required: global \(instruction.index) is mutable", instruction) }
      stack.append(global.value)
    default: throw invalid("constant expression required: \(instruction.opcode.mnemonic)", instruction)
    }
  }

  private mutating func combine(_ type: ValueType, _ instruction: Instruction) throws(ModuleError) {
    guard stack.count >= 2, stack.removeLast() == type, stack.removeLast() == type else {
      throw invalid("type mismatch: \(instruction.opcode.mnemonic)", instruction)
    }
    stack.append(type)
  }
}
