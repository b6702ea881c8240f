/// The contents of a file in memory, in blocks, which copies share until they are changed. What ends early goes on with zeros: a hole takes
/// no memory.
struct FileBytes: Sendable {
  static let blockSize = 1 << 16

  private(set) var count = 0
  /// Most files have one block: that takes no array of blocks.
  private var first: [UInt8] = []
  private var rest: [[UInt8]] = []

  /// Cuts, or extends with zeros.
  mutating func resize(to newCount: Int) {
    let oldCount = count
    count = newCount
    let blockCount = (newCount + Self.blockSize - 1) / Self.blockSize
    resizeRest(to: max(blockCount - 1, 0))
    guard newCount < oldCount else { return }
    // Nothing may come back when the file grows again.
    if newCount <= Self.blockSize { first.cut(to: newCount) } else { rest[blockCount - 2].cut(to: newCount - (blockCount - 1) * Self.blockSize) }
  }

  private mutating func resizeRest(to newCount: Int) {
    if newCount > rest.count {
      rest.makeRoom(for: newCount, atMost: .max)
      rest.append(contentsOf: repeatElement([], count: newCount - rest.count))
    } else {
      rest.cut(to: newCount)
    }
  }

  /// Copies from `offset` on, as much as there is.
  func read(at offset: Int, into buffer: UnsafeMutableRawBufferPointer) -> Int {
    guard offset < count else { return 0 }
    let length = min(buffer.count, count - offset)
    Self.forEachPiece(offset, length) { block, position, piece in
      let target = UnsafeMutableRawBufferPointer(rebasing: buffer[piece])
      if block == 0 { first.read(at: position, into: target) } else { rest[block - 1].read(at: position, into: target) }
    }
    return length
  }

  /// Replaces bytes that exist.
  mutating func write(_ buffer: UnsafeRawBufferPointer, at offset: Int) {
    precondition(offset + buffer.count <= count, "beyond the end")
    Self.forEachPiece(offset, buffer.count) { block, position, piece in
      let source = UnsafeRawBufferPointer(rebasing: buffer[piece])
      if block == 0 { first.write(source, at: position) } else { rest[block - 1].write(source, at: position) }
    }
  }

  /// Calls `body` with the number of each block of a range, the position in it, and which bytes of the range are there.
  private static func forEachPiece(_ offset: Int, _ count: Int, _ body: (_ block: Int, _ position: Int, _ piece: Range<Int>) -> Void) {
    var done = 0
    while done < count {
      let (block, position) = (offset + done).quotientAndRemainder(dividingBy: blockSize)
      let end = min(done + blockSize - position, count)
      body(block, position, done..<end)
      done = end
    }
  }
}

extension [UInt8] {
  fileprivate func read(at position: Int, into buffer: UnsafeMutableRawBufferPointer) {
    let present = Swift.min(Swift.max(count - position, 0), buffer.count)
    if present > 0 { withUnsafeBytes { buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: $0[position..<position + present])) } }
    UnsafeMutableRawBufferPointer(rebasing: buffer[present...]).initializeMemory(as: UInt8.self, repeating: 0)
  }

  fileprivate mutating func write(_ buffer: UnsafeRawBufferPointer, at position: Int) {
    let replaced = Swift.max(Swift.min(buffer.count, count - position), 0)
    if replaced > 0 {
      withUnsafeMutableBytes { bytes in
        UnsafeMutableRawBufferPointer(rebasing: bytes[position..<position + replaced]).copyMemory(from: UnsafeRawBufferPointer(rebasing: buffer[..<replaced]))
      }
    }
    guard replaced < buffer.count else { return }
    makeRoom(for: position + buffer.count, atMost: FileBytes.blockSize)
    if position > count { append(contentsOf: repeatElement(0, count: position - count)) }
    append(contentsOf: UnsafeRawBufferPointer(rebasing: buffer[replaced...]))
  }
}

extension Array {
  /// Growing adds an eighth, as more would be memory that nobody counts. By itself an array doubles.
  fileprivate mutating func makeRoom(for newCount: Int, atMost limit: Int) {
    if newCount > capacity { reserveCapacity(Swift.max(newCount, Swift.min(capacity + capacity / 8, limit))) }
  }

  /// Keeps no more than an eighth as room for what is gone.
  fileprivate mutating func cut(to newCount: Int) {
    guard newCount < count else { return }
    if newCount < capacity - capacity / 8 { self = Array(self[..<newCount]) } else { removeLast(count - newCount) }
  }
}
