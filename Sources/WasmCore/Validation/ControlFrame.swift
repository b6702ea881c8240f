/// An entry of the validator's control stack (specification, appendix "Validation Algorithm"): an open block.
@usableFromInline package struct ControlFrame: BitwiseCopyable {
  /// `block` (also for the function body), `loop`, `if`, `else` or `tryTable`.
  @usableFromInline package var opcode: Opcode
  @usableFromInline package let parameters: TypeList
  @usableFromInline package let results: TypeList
  /// The height of the operand stack below the block's parameters.
  @inlinable package var height: Int { Int(height32) }
  @usableFromInline let height32: Int32
  /// Whether the rest of the block, from here, cannot be reached.
  @usableFromInline package var isUnreachable = false
  /// Whether the block was entered from reachable code. Back ends never see a block that was not.
  @usableFromInline package let isLive: Bool
  /// How many locals had been set when the block was entered.
  let setCount: Int32

  init(opcode: Opcode, parameters: TypeList, results: TypeList, height: Int, isLive: Bool, setCount: Int) {
    self.opcode = opcode
    self.parameters = parameters
    self.results = results
    height32 = Int32(height)
    self.isLive = isLive
    self.setCount = Int32(setCount)
  }

  /// What a branch to this block's label carries: a loop's label is at its start, all others at their end.
  @inlinable package var labelTypes: TypeList { opcode == .loop ? parameters : results }
}
