/// Room for the function entities of one instance, close together: it refers to a few of its thousands of functions.
struct FunctionArena {
  private var blocks: [UnsafeMutablePointer<FunctionEntity>] = []
  private var used = Self.blockSize

  private static let blockSize = 64

  /// Room for one more, which stays where it is.
  mutating func next() -> UnsafeMutablePointer<FunctionEntity> {
    if used == Self.blockSize {
      blocks.append(.allocate(capacity: Self.blockSize))
      used = 0
    }
    used += 1
    return blocks[blocks.count - 1] + (used - 1)
  }

  func free() {
    for block in blocks { block.deallocate() }
  }
}
