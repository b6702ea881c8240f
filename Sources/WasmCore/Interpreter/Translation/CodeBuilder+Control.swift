/// Blocks and their ends, exceptions.
extension CodeBuilder {
  mutating func pushLabel(_ label: Label) {
    labels.ensure(labelCount + 1)
    labels[labelCount] = label
    labelCount += 1
  }

  mutating func enter(_ opcode: Opcode) {
    var label = Label()
    // The condition comes off first, the branch comes last: both ways need the operands in their slots.
    let condition = opcode == .if ? popCondition() : nil
    flushLocals()
    flushTop(validator.frame(0).parameters.count)
    if let condition { label.elsePatch = emitBranch(condition, when: false, to: nil) }
    switch opcode {
    case .loop:
      forgetAll()
      label.start = count
    case .tryTable: beginHandlers(&label)
    default: last.position = -1
    }
    pushLabel(label)
    if opcode == .loop || opcode == .if { beginStretch() }
  }

  /// Notes the clauses of a `try_table`; the frames they branch to are the ones around it.
  private mutating func beginHandlers(_ label: inout Label) {
    forgetAll()
    label.firstHandler = exceptionHandlers.count
    for clause in validator.instruction.catches {
      // The validator has opened the block by now, the clause counts from outside of it.
      let target = validator.frame(Int(clause.label) + 1)
      let index = exceptionHandlers.count
      exceptionHandlers.append(
        PendingHandler(
          start: count, group: label.firstHandler, slot: slot(ofHeight: target.height), tag: clause.tag.map(Int.init), pushesReference: clause.pushesReference))
      let needed = target.height + target.labelTypes.count
      maxHeight = max(maxHeight, needed + 1)
      let depth = labelCount - 1 - Int(clause.label)
      if target.opcode == .loop {
        exceptionHandlers[index].target = labels[depth].start
      } else {
        add(Patch(kind: .handler, position: index), to: depth)
      }
    }
    label.handlerCount = exceptionHandlers.count - label.firstHandler
  }

  /// Goes on at the end of the frame the validator has just closed, with its results in their slots.
  private mutating func resume(_ types: TypeList, at height: Int) {
    drop(to: height)
    for _ in 0..<types.count { pushTemporary() }
  }

  mutating func alternate() {
    let frame = validator.closedFrame
    let label = labelCount - 1
    if validator.closedFrameIsReachable {
      moveTop(frame.results.count, to: frame.height)
      addBranch(to: label)
    }
    resume(frame.parameters, at: frame.height)
    resolve(labels[label].elsePatch)
    labels.base[label].elsePatch = Patch(kind: .none)
    forgetAll()
    beginStretch()
  }

  mutating func end() {
    let frame = validator.closedFrame
    let label = labels[labelCount - 1]
    labelCount -= 1
    if validator.frameCount == 0 { return endFunction(label) }
    if validator.closedFrameIsReachable { moveTop(frame.results.count, to: frame.height) }
    closeHandlers(label)
    resume(frame.results, at: frame.height)
    resolve(label.elsePatch)
    let isTarget = resolveAll(label.firstPatch) || label.elsePatch.kind != .none
    if isTarget || !validator.closedFrameIsReachable { forgetAll() } else { last.position = -1 }
    if isTarget { beginStretch() }
  }

  private mutating func closeHandlers(_ label: Label) {
    for index in label.firstHandler..<label.firstHandler + label.handlerCount { exceptionHandlers[index].end = count }
  }

  /// Branches to the function's own label end up here, with the results at height 0.
  private mutating func endFunction(_ label: Label) {
    let count = validator.functionType.results.count
    guard label.firstPatch >= 0 else {
      if validator.closedFrameIsReachable { emitReturn() }
      return
    }
    if validator.closedFrameIsReachable { moveTop(count, to: 0) }
    resume(validator.functionType.results, at: 0)
    _ = resolveAll(label.firstPatch)
    forgetAll()
    emitReturn()
  }

  mutating func throwTag() {
    let tag = Int(validator.instruction.index)
    let count = module.contents.types[Int(module.contents.tagTypes[tag])].parameters.count
    flushTop(count)
    drop(to: height - count)
    emitBarrier(handlers.fixed.throwTag, OperandWord.immediate(slot(ofHeight: height), 0, UInt32(tag)))
  }

  // MARK: Costs

  /// Counts an instruction. Blocks and their ends only mark places in the code, and can be hundreds in a row in front of a
  /// `br_table`.
  mutating func charge(_ opcode: Opcode) {
    switch opcode {
    case .block, .loop, .tryTable, .else, .end: break
    default: words[costPosition + 1] += 1 << 32
    }
  }

  /// Starts a stretch of instructions that execute together, which are counted into the operation's immediate.
  mutating func beginStretch() {
    guard code.isMetered || code.isProfiled else { return }
    let fixed = handlers.fixed
    let handler = !code.isProfiled ? fixed.consumeFuel : code.isMetered ? fixed.countAndConsumeFuel : fixed.countInstructions
    emit(handler, UInt64(bodyIndex))
    costPosition = count - 2
  }

  // MARK: Patches

  mutating func add(_ patch: Patch, to label: Int) {
    var patch = patch
    patch.next = labels[label].firstPatch
    patches.append(patch)
    labels.base[label].firstPatch = patches.count - 1
  }

  /// Emits an unconditional branch to the end (or, for a loop, the start) of a block.
  mutating func addBranch(to label: Int) {
    let position = count
    emit(handlers.fixed.branch.forward, 0)
    add(Patch(kind: .immediate, position: position), to: label)
  }

  /// Makes all branches of a list go to the current position.
  mutating func resolveAll(_ first: Int) -> Bool {
    var index = first
    while index >= 0 {
      resolve(patches[index])
      index = patches[index].next
    }
    return first >= 0
  }

  /// Makes a branch go to the current position.
  mutating func resolve(_ patch: Patch) {
    switch patch.kind {
    case .none: break
    case .immediate: setImmediate(at: patch.position, count - patch.position)
    case .thirdWord: words[patch.position + 2] = UInt64(count - patch.position)
    case .tableEntry: words[patch.position] = UInt64(count - patch.origin)
    case .handler: exceptionHandlers[patch.position].target = count
    }
  }

  mutating func setImmediate(at position: Int, _ distance: Int) {
    words[position + 1] = words[position + 1] & 0xFFFF_FFFF | UInt64(UInt32(bitPattern: Int32(distance))) << 32
  }
}
