/// Loads and stores, with the address arithmetic in front of them folded in.
extension CodeBuilder {
  /// An address: where its parts are, as the address modes want them.
  private enum Address {
    /// A slot plus the instruction's offset.
    case slot(Int)
    /// The sum of two slots.
    case sum(Int, Int)
    /// The sum of a slot and a constant.
    case sumConstant(Int, UInt32)
    /// The sum of a slot that is shifted left and another slot.
    case scaled(Int, shift: Int, Int)
    case constant(UInt32)
  }

  /// Whether the address operand, of that height, was just computed by an addition that can be folded in.
  private mutating func canFoldAddress(_ operand: Operand, _ height: Int) -> Bool {
    operand.kind == .temporary && last.opcode == .i32Add && last.form != .other && lastResult(is: base + height)
  }

  private mutating func foldAddress() -> Address {
    let form = last.form
    let word = takeBackLast()
    let left = Int(word >> 16 & 0xFFFF)
    switch form {
    case .slots: return .sum(left, Int(word >> 32 & 0xFFFF))
    case .scaled: return .scaled(left, shift: Int(word >> 32 & 0xFFFF), Int(word >> 48))
    default: return .sumConstant(left, UInt32(word >> 32))
    }
  }

  private mutating func address(_ operand: Operand, _ height: Int, offset: UInt32) -> Address {
    if operand.kind == .constant {
      let (sum, overflows) = UInt32(truncatingIfNeeded: operand.value).addingReportingOverflow(offset)
      if !overflows { return .constant(sum) }
    }
    if canFoldAddress(operand, height) { return foldAddress() }
    return .slot(use(operand, height))
  }

  mutating func load(_ forms: UnsafePointer<OpcodeForms>) {
    let offset = UInt32(truncatingIfNeeded: validator.instruction.constant)
    let memory = validator.instruction.index
    let bank = forms.pointee.resultBank
    let operand = pop()
    if memory > 0 {
      let source = use(operand, height)
      let destination = pushTemporary()
      emitValue(forms.pointee.load.other, OperandWord.immediate(destination, source, offset), destination, bank, .i32Load)
      return append(word: UInt64(memory))
    }
    let address = address(operand, height, offset: offset)
    let destination = pushTemporary()
    let load = forms.pointee.load
    switch address {
    case .slot(let source):
      let handler = accumulators.repeats(source, .integer) ? load.a : load.s
      emitValue(handler, OperandWord.immediate(destination, source, offset), destination, bank, .i32Load)
    case .sum(let left, let right):
      // Addition commutes, so the accumulator can be either operand.
      let handler = accumulators.repeats(left, .integer) || accumulators.repeats(right, .integer) ? load.accumulatorSlot : load.ss
      let (first, second) = accumulators.repeats(right, .integer) ? (right, left) : (left, right)
      emitValue(handler, OperandWord.slots(destination, first, second), destination, bank, .i32Load)
      append(word: UInt64(offset))
    case .sumConstant(let left, let constant):
      let handler = accumulators.repeats(left, .integer) ? load.ai : load.si
      emitValue(handler, OperandWord.immediate(destination, left, constant), destination, bank, .i32Load)
      append(word: UInt64(offset))
    case .scaled(let index, let shift, let base):
      let handler = accumulators.repeats(index, .integer) ? load.scaledAccumulator : load.scaled
      emitValue(handler, OperandWord.slots(destination, index, shift, base), destination, bank, .i32Load)
      append(word: UInt64(offset))
    case .constant(let address):
      emitValue(load.constant, OperandWord.immediate(destination, 0, address), destination, bank, .i32Load)
    }
  }

  /// The value of a store: a slot, or a constant as 16-bit immediate.
  private enum Stored {
    case slot(Int)
    case immediate(Int)
  }

  mutating func store(_ forms: UnsafePointer<OpcodeForms>) {
    let offset = UInt32(truncatingIfNeeded: validator.instruction.constant)
    let memory = validator.instruction.index
    let value = pop()
    let operand = pop()
    if memory > 0 {
      let target = use(operand, height)
      let source = use(value, height + 1)
      emit(forms.pointee.store.other, OperandWord.immediate(target, source, offset))
      return append(word: UInt64(memory))
    }
    let short = value.kind == .constant && forms.pointee.store.s.immediate != 0 ? shortImmediate(value.value, forms.pointee.is32Bit) : nil
    // A constant that has to be put into a slot would come between the addition and the store.
    let mayFold = value.kind != .constant || short != nil
    let target: Address
    if mayFold {
      target = address(operand, height, offset: offset)
    } else if operand.kind == .constant {
      target = address(operand, height, offset: offset)
    } else {
      target = .slot(use(operand, height))
    }
    let stored = short.map(Stored.immediate) ?? .slot(use(value, height + 1))
    emitStore(forms, target, stored, offset)
  }

  private mutating func shortImmediate(_ value: UInt64, _ is32Bit: Bool) -> Int? {
    let number = is32Bit ? Int64(Int32(truncatingIfNeeded: value)) : Int64(bitPattern: value)
    return Int16(exactly: number).map { Int(UInt16(bitPattern: $0)) }
  }

  private mutating func emitStore(_ forms: UnsafePointer<OpcodeForms>, _ address: Address, _ stored: Stored, _ offset: UInt32) {
    let store = forms.pointee.store
    let bank = forms.pointee.operandBank
    switch address {
    case .slot(let base):
      let byValue = accumulators.repeats(base, .integer) ? store.a : store.s
      let (handler, field) = choose(byValue, stored, bank)
      emit(handler, OperandWord.immediate(base, field, offset))
    case .sum(let left, let right):
      let (handler, field) = choose(store.ss, stored, bank)
      emit(handler, OperandWord.slots(left, field, right))
      append(word: UInt64(offset))
    case .sumConstant(let left, let constant):
      let (handler, field) = choose(store.si, stored, bank)
      emit(handler, OperandWord.immediate(left, field, constant))
      append(word: UInt64(offset))
    case .scaled(let index, let shift, let base):
      let (handler, field) = choose(store.scaled, stored, bank)
      emit(handler, OperandWord.slots(index, field, shift, base))
      append(word: UInt64(offset))
    case .constant(let address):
      let (handler, field) = choose(store.constant, stored, bank)
      emit(handler, OperandWord.immediate(0, field, address))
    }
  }

  private mutating func choose(_ forms: StoreForms.ByValue, _ stored: Stored, _ bank: Bank) -> (handler: UInt64, field: Int) {
    switch stored {
    case .immediate(let value): (forms.immediate, value)
    case .slot(let slot): (accumulators.repeats(slot, bank) ? forms.accumulator : forms.slot, slot)
    }
  }
}
