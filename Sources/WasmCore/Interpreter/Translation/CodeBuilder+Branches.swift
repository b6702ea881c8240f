/// Conditions and branches.
extension CodeBuilder {
  /// What a conditional branch tests.
  enum Condition {
    /// A slot that is not 0, as i32.
    case slot(Int)
    /// A comparison of two slots, or of a slot and a constant.
    case comparison(UnsafePointer<OpcodeForms>, Int, Int)
    case comparisonConstant(UnsafePointer<OpcodeForms>, Int, UInt32)
    /// Whether two integers have bits in common.
    case sharedBits(Int, Int, is32Bit: Bool)
    case sharedBitsConstant(Int, UInt32, is32Bit: Bool)
    /// A slot that is 0, as i32.
    case isZero(Int)
    /// A slot that is null, as a reference.
    case null(Int)
  }

  /// Takes the condition from the stack, together with the comparison that made it.
  mutating func popCondition() -> Condition {
    let operand = pop()
    guard operand.kind == .temporary, lastResult(is: base + height), last.form != .other else { return .slot(use(operand, height)) }
    let forms = handlers.forms + Int(last.opcode.rawValue)
    let (opcode, form) = (last.opcode, last.form)
    switch opcode {
    case .i32Eqz: return .isZero(Int(takeBackLast() >> 16 & 0xFFFF))
    case .i64Eqz:
      let slot = Int(takeBackLast() >> 16 & 0xFFFF)
      return .comparisonConstant(handlers.forms + Int(Opcode.i64Eq.rawValue), slot, 0)
    case .i32And:
      let word = takeBackLast()
      let left = Int(word >> 16 & 0xFFFF)
      return form == .slots
        ? .sharedBits(left, Int(word >> 32 & 0xFFFF), is32Bit: true) : .sharedBitsConstant(left, UInt32(word >> 32), is32Bit: true)
    default: break
    }
    guard forms.pointee.family == .comparison, form != .scaled else { return .slot(base + height) }
    let word = takeBackLast()
    let left = Int(word >> 16 & 0xFFFF)
    return form == .slots ? .comparison(forms, left, Int(word >> 32 & 0xFFFF)) : .comparisonConstant(forms, left, UInt32(word >> 32))
  }

  /// Emits a branch that is taken when the condition holds (or, if `holds` is false, when it does not).
  ///
  /// - Parameter loop: where to go back to; nil for a forward branch, which the returned patch stands for.
  @discardableResult
  mutating func emitBranch(_ condition: Condition, when holds: Bool, to loop: Int?) -> Patch {
    let fixed = handlers.fixed
    let pairs = holds ? fixed.branchIf : fixed.branchIfNot
    switch condition {
    case .slot(let slot):
      return emitBranch(accumulators.repeats(slot, .integer) ? pairs.accumulator : pairs.slot, OperandWord.slots(slot), loop)
    case .isZero(let slot): return emitBranch(.slot(slot), when: !holds, to: loop)
    case .null(let slot): return emitBranch(pairs.null, OperandWord.slots(slot), loop)
    case .comparison(let forms, let left, let right):
      if let loop, let taken = comparison(forms, holds), emitCountingLoop(taken, left, right, nil, loop) { return Patch(kind: .none) }
      return emitComparison(holds ? forms.pointee.whenTrue : forms.pointee.whenFalse, forms.pointee.operandBank, left, right, loop)
    case .comparisonConstant(let forms, let left, let constant):
      if let loop, let short = Int16(exactly: Int32(bitPattern: constant)), let taken = comparison(forms, holds),
        emitCountingLoop(taken, left, 0, short, loop)
      {
        return Patch(kind: .none)
      }
      return emitComparison(holds ? forms.pointee.whenTrue : forms.pointee.whenFalse, left, constant, loop)
    case .sharedBits(let left, let right, let is32Bit):
      return emitComparison(testForms(holds, is32Bit), .integer, left, right, loop)
    case .sharedBitsConstant(let left, let constant, let is32Bit):
      return emitComparison(testForms(holds, is32Bit), left, constant, loop)
    }
  }

