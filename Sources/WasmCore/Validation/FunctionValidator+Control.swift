/// Blocks, branches, calls and exceptions (specification 3.4.9–3.4.11).
extension FunctionValidator {
  mutating func applySpecial(_ opcode: Opcode) throws(ModuleError) {
    switch opcode {
    case .localSet:
      let local = try checkedLocal()
      try pop(locals[local])
      markSet(local)
    case .localTee:
      let local = try checkedLocal()
      try pop(locals[local])
      push(locals[local])
      markSet(local)
    case .end: try end()
    case .block, .loop, .if, .tryTable: try enter(opcode)
    case .else: try alternate()
    case .brIf:
      try pop(.i32)
      try popAndPush(try target(instruction.index).labelTypes)
    case .br:
      try pop(try target(instruction.index).labelTypes)
      markUnreachable()
    case .brTable: try brTable()
    case .call: try call(try calleeType(), returns: false)
    case .returnCall: try call(try calleeType(), returns: true)
    case .callIndirect: try call(try indirectType(), returns: false)
    case .returnCallIndirect: try call(try indirectType(), returns: true)
    case .callRef: try call(try referencedType(), returns: false)
    case .returnCallRef: try call(try referencedType(), returns: true)
    case .unreachable: markUnreachable()
    case .return:
      try pop(functionType.results)
      markUnreachable()
    case .throw:
      try pop(try tagParameters(instruction.index))
      markUnreachable()
    case .throwRef:
      try pop(.exnref)
      markUnreachable()
    default: try applyReference(opcode)
    }
  }

  private mutating func blockSignature() throws(ModuleError) -> (parameters: TypeList, results: TypeList) {
    switch instruction.blockType {
    case .empty: return (.empty, .empty)
    case .value(let type):
      try checkType(type, at: instruction.offset)
      return (.empty, TypeList(type))
    case .function(let index):
      guard index < types.count else { throw invalid("unknown type \(index)") }
      return (types[Int(index)].parameters, types[Int(index)].results)
    }
  }

  private mutating func enter(_ opcode: Opcode) throws(ModuleError) {
    guard frameCount < ImplementationLimits.controlDepth else { throw invalid("blocks are nested too deeply") }
    let (parameters, results) = try blockSignature()
    if opcode == .if { try pop(.i32) }
    try pop(parameters)
    if opcode == .tryTable { try checkCatchClauses() }
    pushFrame(opcode, parameters: parameters, results: results, isLive: isReachable)
    try push(parameters)
  }

  /// Catch clauses branch from outside of the `try_table`, so its own label does not count.
  private mutating func checkCatchClauses() throws(ModuleError) {
    for clause in instruction.catches {
      let label = try target(clause.label).labelTypes
      try charge(label.count, at: instruction.offset)
      let values = try clause.tag.map { tag throws(ModuleError) in try tagParameters(tag) } ?? .empty
      guard label.count == values.count + (clause.pushesReference ? 1 : 0) else {
        throw invalid("type mismatch: the label of a catch clause takes other values")
      }
      for index in 0..<label.count {
        let type = index < values.count ? values[index] : ValueType(.exn, nullable: false)
        guard type.matches(label[index]) else {
          throw invalid("type mismatch: a catch clause passes \(type) where its label takes \(label[index])")
        }
      }
    }
  }

  private mutating func alternate() throws(ModuleError) {
    guard frames[frameCount - 1].opcode == .if else { throw .malformed(ParseError("else without if", at: instruction.offset)) }
    try closeFrame()
    pushFrame(.else, parameters: closedFrame.parameters, results: closedFrame.results, isLive: closedFrame.isLive)
    try push(closedFrame.parameters)
  }

  private mutating func end() throws(ModuleError) {
    try closeFrame()
    let frame = closedFrame
    if frame.opcode == .if {
      // Without an else, the parameters become the results.
      guard frame.parameters.count == frame.results.count else { throw invalid("type mismatch: if without else changes the stack") }
      for index in 0..<frame.results.count where !frame.parameters[index].matches(frame.results[index]) {
        throw invalid("type mismatch: if without else changes the stack")
      }
    }
    if frameCount > 0 { try push(frame.results) }
  }

  private mutating func brTable() throws(ModuleError) {
    try pop(.i32)
    let last = instruction.labels.count - 1
    let defaultTypes = try target(instruction.labels[last]).labelTypes
    for label in instruction.labels.dropLast() {
      let labelTypes = try target(label).labelTypes
      try charge(labelTypes.count, at: instruction.offset)
      guard labelTypes.count == defaultTypes.count else { throw invalid("type mismatch: br_table targets take different numbers of values") }
      try checkOnStack(labelTypes)
    }
    try pop(defaultTypes)
    markUnreachable()
  }

  /// Checks that values of these types are on top without changing what is known about them.
  private mutating func checkOnStack(_ types: TypeList) throws(ModuleError) {
    let frame = frames[frameCount - 1]
    for depth in 0..<types.count {
      let position = height - 1 - depth
      let expected = types[types.count - 1 - depth]
      if position < frame.height {
        guard frame.isUnreachable else { throw invalid("type mismatch: an operand is missing") }
        return
      }
      guard operands[position].matches(expected) else { throw invalid("type mismatch: expected \(expected), found \(operands[position])") }
    }
  }

  private mutating func call(_ callee: TypeLists.Entry, returns: Bool) throws(ModuleError) {
    try pop(callee.parameters)
    guard returns else { return try push(callee.results) }
    guard callee.results.count == functionType.results.count else { throw invalid("type mismatch: a tail call returns other values") }
    for index in 0..<callee.results.count where !callee.results[index].matches(functionType.results[index]) {
      throw invalid("type mismatch: a tail call returns other values")
    }
    markUnreachable()
  }

  private mutating func calleeType() throws(ModuleError) -> TypeLists.Entry {
    guard instruction.index < functionTypes.count else { throw invalid("unknown function \(instruction.index)") }
    return types[Int(functionTypes[Int(instruction.index)])]
  }

  private mutating func indirectType() throws(ModuleError) -> TypeLists.Entry {
    let table = try table(instruction.secondIndex)
    guard table.element.matches(.funcref) else { throw invalid("type mismatch: an indirect call through a table of \(table.element)") }
    try pop(.i32)
    return try type(instruction.index)
  }

  private mutating func referencedType() throws(ModuleError) -> TypeLists.Entry {
    let callee = try type(instruction.index)
    try pop(ValueType(.concrete(instruction.index), nullable: true))
    return callee
  }

  private mutating func type(_ index: UInt32) throws(ModuleError) -> TypeLists.Entry {
    guard index < types.count else { throw invalid("unknown type \(index)") }
    return types[Int(index)]
  }

  private mutating func tagParameters(_ tag: UInt32) throws(ModuleError) -> TypeList {
    guard tag < module.contents.tagTypes.count else { throw invalid("unknown tag \(tag)") }
    return types[Int(module.contents.tagTypes[Int(tag)])].parameters
  }
}
