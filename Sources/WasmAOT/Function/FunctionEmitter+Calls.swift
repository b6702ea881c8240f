import WasmFormat

/// Calls, and instructions that are calls of the runtime.
extension FunctionEmitter {
  mutating func call() {
    let index = Int(validator.instruction.index)
    let type = module.typeLists[Int(module.contents.functionTypes[index])]
    let first = takeArguments(type)
    nameResults(type.results)
    needs.functions.insert(index)
    out.append(global: "f", index)
    out.append("(g")
    appendArguments(type, first)
    pushResults(type.results)
  }

  mutating func callIndirect() {
    let callee = pop()
    let type = Int(validator.instruction.index)
    guard validator.instruction.secondIndex == 0 else {
      needs.calledTypes.insert(type)
      return callDynamically("c", type) { (emitter: inout Self) in emitter.appendIndirect(callee) }
    }
    needs.tableTypes.insert(type)
    callDynamically("i", type) { (emitter: inout Self) in emitter.append(callee) }
  }

  mutating func callReference() {
    let callee = pop()
    let type = Int(validator.instruction.index)
    needs.calledTypes.insert(type)
    callDynamically("c", type) { (emitter: inout Self) in emitter.appendReferenced(callee) }
  }

  /// What a table has at the place that an operand says, for a call.
  mutating func appendIndirect(_ operand: Int32) {
    out.append("indirect(g, ", Int(validator.instruction.secondIndex))
    out.append(", ")
    append(operand)
    out.append(", ", Int(validator.instruction.index))
    out.append(")")
  }

  /// What a reference refers to, for a call.
  mutating func appendReferenced(_ operand: Int32) {
    out.append("referenced(g, ")
    append(operand)
    out.append(")")
  }

  /// A call of a function that is known at run time, through the function that all calls of its type go through.
  private mutating func callDynamically(_ name: StaticString, _ typeIndex: Int, _ appendCallee: (inout Self) -> Void) {
    let type = module.typeLists[typeIndex]
    let first = takeArguments(type)
    nameResults(type.results)
    out.append(global: name, typeIndex)
    out.append("(g")
    appendArguments(type, first)
    out.append(", ")
    appendCallee(&self)
    pushResults(type.results)
  }

  /// Takes the arguments off the stack.
  /// - Returns: where the first of them was.
  private mutating func takeArguments(_ type: TypeLists.Entry) -> Int {
    hasCalls = true
    largestCall = max(largestCall, type.parameters.count + type.results.count)
    height -= type.parameters.count
    settleImpure()
    return height
  }

  private mutating func appendArguments(_ type: TypeLists.Entry, _ first: Int) {
    for argument in 0..<type.parameters.count {
      out.append(", ")
      append(operands[first + argument])
    }
  }

  private mutating func nameResults(_ results: TypeList) {
    guard results.count > 0 else { return }
    if results.count == 1 { return beginNaming() }
    let first = temporaryCount
    out.append("let ")
    out.appendTuple(results.count) { (buffer: inout SourceBuffer, result) in buffer.append("t", first + result) }
    out.append(" = ")
  }

  private mutating func pushResults(_ results: TypeList) {
    out.append(")")
    if results.count == 1 {
      pushTemporary(endNaming(), Kind(results[0]))
    } else {
      out.newline()
      for result in 0..<results.count { pushTemporary(temporaryCount + result, Kind(results[result])) }
      temporaryCount += results.count
    }
    if checksCalls {
      out.append("if thrown(g) {\n")
      leave()
      out.append("}\n")
    }
  }

  /// An instruction on memories or tables, by the function of the same name: `g`, the indices, the operands.
  mutating func runtimeCall(_ opcode: Opcode) {
    let (operandCount, result): (Int, Kind?) =
      switch opcode {
      case .memoryGrow: (1, .i32)
      case .tableGrow: (2, .i32)
      case .tableGet: (1, .reference)
      case .tableSet: (2, nil)
      case .dataDrop, .elemDrop: (0, nil)
      default: (3, nil)
      }
    height -= operandCount
    settleImpure()
    let first = height
    if result != nil { beginNaming() }
    out.append(Names.operation(opcode))
    out.append("(g, ", Int(validator.instruction.index))
    switch opcode {
    case .memoryInit, .memoryCopy, .tableInit, .tableCopy: out.append(", ", Int(validator.instruction.secondIndex))
    default: break
    }
    for operand in 0..<operandCount {
      out.append(", ")
      append(operands[first + operand])
    }
    out.append(")")
    if let result { pushTemporary(endNaming(), result) } else { out.newline() }
  }
}
