import WasmNumerics

/// Instantiates the handlers of each family of instructions.
extension BinaryForms {
  /// All forms of an integer operation.
  static func integer<O: BinaryOperation>(_: O.Type) -> BinaryForms where O.Operand: AccumulatedValue, O.Result: AccumulatedValue {
    var forms = floating(O.self)
    forms.si = HandlerAddress(Binary<O, SlotB, Immediate>.run).word
    forms.ai = HandlerAddress(Binary<O, Accumulator, Immediate>.run).word
    return forms
  }

  /// Those that need no immediate.
  static func floating<O: BinaryOperation>(_: O.Type) -> BinaryForms where O.Operand: AccumulatedValue, O.Result: AccumulatedValue {
    BinaryForms(
      ss: HandlerAddress(Binary<O, SlotB, SlotC>.run).word,
      accumulatorSlot: HandlerAddress(Binary<O, Accumulator, SlotC>.run).word,
      slotAccumulator: HandlerAddress(Binary<O, SlotB, Accumulator>.run).word,
      sk: HandlerAddress(BinaryConstant<O, SlotB>.run).word,
      ak: HandlerAddress(BinaryConstant<O, Accumulator>.run).word)
  }

  static func unary<O: UnaryOperation>(_: O.Type) -> BinaryForms where O.Operand: AccumulatedValue, O.Result: AccumulatedValue {
    BinaryForms(
      ss: HandlerAddress(Unary<O, SlotB>.run).word,
      accumulatorSlot: HandlerAddress(Unary<O, Accumulator>.run).word)
  }
}

extension BranchForms {
  /// The forms at an address that stays, so that passing them on costs nothing.
  func allocated() -> UnsafePointer<BranchForms> {
    let pointer = UnsafeMutablePointer<BranchForms>.allocate(capacity: 1)
    pointer.initialize(to: self)
    return UnsafePointer(pointer)
  }

  private static func pair<C: Comparison, L: Source, R: Source, S: Sense>(_: C.Type, _: L.Type, _: R.Type, _: S.Type) -> BranchPair
  where C.Operand: AccumulatedValue {
    BranchPair(
      forward: HandlerAddress(CompareBranch<C, L, R, S, Forward>.run).word,
      backward: HandlerAddress(CompareBranch<C, L, R, S, Backward>.run).word)
  }

  private static func wide<C: Comparison, L: Source>(_: C.Type, _: L.Type) -> BranchPair where C.Operand: AccumulatedValue {
    BranchPair(
      forward: HandlerAddress(CompareBranchWide<C, L, WhenTrue, Forward>.run).word,
      backward: HandlerAddress(CompareBranchWide<C, L, WhenTrue, Backward>.run).word)
  }

  static func integer<C: Comparison>(_: C.Type) -> BranchForms where C.Operand: AccumulatedValue {
    var forms = floating(C.self, WhenTrue.self)
    forms.si = pair(C.self, SlotA.self, ShortImmediate.self, WhenTrue.self)
    forms.ai = pair(C.self, Accumulator.self, ShortImmediate.self, WhenTrue.self)
    forms.sw = wide(C.self, SlotA.self)
    forms.aw = wide(C.self, Accumulator.self)
    return forms
  }

  static func floating<C: Comparison, S: Sense>(_: C.Type, _: S.Type) -> BranchForms where C.Operand: AccumulatedValue {
    BranchForms(
      ss: pair(C.self, SlotA.self, SlotB.self, S.self),
      accumulatorSlot: pair(C.self, Accumulator.self, SlotB.self, S.self),
      slotAccumulator: pair(C.self, SlotA.self, Accumulator.self, S.self))
  }
}

extension LoadForms {
  static func of<A: MemoryAccess>(_: A.Type) -> LoadForms {
    LoadForms(
      s: HandlerAddress(Load<A, BaseOffset<SlotB>>.run).word,
      a: HandlerAddress(Load<A, BaseOffset<Accumulator>>.run).word,
      ss: HandlerAddress(Load<A, Indexed<SlotB, SlotC>>.run).word,
      accumulatorSlot: HandlerAddress(Load<A, Indexed<Accumulator, SlotC>>.run).word,
      si: HandlerAddress(Load<A, Indexed<SlotB, Immediate>>.run).word,
      ai: HandlerAddress(Load<A, Indexed<Accumulator, Immediate>>.run).word,
      constant: HandlerAddress(Load<A, ConstantAddress>.run).word,
      scaled: HandlerAddress(Load<A, Scaled<SlotB>>.run).word,
      scaledAccumulator: HandlerAddress(Load<A, Scaled<Accumulator>>.run).word,
      other: HandlerAddress(LoadOther<A>.run).word)
  }
}

extension StoreForms {
  private static func byValue<A: MemoryAccess, M: AddressMode>(_: A.Type, _: M.Type, immediate: Bool) -> ByValue {
    ByValue(
      slot: HandlerAddress(StoreTo<A, M, SlotB>.run).word,
      accumulator: HandlerAddress(StoreTo<A, M, Accumulator>.run).word,
      immediate: immediate ? HandlerAddress(StoreTo<A, M, ShortImmediate>.run).word : 0)
  }

  static func of<A: MemoryAccess>(_: A.Type, immediate: Bool) -> StoreForms {
    StoreForms(
      s: byValue(A.self, BaseOffset<SlotA>.self, immediate: immediate),
      a: byValue(A.self, BaseOffset<Accumulator>.self, immediate: immediate),
      ss: byValue(A.self, Indexed<SlotA, SlotC>.self, immediate: immediate),
      si: byValue(A.self, Indexed<SlotA, Immediate>.self, immediate: immediate),
      constant: byValue(A.self, ConstantAddress.self, immediate: immediate),
      scaled: byValue(A.self, Scaled<SlotA>.self, immediate: immediate),
      other: HandlerAddress(StoreToOther<A>.run).word)
  }
}
