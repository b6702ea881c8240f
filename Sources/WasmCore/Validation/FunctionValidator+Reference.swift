/// Variables, parametric and reference instructions, tables and memories (specification 3.4.2–3.4.8).
extension FunctionValidator {
  @inline(__always)
  mutating func checkedLocal() throws(ModuleError) -> Int {
    guard instruction.index < localCount else { throw invalid("unknown local \(instruction.index)") }
    return Int(instruction.index)
  }

  @inline(__always)
  mutating func localGet() throws(ModuleError) {
    let local = try checkedLocal()
    readsUnsetLocal = !isSet[local]
    if readsUnsetLocal, !locals[local].isDefaultable { throw invalid("uninitialized local \(local)") }
    push(locals[local])
  }

  mutating func applyReference(_ opcode: Opcode) throws(ModuleError) {
    switch opcode {
    case .globalGet: push(try global().value)
    case .globalSet:
      let global = try global()
      guard global.isMutable else { throw invalid("global \(instruction.index) is immutable") }
      try pop(global.value)
    case .drop: note(try pop())
    case .select: try select()
    case .selectTyped:
      guard instruction.index == 1 else { throw invalid("invalid result arity") }
      let type = instruction.type
      try checkType(type, at: instruction.offset)
      try pop(.i32)
      try pop(type)
      try pop(type)
      push(type)
    case .refNull:
      try checkType(instruction.type, at: instruction.offset)
      push(instruction.type)
    case .refIsNull:
      _ = try popReference()
      push(.i32)
    case .refFunc: try refFunc()
    case .refAsNonNull: push(nonNull(try popReference()))
    case .brOnNull:
      let reference = try popReference()
      try popAndPush(try target(instruction.index).labelTypes)
      push(nonNull(reference))
    case .brOnNonNull: try brOnNonNull()
    case .tableGet:
      let type = try table(instruction.index).element
      try pop(.i32)
      push(type)
    case .tableSet:
      try pop(try table(instruction.index).element)
      try pop(.i32)
    case .tableGrow:
      try pop(.i32)
      try pop(try table(instruction.index).element)
      push(.i32)
    case .tableFill:
      try pop(.i32)
      try pop(try table(instruction.index).element)
      try pop(.i32)
    default: preconditionFailure("\(opcode.mnemonic) has a signature")
    }
  }

  private mutating func select() throws(ModuleError) {
    try pop(.i32)
    let second = try pop()
    let first = try pop()
    guard !first.isReference, !second.isReference, first.matches(second) else {
      throw invalid("type mismatch: select of \(first) and \(second)")
    }
    push(first == .bottom ? second : first)
    note(first == .bottom ? second : first)
  }

  private mutating func nonNull(_ type: ValueType) -> ValueType { type == .bottom ? .bottom : type.nonNullable }

  private mutating func refFunc() throws(ModuleError) {
    let function = instruction.index
    guard function < functionTypes.count else { throw invalid("unknown function \(function)") }
    guard module.contents.declaredFunctions.contains(function) else { throw invalid("undeclared function reference \(function)") }
    push(ValueType(.concrete(functionTypes[Int(function)]), nullable: false))
  }

  private mutating func brOnNonNull() throws(ModuleError) {
    let label = try target(instruction.index).labelTypes
    let reference = try popReference()
    guard label.count > 0, label[label.count - 1].isReference, nonNull(reference).matches(label[label.count - 1]) else {
      throw invalid("type mismatch: br_on_non_null passes a reference its label does not take")
    }
    push(nonNull(reference))
    try popAndPush(label)
    _ = try pop()
  }

  private mutating func global() throws(ModuleError) -> GlobalType {
    guard instruction.index < globals.count else { throw invalid("unknown global \(instruction.index)") }
    return globals[Int(instruction.index)]
  }

  mutating func table(_ index: UInt32) throws(ModuleError) -> TableType {
    guard index < module.contents.tables.count else { throw invalid("unknown table \(index)") }
    return module.contents.tables[Int(index)]
  }

  private mutating func checkMemory(_ index: UInt32) throws(ModuleError) {
    guard index < memoryCount else { throw invalid("unknown memory \(index)") }
  }

  @inline(__always)
  mutating func checkMemoryArgument(_ naturalAlignment: UInt8) throws(ModuleError) {
    guard instruction.index < memoryCount else { throw invalid("unknown memory \(instruction.index)") }
    guard instruction.secondIndex <= naturalAlignment else { throw invalid("alignment must not be larger than natural") }
    guard instruction.constant <= UInt64(UInt32.max) else { throw invalid("offset out of range") }
  }

  /// Checks the index immediates of instructions that have a fixed signature.
  mutating func checkIndices() throws(ModuleError) {
    switch instruction.opcode {
    case .memorySize, .memoryGrow, .memoryFill: try checkMemory(instruction.index)
    case .memoryCopy:
      try checkMemory(instruction.index)
      try checkMemory(instruction.secondIndex)
    case .memoryInit:
      try checkMemory(instruction.secondIndex)
      try checkData()
    case .dataDrop: try checkData()
    case .tableSize: _ = try table(instruction.index)
    case .elemDrop: _ = try elementType()
    case .tableInit:
      let table = try table(instruction.secondIndex)
      guard try elementType().matches(table.element) else { throw invalid("type mismatch: table.init from a segment of another type") }
    case .tableCopy:
      let destination = try table(instruction.index)
      let source = try table(instruction.secondIndex)
      guard source.element.matches(destination.element) else { throw invalid("type mismatch: table.copy between tables of different types") }
    default: preconditionFailure("\(instruction.opcode.mnemonic) has no indices to check")
    }
  }

  private mutating func checkData() throws(ModuleError) {
    guard let count = module.contents.dataCount else {
      throw .malformed(ParseError("data count section required", at: instruction.offset))
    }
    guard instruction.index < count else { throw invalid("unknown data segment \(instruction.index)") }
  }

  private mutating func elementType() throws(ModuleError) -> ValueType {
    guard instruction.index < module.contents.elements.count else { throw invalid("unknown elem segment \(instruction.index)") }
    return module.contents.elements[Int(instruction.index)].type
  }

  mutating func checkType(_ type: ValueType, at offset: Int) throws(ModuleError) {
    if case .concrete(let index)? = type.heapType, index >= types.count {
      throw .invalid(ValidationError("unknown type \(index)", at: offset))
    }
  }
}
