import WasmFormat

/// Calls that take the function's place. The function returns and leaves to its caller, or to the function around it (see
/// `appendEntry`), to make the call; a call of itself is a jump to its start.
extension FunctionEmitter {
  mutating func returnCall() {
    let index = Int(validator.instruction.index)
    let type = module.typeLists[Int(module.contents.functionTypes[index])]
    guard index != function else { return startAnew(type.parameters) }
    replace(type) { (emitter: inout Self) in
      emitter.out.append("function(g, ", index)
      emitter.out.append(")")
    }
  }

  mutating func returnCallIndirect() {
    let callee = pop()
    let type = module.typeLists[Int(validator.instruction.index)]
    replace(type) { (emitter: inout Self) in emitter.appendIndirect(callee) }
  }

  mutating func returnCallReference() {
    let callee = pop()
    let type = module.typeLists[Int(validator.instruction.index)]
    replace(type) { (emitter: inout Self) in emitter.appendReferenced(callee) }
  }

  private mutating func replace(_ type: TypeLists.Entry, _ appendCallee: (inout Self) -> Void) {
    hasTailCalls = true
    // The arguments are written after the callee was looked up, which may trap.
    settleImpure()
    height -= type.parameters.count
    let slots = type.parameters.count > 0 ? nameSlots() : nil
    if slots == nil { out.append("_ = ") }
    out.append("beginTail(g, ")
    appendCallee(&self)
    out.append(", ", max(type.parameters.count, type.results.count))
    out.append(")\n")
    if let slots { fill(slots, type.parameters) }
    jump(labelCount - 1)
  }

  /// Sets the parameters, all at once, and goes back to the start, where the other locals begin anew.
  private mutating func startAnew(_ parameters: TypeList) {
    repeats = true
    settleImpure()
    let first = height - parameters.count
    for local in 0..<parameters.count {
      let value = operands[first + local]
      if pool[value].form == .local, pool[value].payload == UInt64(local) { continue }
      settle(readersOf: local, from: first + local + 1)
      assign(local: local, value)
    }
    out.append("continue L0\n")
  }
}