  /// The comparison that holds when the branch is taken; nil when there is none, as for floats.
  private mutating func comparison(_ forms: UnsafePointer<OpcodeForms>, _ holds: Bool) -> UnsafePointer<OpcodeForms>? {
    if holds { return forms }
    let inverse = handlers.forms + Int(forms.pointee.inverse.rawValue)
    return inverse == forms ? nil : inverse
  }

  private mutating func testForms(_ holds: Bool, _ is32Bit: Bool) -> UnsafePointer<BranchForms> {
    let forms = is32Bit ? handlers.testBits32 : handlers.testBits64
    return holds ? forms.whenTrue : forms.whenFalse
  }

  private mutating func emitComparison(_ forms: UnsafePointer<BranchForms>?, _ bank: Bank, _ left: Int, _ right: Int, _ loop: Int?) -> Patch {
    let forms = forms.unsafelyUnwrapped
    let pair =
      accumulators.repeats(left, bank)
      ? forms.pointee.accumulatorSlot : accumulators.repeats(right, bank) ? forms.pointee.slotAccumulator : forms.pointee.ss
    return emitBranch(pair, OperandWord.slots(left, right), loop)
  }

  private mutating func emitComparison(_ forms: UnsafePointer<BranchForms>?, _ left: Int, _ constant: UInt32, _ loop: Int?) -> Patch {
    let forms = forms.unsafelyUnwrapped
    let isAccumulated = accumulators.repeats(left, .integer)
    if let short = Int16(exactly: Int32(bitPattern: constant)) {
      let word = OperandWord.slots(left, Int(UInt16(bitPattern: short)))
      return emitBranch(isAccumulated ? forms.pointee.ai : forms.pointee.si, word, loop)
    }
    let pair = isAccumulated ? forms.pointee.aw : forms.pointee.sw
    let position = count
    emit(loop == nil ? pair.forward : pair.backward, OperandWord.immediate(left, 0, constant))
    append(word: loop.map { UInt64(bitPattern: Int64($0 - position)) } ?? 0)
    return Patch(kind: loop == nil ? .thirdWord : .none, position: position)
  }

  private mutating func emitBranch(_ pair: BranchPair, _ word: UInt64, _ loop: Int?) -> Patch {
    let position = count
    emit(loop == nil ? pair.forward : pair.backward, word)
    guard let loop else { return Patch(kind: .immediate, position: position) }
    setImmediate(at: position, loop - position)
    return Patch(kind: .none)
  }

  // MARK: Moving values to labels

  /// Whether the topmost values are not already where a label wants them.
  private mutating func needsMove(_ count: Int, to target: Int) -> Bool {
    guard height - count == target else { return count > 0 }
    for position in height - count..<height where operands[position].kind != .temporary { return true }
    return false
  }

  /// Copies the topmost values to the slots from height `target` on, lowest first: no slot is written before it is read,
  /// because values only move down.
  mutating func moveTop(_ count: Int, to target: Int) {
    let first = height - count
    if count > 2, first != target, (first..<height).allSatisfy({ operands[$0].kind == .temporary }) {
      return copyMany(from: slot(ofHeight: first), to: slot(ofHeight: target), count)
    }
    for offset in 0..<count {
      let operand = operands[first + offset]
      let destination = slot(ofHeight: target + offset)
      switch operand.kind {
      case .temporary: if first != target { emitCopy(destination, base + first + offset) }
      case .local: emitCopy(destination, slot(ofLocal: Int(operand.local)))
      case .constant: emitConstant(destination, operand.value)
      }
    }
  }

  private mutating func copyMany(from source: Int, to destination: Int, _ count: Int) {
    emit(handlers.fixed.copyMany, OperandWord.slots(destination, source, 0, count))
    for offset in 0..<count { accumulators.overwrite(destination + offset) }
  }

  // MARK: Instructions

  /// Emits an unconditional branch to the block of that depth, with its values.
  private mutating func emitBranch(toDepth depth: Int) {
    let frame = validator.frame(depth)
    if depth == validator.frameCount - 1 { return emitReturn() }
    moveTop(frame.labelTypes.count, to: frame.height)
    let label = labelCount - 1 - depth
    if frame.opcode == .loop {
      let position = count
      emit(handlers.fixed.branch.backward, 0)
      setImmediate(at: position, labels[label].start - position)
    } else {
      addBranch(to: label)
    }
    forgetAll()
  }

