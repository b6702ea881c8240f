/// The operand stack, and the emission of operations.
extension CodeBuilder {
  @inline(__always)
  mutating func slot(ofHeight height: Int) -> Int { base + height }

  @inline(__always)
  private mutating func push(_ operand: Operand) {
    operands.ensure(height + 2)
    operands[height] = operand
    height += 1
    // One more: a constant that is used as the second operand may need the slot above.
    maxHeight = max(maxHeight, height + 1)
  }

  @inline(__always)
  mutating func push(constant value: UInt64) { push(Operand(kind: .constant, value: value)) }

  @inline(__always)
  mutating func push(local: Int) {
    push(Operand(kind: .local, local: Int32(local), value: UInt64(bitPattern: Int64(lastReads[local]))))
    lastReads.base[local] = Int32(height - 1)
    localOperandCount += 1
  }

  /// Pushes an operand that is in the slot of its height.
  /// - Returns: that slot.
  @inline(__always) @discardableResult
  mutating func pushTemporary() -> Int {
    push(Operand(kind: .temporary))
    return base + height - 1
  }

  @inline(__always)
  mutating func pop() -> Operand {
    height -= 1
    let operand = operands[height]
    if operand.kind == .local { unlink(operand) }
    return operand
  }

  /// Takes out the topmost of the operands that name its local.
  @inline(__always)
  private mutating func unlink(_ operand: Operand) {
    lastReads.base[Int(operand.local)] = Int32(truncatingIfNeeded: operand.value)
    localOperandCount -= 1
  }

  /// The slot to read an operand of that height from; constants are put into it.
  @inline(__always)
  mutating func use(_ operand: Operand, _ height: Int) -> Int {
    switch operand.kind {
    case .temporary: return base + height
    case .local: return slot(ofLocal: Int(operand.local))
    case .constant:
      emitConstant(base + height, operand.value)
      return base + height
    }
  }

  /// Emits what puts the operand of that height into its own slot.
  private mutating func flush(_ position: Int) {
    let operand = operands[position]
    switch operand.kind {
    case .temporary: return
    case .local: emitCopy(base + position, slot(ofLocal: Int(operand.local)))
    case .constant: emitConstant(base + position, operand.value)
    }
    operands[position] = Operand(kind: .temporary)
  }

  /// Puts the topmost operands into their own slots, the lowest first.
  mutating func flushTop(_ count: Int) {
    let first = height - count
    var position = height
    while position > first {
      position -= 1
      if operands[position].kind == .local { unlink(operands[position]) }
    }
    for position in first..<height { flush(position) }
  }

  /// Puts all operands that name locals into their own slots.
  ///
  /// From the top, until none is left: a high stack would otherwise make every block in a function cost its height.
  mutating func flushLocals() {
    var position = height
    while localOperandCount > 0, position > 0 {
      position -= 1
      guard operands[position].kind == .local else { continue }
      unlink(operands[position])
      flush(position)
    }
  }

  /// Puts operands that name `local` into their own slots, because it is about to change; from the top as well, and without a look at
  /// the others, of which there can be many.
  mutating func preserve(_ local: Int) {
    while lastReads[local] >= 0 {
      let position = Int(lastReads[local])
      unlink(operands[position])
      flush(position)
    }
  }

  /// Drops operands down to `newHeight`, as where control cannot go on.
  mutating func drop(to newHeight: Int) {
    while height > newHeight { _ = pop() }
    height = newHeight
  }

  // MARK: Emission

  @inline(__always)
  private mutating func append(_ handler: UInt64, _ word: UInt64) {
    words.ensure(count + 8)
    words[count] = handler
    words[count + 1] = word
    count += 2
  }

  mutating func append(word: UInt64) {
    words.ensure(count + 1)
    words[count] = word
    count += 1
  }

  /// Emits an operation that changes no slot an accumulator could repeat, or says so itself.
  @inline(__always)
  mutating func emit(_ handler: UInt64, _ word: UInt64) {
    append(handler, word)
    last.position = -1
    lastCopy = -1
  }

  /// Emits an operation after which nothing is known: control goes elsewhere.
  mutating func emitBarrier(_ handler: UInt64, _ word: UInt64) {
    emit(handler, word)
    forgetAll()
  }

  /// Emits an operation whose result is in slot `destination` (field A) and in the accumulator of `bank`.
  @inline(__always)
  mutating func emitValue(_ handler: UInt64, _ word: UInt64, _ destination: Int, _ bank: Bank, _ opcode: Opcode, _ form: LastOperation.Form = .other) {
    last = LastOperation(position: count, opcode: opcode, form: form, accumulators: accumulators)
    append(handler, word)
    lastCopy = -1
    accumulators.set(destination, bank)
  }

  /// Whether the last operation's result is the temporary `slot`, so that it can be changed or taken back.
  @inline(__always)
  mutating func lastResult(is slot: Int) -> Bool {
    last.position >= 0 && Int(words[last.position + 1] & 0xFFFF) == slot
  }

  /// Takes the last operation back.
  /// - Returns: its operand word.
  mutating func takeBackLast() -> UInt64 {
    let word = words[last.position + 1]
    count = last.position
    accumulators = last.accumulators
    last.position = -1
    return word
  }

  mutating func emitCopy(_ destination: Int, _ source: Int) {
    let fixed = handlers.fixed
    if lastCopy >= 0 {
      words[lastCopy] = fixed.copyTwo
      words[lastCopy + 1] |= UInt64(destination) << 32 | UInt64(source) << 48
      lastCopy = -1
    } else {
      emit(fixed.copy, OperandWord.slots(destination, source))
      lastCopy = count - 2
    }
    accumulators.overwrite(destination)
    last.position = -1
  }

  mutating func emitConstant(_ destination: Int, _ value: UInt64) {
    if value >> 32 == 0 {
      emit(handlers.fixed.constant32, OperandWord.immediate(destination, 0, UInt32(value)))
    } else {
      emit(handlers.fixed.constant64, OperandWord.slots(destination))
      append(word: value)
    }
    accumulators.overwrite(destination)
  }

  /// Forgets what the accumulators and the last operation are, as where control flow merges.
  mutating func forgetAll() {
    last.position = -1
    lastCopy = -1
    increment.end = -1
    accumulators = Accumulators()
  }
}
