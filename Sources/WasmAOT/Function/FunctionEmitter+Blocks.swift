import WasmFormat

/// Blocks, loops and `if`s.
extension FunctionEmitter {
  /// How deep long rows of blocks, one directly inside the other, may nest, and how deep short ones.
  private static let maximumRowDepth = 96
  private static let maximumNesting = 180
  private static let longRow = 8
  /// How deep statements may nest: the Swift compiler's limit is 256, and expressions count as well.
  static let maximumDepth = 200

  mutating func pushLabel(_ label: Label) {
    labels.ensure(labelCount + 1)
    labels[labelCount] = label
    labelCount += 1
  }

  mutating func newLabel() -> Int {
    defer { nextLabel += 1 }
    return nextLabel
  }

  /// Declares the variables for the results of the block that the validator has just opened.
  mutating func declareResults() -> Int {
    let first = resultCount
    let types = validator.frame(0).results
    for result in 0..<types.count { _ = declareResult(Kind(types[result])) }
    return first
  }

  mutating func block() {
    if pendingBlockCount == 0 { settleAll() }
    let first = declareResults()
    pushLabel(Label(firstTarget: first, firstResult: first))
    pendingBlockCount += 1
  }

  /// Writes the beginning of the blocks that were held back: nested as far as the Swift compiler allows, the rest, which are the
  /// inner ones, as the states of a row.
  mutating func openPendingBlocks() {
    let first = labelCount - pendingBlockCount
    let limit = pendingBlockCount < Self.longRow ? Self.maximumNesting : Self.maximumRowDepth
    let nested = min(pendingBlockCount, max(limit - depth, 0))
    for index in first..<first + nested {
      let start = out.count
      labels.base[index].number = newLabel()
      out.append("L", labels[index].number)
      out.append(": do {\n")
      labels.base[index].opening = Place(start: start, end: out.count)
      depth += 1
    }
    if nested < pendingBlockCount { openRow(first + nested) }
    pendingBlockCount = 0
  }

  mutating func loop() {
    settleAll()
    let frame = validator.frame(0)
    let firstResult = declareResults()
    let firstParameter = resultCount
    for position in 0..<frame.parameters.count {
      let variable = declareResult(Kind(frame.parameters[position]))
      assign(variable, operands[height - frame.parameters.count + position])
    }
    let number = newLabel()
    pushLabel(Label(number: number, firstTarget: firstParameter, firstResult: firstResult))
    out.append("L", number)
    out.append(": while true {\nrepeated(g)\n")
    depth += 1
    // Copies: a branch back sets the variables, maybe from one another.
    height -= frame.parameters.count
    for position in 0..<frame.parameters.count {
      push(.init(form: .result, kind: Kind(frame.parameters[position]), payload: UInt64(firstParameter + position)))
      copy(height - 1)
    }
  }

  mutating func ifElse() {
    let condition = pop()
    if pool[condition].isImpure { settleImpure() }
    settleAll()
    let first = declareResults()
    let number = newLabel()
    let start = out.count
    out.append("L", number)
    out.append(": ")
    pushLabel(Label(number: number, firstTarget: first, firstResult: first, opening: Place(start: start, end: out.count)))
    out.append("if ")
    append(condition: condition)
    out.append(" {\n")
    depth += 1
    keep(validator.frame(0).parameters.count)
  }

  mutating func alternate() {
    let frame = validator.closedFrame
    if validator.closedFrameIsReachable { assignResults(frame.results, labels[labelCount - 1]) }
    out.append("} else {\n")
    restore(frame.parameters.count, at: frame.height)
  }

  mutating func end() {
    let frame = validator.closedFrame
    let label = labels[labelCount - 1]
    if validator.closedFrameIsReachable { assignResults(frame.results, label) }
    if frame.opcode == .if, frame.results.count > 0 || frame.parameters.count > 0 {
      // No `else`: the parameters are the results.
      out.append("} else {\n")
      restore(frame.parameters.count, at: frame.height)
      assignResults(frame.results, label)
    }
    if frame.opcode == .if || frame.opcode == .else { forget(frame.parameters.count) }
    // The function's own label stays, for its head.
    guard validator.frameCount > 0 else { return }
    labelCount -= 1
    height = frame.height
    close(frame, label)
    for result in 0..<frame.results.count {
      push(.init(form: .result, kind: Kind(frame.results[result]), payload: UInt64(label.firstResult + result)))
    }
  }

  private mutating func close(_ frame: ControlFrame, _ label: Label) {
    if label.state > 0 { return closeState(label) }
    if frame.opcode == .tryTable { return closeTryTable(label) }
    depth -= 1
    if frame.opcode == .loop {
      out.append("break L", label.number)
      out.newline()
    } else if !label.isUsed {
      gaps.append(label.opening)
      if frame.opcode == .block { return }
    }
    out.append("}\n")
  }

  // MARK: What both ways of an `if` start with

  private mutating func keep(_ count: Int) {
    keptOperands.append(contentsOf: (height - count..<height).map { operands[$0] })
  }

  private mutating func restore(_ count: Int, at base: Int) {
    height = base
    for operand in keptOperands.suffix(count) {
      operands[height] = operand
      height += 1
    }
  }

  private mutating func forget(_ count: Int) { keptOperands.removeLast(count) }

  /// Gives the value of a variable that may change a name of its own.
  private mutating func copy(_ position: Int) {
    let node = pool[operands[position]]
    out.append("let t", temporaryCount)
    out.append(" = r", Int(node.payload))
    out.newline()
    operands[position] = pool.add(.init(form: .temporary, kind: node.kind, payload: UInt64(temporaryCount)))
    temporaryCount += 1
  }
}
