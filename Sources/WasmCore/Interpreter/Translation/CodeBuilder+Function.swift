/// One function from start to end.
extension CodeBuilder {
  /// Translates the module's own function with that index; the result is in `words` until the next call.
  mutating func translate(_ index: Int) throws(ModuleError) {
    try begin(index)
    while try validator.advance() { step() }
    guard base + maxHeight < ImplementationLimits.frameSlots else {
      throw .invalid(ValidationError("the function needs more than \(ImplementationLimits.frameSlots) stack slots", at: validator.body.lowerBound))
    }
  }

  private mutating func begin(_ index: Int) throws(ModuleError) {
    try validator.begin(bodyIndex: index)
    bodyIndex = index
    let type = validator.functionType
    parameterCount = type.parameters.count
    returnSlot = max(parameterCount, type.results.count)
    base = returnSlot + 1 + validator.localCount - parameterCount
    lastReads.ensure(validator.localCount)
    lastReads.base.update(repeating: -1, count: validator.localCount)
    (firstUnset, lastUnset) = (.max, .min)
    count = Self.headerWords
    (height, maxHeight, labelCount, localOperandCount) = (0, 0, 0, 0)
    patches.removeAll(keepingCapacity: true)
    exceptionHandlers.removeAll(keepingCapacity: true)
    forgetAll()
    pushLabel(Label())
    beginStretch()
  }

  /// The finished code: where it starts in `words`, and the zeroing of locals in front when it is needed.
  mutating func finish() -> Range<Int> {
    let zeroCount = firstUnset <= lastUnset ? lastUnset - firstUnset + 1 : 0
    var start = Self.headerWords
    if zeroCount > 0 {
      start -= 2
      let fixed = handlers.fixed
      words[start] = zeroCount == 1 ? fixed.zeroOne : zeroCount == 2 ? fixed.zeroTwo : fixed.zeroMany
      words[start + 1] = OperandWord.immediate(slot(ofLocal: firstUnset), 0, UInt32(zeroCount))
    }
    words[start - 1] = UInt64((base + maxHeight + 1) * 8)
    return start..<count
  }

  mutating func slot(ofLocal local: Int) -> Int { local < parameterCount ? local : returnSlot + 1 + local - parameterCount }

  /// Translates the instruction the validator has just accepted.
  @inline(__always)
  private mutating func step() {
    let opcode = validator.instruction.opcode
    if costPosition >= 0 { charge(opcode) }
    let forms = handlers.forms + Int(opcode.rawValue)
    switch forms.pointee.family {
    case .binary, .comparison: binary(opcode, forms)
    case .unary: unary(opcode, forms)
    case .load: load(forms)
    case .store: store(forms)
    case .constant: push(constant: validator.instruction.constant)
    case .localGet: localGet()
    case .localSet: localSet(keepsValue: false)
    case .localTee: localSet(keepsValue: true)
    case .special: special(opcode)
    }
    if code.isPlain, validator.frameCount > 0, validator.isReachable {
      // Whatever lies below a temporary has been put into its slot before.
      var position = height
      while position > 0, operands[position - 1].kind != .temporary { position -= 1 }
      flushTop(height - position)
      forgetAll()
    }
    assert(validator.frameCount == 0 || height == validator.height || !validator.isReachable, "\(opcode) leaves \(height), the validator has \(validator.height)")
  }

  private mutating func special(_ opcode: Opcode) {
    switch opcode {
    case .refNull: push(constant: 0)
    case .drop: _ = pop()
    case .nop: break
    case .end: end()
    case .block, .loop, .if, .tryTable: enter(opcode)
    case .else: alternate()
    case .br: br()
    case .brIf: brIf()
    case .brTable: brTable()
    case .brOnNull: brOnNull()
    case .brOnNonNull: brOnNonNull()
    case .return: emitReturn()
    case .unreachable: emitBarrier(handlers.fixed.unreachable, 0)
    case .call, .callIndirect, .callRef: call(opcode)
    case .returnCall, .returnCallIndirect, .returnCallRef: tailCall(opcode)
    case .throw: throwTag()
    case .throwRef:
      let slot = use(pop(), height)
      emitBarrier(handlers.fixed.throwReference, OperandWord.slots(slot))
    case .globalGet: globalGet()
    case .globalSet: globalSet()
    case .select, .selectTyped: select()
    default: system(opcode)
    }
  }
}
