/// Pieces of a memory that differ from the file it is mapped from, in order: whole pages.
struct PagePatches: Sendable {
  /// The pages that differences between images are made of. The pages of every system are multiples of it.
  static let pageSize = 4096

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

  /// The numbers of the pages the pieces consist of.
  var pages: Set<Int> { Set(ranges.lazy.flatMap { $0.lowerBound / Self.pageSize..<$0.upperBound / Self.pageSize }) }

  /// These pieces together with `others`, which win where both have something.
  func overlaid(with others: PagePatches) -> PagePatches {
    if ranges.isEmpty { return others }
    var result = PagePatches()
    result.reserveCapacity(bytes.count + others.bytes.count)
    withPages { mine in
      others.withPages { others in
        for (page, source) in mine.merging(others, uniquingKeysWith: { $1 }).sorted(by: { $0.key < $1.key }) {
          result.append(page * Self.pageSize..<(page + 1) * Self.pageSize, source)
        }
      }
    }
    return result
  }

  /// Calls `body` with all pages, by their numbers.
  private func withPages(_ body: ([Int: UnsafeRawPointer]) -> Void) {
    bytes.withUnsafeBytes { bytes in
      let pages = ranges.lazy.flatMap { $0.lowerBound / Self.pageSize..<$0.upperBound / Self.pageSize }
      let sources = bytes.baseAddress.map { stride(from: $0, to: $0 + bytes.count, by: Self.pageSize) }
      body(sources.map { Dictionary(uniqueKeysWithValues: zip(pages, $0)) } ?? [:])
    }
  }

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