  /// Emits a conditional branch to the block of that depth. Values that have to move do so only on the way there.
  private mutating func emitBranch(_ condition: Condition, when holds: Bool, toDepth depth: Int) {
    let frame = validator.frame(depth)
    let label = labelCount - 1 - depth
    // Many values are put into their slots for good; otherwise every branch that leaves them on the stack would copy
    // them anew, and a few bytes become kilobytes of code.
    if frame.labelTypes.count > 8 { flushTop(frame.labelTypes.count) }
    guard needsMove(frame.labelTypes.count, to: frame.height) else {
      let patch = emitBranch(condition, when: holds, to: frame.opcode == .loop ? labels[label].start : nil)
      if patch.kind != .none { add(patch, to: label) }
      return
    }
    let skip = emitBranch(condition, when: !holds, to: nil)
    let before = accumulators
    emitBranch(toDepth: depth)
    resolve(skip)
    forgetAll()
    // Only the way past the branch comes here, on which nothing has moved.
    accumulators = before
  }

  mutating func br() { emitBranch(toDepth: Int(validator.instruction.index)) }

  mutating func brIf() {
    emitBranch(popCondition(), when: true, toDepth: Int(validator.instruction.index))
    beginStretch()
  }

  mutating func brOnNull() {
    let operand = pop()
    let slot = use(operand, height)
    emitBranch(.null(slot), when: true, toDepth: Int(validator.instruction.index))
    // The reference is still where it was.
    if operand.kind == .local { push(local: Int(operand.local)) } else { pushTemporary() }
    beginStretch()
  }

  mutating func brOnNonNull() {
    let position = height - 1
    let slot = use(operands[position], position)
    emitBranch(.null(slot), when: false, toDepth: Int(validator.instruction.index))
    _ = pop()
    beginStretch()
  }

  mutating func brTable() {
    let targets = validator.instruction.labels
    let index = use(pop(), height)
    let values = validator.frame(Int(targets[0])).labelTypes.count
    flushTop(values)
    let origin = count
    let fixed = handlers.fixed
    emit(
      accumulators.repeats(index, .integer) ? fixed.branchTableAccumulator : fixed.branchTable,
      OperandWord.immediate(index, 0, UInt32(targets.count - 1)))
    let table = count
    for _ in targets { append(word: 0) }
    forgetAll()
    // Branches that move values or go back need code of their own; one piece serves all entries with the same label.
    var stubs: [UInt32: Int] = [:]
    for (entry, label) in targets.enumerated() {
      let depth = Int(label)
      let frame = validator.frame(depth)
      if frame.opcode != .loop, !needsMove(frame.labelTypes.count, to: frame.height) {
        add(Patch(kind: .tableEntry, position: table + entry, origin: origin), to: labelCount - 1 - depth)
        continue
      }
      let stub = stubs[label] ?? count
      words[table + entry] = UInt64(stub - origin)
      if stubs[label] == nil {
        stubs[label] = stub
        emitBranch(toDepth: depth)
      }
    }
  }

  /// Emits the function's return with the topmost values as results.
  mutating func emitReturn() {
    let results = validator.functionType.results
    let fixed = handlers.fixed
    switch results.count {
    case 0: emitBarrier(fixed.returns, OperandWord.slots(returnSlot))
    case 1:
      let bank = Bank(results[0])
      let position = height - 1
      let source = use(operands[position], position)
      let forms = accumulators.repeats(source, bank) ? fixed.returnAccumulator : fixed.returnSlot
      emitBarrier(forms[Int(bank.rawValue)], OperandWord.slots(returnSlot, source))
    default:
      flushTopCopies(results.count)
      copyMany(from: slot(ofHeight: height - results.count), to: 0, results.count)
      emitBarrier(fixed.returns, OperandWord.slots(returnSlot))
    }
  }

  /// Puts the topmost values into their slots without taking note: the code that follows this place is another path.
  private mutating func flushTopCopies(_ count: Int) {
    for position in height - count..<height {
      switch operands[position].kind {
      case .temporary: break
      case .local: emitCopy(base + position, slot(ofLocal: Int(operands[position].local)))
      case .constant: emitConstant(base + position, operands[position].value)
      }
    }
  }
}
