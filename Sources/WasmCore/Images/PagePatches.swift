/// Pieces of a memory that differ from the file it is mapped from, in order.
struct PagePatches: Sendable {
  private(set) var ranges: [Range<Int>] = []
  /// What they hold, one after the other.
  private(set) var bytes: [UInt8] = []

  init() {}

  /// - Parameter ranges: in order, without overlaps.
  init(_ ranges: [Range<Int>], bytes: [UInt8]) {
    precondition(ranges.byteCount == bytes.count)
    (self.ranges, self.bytes) = (ranges, bytes)
  }

  /// Adds a piece that lies behind the others.
  mutating func append(_ range: Range<Int>, _ source: UnsafeRawPointer) {
    if let last = ranges.last, last.upperBound == range.lowerBound {
      ranges[ranges.count - 1] = last.lowerBound..<range.upperBound
    } else {
      ranges.append(range)
    }
    bytes.append(contentsOf: UnsafeRawBufferPointer(start: source, count: range.count))
  }

  mutating func reserveCapacity(_ byteCount: Int) { bytes.reserveCapacity(byteCount) }

  /// Puts the pieces in their places.
  func apply(to base: UnsafeMutableRawPointer) {
    bytes.withUnsafeBytes { bytes in
      var position = 0
      for range in ranges {
        (base + range.lowerBound).copyMemory(from: bytes.baseAddress.unsafelyUnwrapped + position, byteCount: range.count)
        position += range.count
      }
    }
  }
}
