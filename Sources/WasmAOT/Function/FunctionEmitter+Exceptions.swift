import WasmFormat

/// Exceptions: a pending one is kept by the runtime, and control leaves statement by statement until something catches it.
extension FunctionEmitter {
  mutating func throwException() {
    let tag = Int(validator.instruction.index)
    let parameters = module.typeLists[Int(module.contents.tagTypes[tag])].parameters
    settleImpure()
    height -= parameters.count
    let slots = nameSlots()
    out.append("beginThrow(g, ", parameters.count)
    out.append(")\n")
    fill(slots, parameters)
    out.append("throwException(g, ", tag)
    out.append(", t", slots)
    out.append(")\n")
    leave()
  }

  mutating func throwReference() {
    let exception = pop()
    settleImpure()
    out.append("throwReference(g, ")
    append(exception)
    out.append(")\n")
    leave()
  }

  /// Goes to where a pending exception may be caught: to the clauses of the innermost `try_table`, or out of the function.
  mutating func leave() {
    guard let last = handlers.indices.last else { return jump(labelCount - 1) }
    handlers[last].isUsed = true
    out.append("break H", handlers[last].number)
    out.newline()
  }

  // MARK: Slots

  /// Begins the statement that names the slots through which values come and go.
  /// - Returns: the number of the name.
  mutating func nameSlots() -> Int {
    out.append("let t", temporaryCount)
    out.append(" = ")
    defer { temporaryCount += 1 }
    return temporaryCount
  }

  /// Puts the operands above the stack's top, which have just left it, into slots.
  mutating func fill(_ slots: Int, _ types: TypeList) {
    for position in 0..<types.count {
      out.append(Kind(types[position]).prefix)
      out.append("_slot(t", slots)
      out.append(", ", position)
      out.append(", ")
      append(operands[height + position])
      out.append(")\n")
    }
  }

  // MARK: Catching

  /// The statements inside are a block in a block: leaving the inner one leads to the clauses, leaving the outer one past them.
  mutating func tryTable() {
    settleAll()
    let first = declareResults()
    let (label, handler) = (newLabel(), newLabel())
    let start = out.count
    out.append("L", label)
    out.append(": do {\n")
    let middle = out.count
    out.append("H", handler)
    out.append(": do {\n")
    pushLabel(Label(number: label, firstTarget: first, firstResult: first, opening: Place(start: start, end: middle)))
    handlers.append(Handler(number: handler, clauses: validator.instruction.catches, opening: Place(start: middle, end: out.count)))
    depth += 2
  }

  /// Ends a `try_table`, whose label has been taken away.
  mutating func closeTryTable(_ label: Label) {
    depth -= 2
    let handler = handlers.removeLast()
    guard handler.isUsed else {
      gaps.append(handler.opening)
      if label.isUsed { out.append("}\n") } else { gaps.append(label.opening) }
      return
    }
    if validator.closedFrameIsReachable {
      out.append("break L", label.number)
      out.newline()
    }
    out.append("}\n")
    dispatch(handler.clauses)
    out.append("}\n")
  }

  /// The clauses in their order; when none of them fits, the exception stays pending.
  private mutating func dispatch(_ clauses: [CatchClause]) {
    for clause in clauses {
      guard let tag = clause.tag else { return take(clause, nil) }
      out.append("if catches(g, ", Int(tag))
      out.append(") {\n")
      take(clause, module.typeLists[Int(module.contents.tagTypes[Int(tag)])].parameters)
      out.append("}\n")
    }
    leave()
  }

  /// Passes what an exception carries, and maybe itself, to the label of a clause that catches it.
  /// - Parameter parameters: what it carries; nil when the clause catches everything, whatever that carries.
  private mutating func take(_ clause: CatchClause, _ parameters: TypeList?) {
    let depth = Int(clause.label)
    let first = labels[labelCount - 1 - depth].firstTarget
    if let parameters, parameters.count > 0 || clause.pushesReference {
      let slots = nameSlots()
      out.append("caught(g, ")
      out.append(clause.pushesReference ? "true)\n" : "false)\n")
      for position in 0..<parameters.count { takeSlot(slots, position, Kind(parameters[position]), to: first + position) }
      if clause.pushesReference { takeSlot(slots, parameters.count, .reference, to: first + parameters.count) }
    } else if clause.pushesReference {
      // How many values come before the reference is not known here.
      out.append("r", first)
      out.append(" = caughtReference(g)\n")
    } else {
      out.append("_ = caught(g, false)\n")
    }
    jump(depth)
  }

  private mutating func takeSlot(_ slots: Int, _ position: Int, _ kind: Kind, to variable: Int) {
    out.append("r", variable)
    out.append(" = ")
    out.append(kind.prefix)
    out.append("_slot(t", slots)
    out.append(", ", position)
    out.append(")\n")
  }
}
