/// Pairs of instructions that become one operation.
extension CodeBuilder {
  /// Joins a binary instruction with the last one, whose result is one of its operands.
  /// - Returns: false, with nothing changed, when the pair has no operation of its own.
  mutating func fuse(_ opcode: Opcode, _ forms: UnsafePointer<OpcodeForms>, _ left: Operand, _ right: Operand) -> Bool {
    let isReversed = right.kind == .temporary && lastResult(is: base + height + 1)
    guard isReversed || (left.kind == .temporary && lastResult(is: base + height)), last.form == .slots || last.form == .immediate else { return false }
    let other = isReversed ? left : right
    guard other.kind != .constant else { return false }
    let hasImmediate = last.form == .immediate
    let first = last.opcode
    let key = FusedForms.Key(first: first, second: opcode, hasImmediate: hasImmediate, isReversed: isReversed)
    guard let handlers = handlers.fused.forms(key) else { return false }
    if hasImmediate, Int16(exactly: Int32(truncatingIfNeeded: words[last.position + 1] >> 32)) == nil { return false }
    let z = use(other, isReversed ? height : height + 1)
    let word = takeBackLast()
    let x = Int(word >> 16 & 0xFFFF)
    let y = Int(word >> 32 & 0xFFFF)
    let bank = forms.pointee.operandBank
    let handler: UInt64
    if accumulators.repeats(x, bank) {
      handler = handlers.x
    } else if !hasImmediate, accumulators.repeats(y, bank) {
      handler = handlers.y
    } else {
      handler = accumulators.repeats(z, bank) ? handlers.z : handlers.none
    }
    let destination = pushTemporary()
    let isScaled = first == .i32Shl && opcode == .i32Add && hasImmediate
    emitValue(handler, OperandWord.slots(destination, x, y, z), destination, forms.pointee.resultBank, opcode, isScaled ? .scaled : .other)
    return true
  }

  /// Joins `select` with the comparison that made its condition.
  /// - Returns: the comparison and its operands' slots, taken back; nil when there is none or one of them is a constant.
  mutating func takeBackComparison(_ condition: Operand) -> (handler: UInt64, left: Int, right: Int)? {
    guard condition.kind == .temporary, lastResult(is: base + height), last.form == .slots else { return nil }
    let forms = handlers.forms + Int(last.opcode.rawValue)
    guard forms.pointee.family == .comparison else { return nil }
    let word = takeBackLast()
    return (forms.pointee.select, Int(word >> 16 & 0xFFFF), Int(word >> 32 & 0xFFFF))
  }

  /// The last operation, an addition of a small constant to a local that stays in its slot, as the start of a counting loop.
  struct Increment: BitwiseCopyable {
    /// Where it is, and where the operation after it starts.
    var position = -1
    var end = -1
    var slot = 0
    var opcode = Opcode.nop
    var accumulators = Accumulators()
  }

  /// Notes an increment when the last operation, now redirected to a local, is one.
  mutating func noteIncrement(_ operation: LastOperation) {
    let word = words[operation.position + 1]
    guard operation.opcode == .i32Add || operation.opcode == .i64Add, operation.form == .immediate, word & 0xFFFF == word >> 16 & 0xFFFF,
      Int16(exactly: Int32(truncatingIfNeeded: word >> 32)) != nil
    else { return }
    increment = Increment(
      position: operation.position, end: count, slot: Int(word & 0xFFFF), opcode: operation.opcode, accumulators: operation.accumulators)
  }

  /// Joins a comparison and the branch back with the increment in front of them.
  /// - Returns: false, with nothing changed, when there is none.
  mutating func emitCountingLoop(_ forms: UnsafePointer<OpcodeForms>, _ left: Int, _ right: Int, _ constant: Int16?, _ loop: Int) -> Bool {
    guard increment.end == count, increment.slot == left, constant != nil || right != left, forms.pointee.countingLoop != 0,
      (increment.opcode == .i32Add) == forms.pointee.is32Bit
    else { return false }
    let step = Int(words[increment.position + 1] >> 32 & 0xFFFF)
    count = increment.position
    accumulators = increment.accumulators
    let position = count
    if let constant {
      emit(forms.pointee.countingLoopToConstant, OperandWord.slots(left, 0, step, Int(UInt16(bitPattern: constant))))
    } else {
      emit(forms.pointee.countingLoop, OperandWord.slots(left, right, step))
    }
    append(word: UInt64(bitPattern: Int64(loop - position)))
    accumulators.set(left, .integer)
    return true
  }
}
