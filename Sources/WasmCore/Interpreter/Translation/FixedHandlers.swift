/// The handlers of operations that have one form, or are no instruction of their own.
final class FixedHandlers: Sendable {
  private static func pair<S: Sense>(_: S.Type) -> (slot: BranchPair, accumulator: BranchPair, null: BranchPair) {
    (
      BranchPair(
        forward: HandlerAddress(BranchIf<SlotA, S, Forward>.run).word, backward: HandlerAddress(BranchIf<SlotA, S, Backward>.run).word),
      BranchPair(
        forward: HandlerAddress(BranchIf<Accumulator, S, Forward>.run).word,
        backward: HandlerAddress(BranchIf<Accumulator, S, Backward>.run).word),
      BranchPair(forward: HandlerAddress(BranchOnNull<S, Forward>.run).word, backward: HandlerAddress(BranchOnNull<S, Backward>.run).word)
    )
  }

  let unreachable = HandlerAddress(Unreachable.run).word
  let consumeFuel = HandlerAddress(ConsumeFuel.run).word
  let consumeFuelByLength = HandlerAddress(ConsumeFuelByLength.run).word
  let countInstructions = HandlerAddress(CountInstructions.run).word
  let countAndConsumeFuel = HandlerAddress(CountAndConsumeFuel.run).word
  let translateFirst = HandlerAddress(TranslateFirst.run).word
  let enterCompiled = HandlerAddress(EnterCompiled.run).word

  let branch = BranchPair(forward: HandlerAddress(Branch<Forward>.run).word, backward: HandlerAddress(Branch<Backward>.run).word)
  let branchIf = pair(WhenTrue.self)
  let branchIfNot = pair(WhenFalse.self)
  let branchTable = HandlerAddress(BranchTable<SlotA>.run).word
  let branchTableAccumulator = HandlerAddress(BranchTable<Accumulator>.run).word

  let copy = HandlerAddress(Copy.run).word
  let copyTwo = HandlerAddress(CopyTwo.run).word
  let copyMany = HandlerAddress(CopyMany.run).word
  let constant32 = HandlerAddress(Constant32.run).word
  let constant64 = HandlerAddress(Constant64.run).word
  let zeroOne = HandlerAddress(ZeroOne.run).word
  let zeroTwo = HandlerAddress(ZeroTwo.run).word
  let zeroMany = HandlerAddress(ZeroMany.run).word
  let select = HandlerAddress(Select<SlotD>.run).word
  let selectAccumulator = HandlerAddress(Select<Accumulator>.run).word

  /// Reads of own and imported globals, by bank: none, integer, double, float.
  let globalGet = [
    HandlerAddress(GlobalGet<OwnGlobal, PlainBits>.run).word, HandlerAddress(GlobalGet<OwnGlobal, UInt64>.run).word,
    HandlerAddress(GlobalGet<OwnGlobal, Double>.run).word, HandlerAddress(GlobalGet<OwnGlobal, Float>.run).word,
  ]
  let importedGlobalGet = [
    HandlerAddress(GlobalGet<ImportedGlobal, PlainBits>.run).word, HandlerAddress(GlobalGet<ImportedGlobal, UInt64>.run).word,
    HandlerAddress(GlobalGet<ImportedGlobal, Double>.run).word, HandlerAddress(GlobalGet<ImportedGlobal, Float>.run).word,
  ]
  let globalSet = HandlerAddress(GlobalSet<OwnGlobal>.run).word
  let importedGlobalSet = HandlerAddress(GlobalSet<ImportedGlobal>.run).word

  let call = HandlerAddress(Call.run).word
  let callImport = HandlerAddress(CallImport.run).word
  let callIndirect = HandlerAddress(CallIndirect<FirstTable>.run).word
  let callIndirectOther = HandlerAddress(CallIndirect<AnyTable>.run).word
  let callReference = HandlerAddress(CallReference.run).word
  let returnCall = HandlerAddress(ReturnCall.run).word
  let returnCallImport = HandlerAddress(ReturnCallImport.run).word
  let returnCallIndirect = HandlerAddress(ReturnCallIndirect.run).word
  let returnCallReference = HandlerAddress(ReturnCallReference.run).word
  let returns = HandlerAddress(Return.run).word
  /// Returns of one value, by bank: none, integer, double, float.
  let returnSlot = [
    HandlerAddress(ReturnValue<PlainBits, SlotB>.run).word, HandlerAddress(ReturnValue<UInt64, SlotB>.run).word,
    HandlerAddress(ReturnValue<Double, SlotB>.run).word, HandlerAddress(ReturnValue<Float, SlotB>.run).word,
  ]
  let returnAccumulator = [
    HandlerAddress(ReturnValue<PlainBits, SlotB>.run).word, HandlerAddress(ReturnValue<UInt64, Accumulator>.run).word,
    HandlerAddress(ReturnValue<Double, Accumulator>.run).word, HandlerAddress(ReturnValue<Float, Accumulator>.run).word,
  ]

  let throwTag = HandlerAddress(Throw.run).word
  let throwReference = HandlerAddress(ThrowReference.run).word

  let requireNonNull = HandlerAddress(System<RequireNonNull>.run).word
  let functionReference = HandlerAddress(System<MakeFunctionReference>.run).word
  let memorySize = HandlerAddress(System<MemorySize>.run).word
  let memoryGrow = HandlerAddress(System<MemoryGrow>.run).word
  let memoryFill = HandlerAddress(System<MemoryFill>.run).word
  let memoryCopy = HandlerAddress(System<MemoryCopy>.run).word
  let memoryInit = HandlerAddress(System<MemoryInit>.run).word
  let dataDrop = HandlerAddress(System<DataDrop>.run).word
  let tableGet = HandlerAddress(System<TableGet>.run).word
  let tableSet = HandlerAddress(System<TableSet>.run).word
  let tableSize = HandlerAddress(System<TableSize>.run).word
  let tableGrow = HandlerAddress(System<TableGrow>.run).word
  let tableFill = HandlerAddress(System<TableFill>.run).word
  let tableCopy = HandlerAddress(System<TableCopy>.run).word
  let tableInit = HandlerAddress(System<TableInit>.run).word
  let elemDrop = HandlerAddress(System<ElemDrop>.run).word
}
