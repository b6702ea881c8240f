/// Arithmetic, variables, select, globals.
extension CodeBuilder {
  /// A constant as a 32-bit immediate that sign-extends to it, when there is one.
  private mutating func immediate(_ value: UInt64, _ is32Bit: Bool) -> UInt32? {
    let low = UInt32(truncatingIfNeeded: value)
    return is32Bit || UInt64(bitPattern: Int64(Int32(bitPattern: low))) == value ? low : nil
  }

  mutating func unary(_ opcode: Opcode, _ forms: UnsafePointer<OpcodeForms>) {
    let operand = pop()
    let source = use(operand, height)
    let destination = pushTemporary()
    if opcode == .i32Eqz, operand.kind == .temporary, lastResult(is: source), invertLast() { return }
    let isAccumulated = accumulators.repeats(source, forms.pointee.operandBank)
    let handler = isAccumulated ? forms.pointee.unary.accumulatorSlot : forms.pointee.unary.ss
    emitValue(handler, OperandWord.slots(destination, source), destination, forms.pointee.resultBank, opcode, .slots)
  }

  /// Makes the last operation, a comparison of integers, its own opposite, as `eqz` on its result asks for.
  private mutating func invertLast() -> Bool {
    let forms = handlers.forms + Int(last.opcode.rawValue)
    guard forms.pointee.family == .comparison, forms.pointee.inverse != last.opcode, last.form != .other else { return false }
    let inverse = forms.pointee.inverse
    let form = last.form
    let word = takeBackLast()
    let left = Int(word >> 16 & 0xFFFF)
    let inverseForms = handlers.forms + Int(inverse.rawValue)
    let handler: UInt64
    if form == .slots {
      handler = binaryHandler(inverseForms, left, Int(word >> 32 & 0xFFFF))
    } else {
      handler = accumulators.repeats(left, .integer) ? inverseForms.pointee.binary.ai : inverseForms.pointee.binary.si
    }
    emitValue(handler, word, Int(word & 0xFFFF), .integer, inverse, form)
    return true
  }

  private mutating func binaryHandler(_ forms: UnsafePointer<OpcodeForms>, _ left: Int, _ right: Int) -> UInt64 {
    if accumulators.repeats(left, forms.pointee.operandBank) { return forms.pointee.binary.accumulatorSlot }
    if accumulators.repeats(right, forms.pointee.operandBank) { return forms.pointee.binary.slotAccumulator }
    return forms.pointee.binary.ss
  }

  mutating func binary(_ opcode: Opcode, _ forms: UnsafePointer<OpcodeForms>) {
    let right = pop()
    let left = pop()
    if left.kind == .constant, right.kind != .constant, forms.pointee.isCommutative {
      // Only constants change places: the other operand is where its own height says.
      let source = use(right, height + 1)
      return binaryWithConstant(opcode, forms, source, left.value)
    }
    if right.kind == .constant {
      let source = use(left, height)
      return binaryWithConstant(opcode, forms, source, right.value)
    }
    if fuse(opcode, forms, left, right) { return }
    let leftSlot = use(left, height)
    let rightSlot = use(right, height + 1)
    let handler = binaryHandler(forms, leftSlot, rightSlot)
    let destination = pushTemporary()
    emitValue(handler, OperandWord.slots(destination, leftSlot, rightSlot), destination, forms.pointee.resultBank, opcode, .slots)
  }

  private mutating func binaryWithConstant(_ opcode: Opcode, _ forms: UnsafePointer<OpcodeForms>, _ source: Int, _ value: UInt64) {
    let isAccumulated = accumulators.repeats(source, forms.pointee.operandBank)
    let destination = pushTemporary()
    if forms.pointee.binary.si != 0, let immediate = immediate(value, forms.pointee.is32Bit) {
      let handler = isAccumulated ? forms.pointee.binary.ai : forms.pointee.binary.si
      emitValue(handler, OperandWord.immediate(destination, source, immediate), destination, forms.pointee.resultBank, opcode, .immediate)
    } else {
      let handler = isAccumulated ? forms.pointee.binary.ak : forms.pointee.binary.sk
      emitValue(handler, OperandWord.slots(destination, source), destination, forms.pointee.resultBank, opcode)
      append(word: value)
    }
  }

  // MARK: Variables

  @inline(__always)
  mutating func localGet() {
    let local = Int(validator.instruction.index)
    if validator.readsUnsetLocal { (firstUnset, lastUnset) = (min(firstUnset, local), max(lastUnset, local)) }
    push(local: local)
  }

  mutating func localSet(keepsValue: Bool) {
    let local = Int(validator.instruction.index)
    let operand = pop()
    if operand.kind == .local, operand.local == local {
      if keepsValue { push(local: local) }
      return
    }
    preserve(local)
    let destination = slot(ofLocal: local)
    switch operand.kind {
    case .temporary:
      let source = base + height
      if lastResult(is: source) { redirectLast(from: source, to: destination) } else { emitCopy(destination, source) }
    case .local: emitCopy(destination, slot(ofLocal: Int(operand.local)))
    case .constant: emitConstant(destination, operand.value)
    }
    if keepsValue { push(local: local) }
  }

  /// Makes the last operation put its result into `destination`.
  private mutating func redirectLast(from source: Int, to destination: Int) {
    words[last.position + 1] = words[last.position + 1] & ~0xFFFF | UInt64(destination)
    accumulators.rename(source, to: destination)
    // The result is no temporary any more, so nothing may take the operation back, but for a counting loop.
    noteIncrement(last)
    last.position = -1
  }

  mutating func globalGet() {
    let index = Int(validator.instruction.index)
    let imported = module.contents.importedGlobalCount
    let bank = Bank(module.contents.globals[index].value)
    let handler = (index < imported ? handlers.fixed.importedGlobalGet : handlers.fixed.globalGet)[Int(bank.rawValue)]
    let destination = pushTemporary()
    let cell = UInt32(index < imported ? index : index - imported)
    emitValue(handler, OperandWord.immediate(destination, 0, cell), destination, bank, .globalGet)
  }

  mutating func globalSet() {
    let index = Int(validator.instruction.index)
    let imported = module.contents.importedGlobalCount
    let source = use(pop(), height)
    let handler = index < imported ? handlers.fixed.importedGlobalSet : handlers.fixed.globalSet
    emit(handler, OperandWord.immediate(source, 0, UInt32(index < imported ? index : index - imported)))
  }

  mutating func select() {
    let operand = pop()
    if let (handler, left, right) = takeBackComparison(operand) {
      let second = use(pop(), height)
      let first = use(pop(), height)
      let destination = pushTemporary()
      emitValue(handler, OperandWord.slots(destination, first, second, left), destination, .none, .select)
      return append(word: UInt64(right))
    }
    let condition = use(operand, height)
    let second = use(pop(), height)
    let first = use(pop(), height)
    let handler = accumulators.repeats(condition, .integer) ? handlers.fixed.selectAccumulator : handlers.fixed.select
    let destination = pushTemporary()
    emitValue(handler, OperandWord.slots(destination, first, second, condition), destination, .none, .select)
  }
}
