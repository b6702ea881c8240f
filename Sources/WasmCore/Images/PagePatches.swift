/// Pieces of a memory that differ from the file it is mapped from, in order: whole pages.
struct PagePatches: Sendable {
  /// The pages that differences between images are made of. The pages of every system are multiples of it.
  static let pageSize = 4096

  let ranges: [Range<Int>]
  /// What they hold, one after the other; nil: nothing.
  private let buffer: PageBuffer?

  init() { (ranges, buffer) = ([], nil) }

  /// - Parameters:
  ///   - ranges: in order, without overlaps.
  ///   - copy: puts what is in the range into the room it gets.
  init(_ ranges: [Range<Int>], _ copy: (Range<Int>, UnsafeMutableRawPointer) -> Void) {
    self.ranges = ranges
    let count = ranges.byteCount
    buffer = count > 0 ? PageBuffer(byteCount: count) : nil
    guard var room = buffer?.start else { return }
    for range in ranges {
      copy(range, room)
      room += range.count
    }
  }

  /// - Parameters:
  ///   - pages: numbers of pages, in order.
  ///   - source: where the contents of a page are; nil: nowhere, it has zeros.
  init(pages: [Int], _ source: (Int) -> UnsafeRawPointer?) {
    self.init([Range<Int>](pages: pages)) { range, room in
      for start in stride(from: range.lowerBound, to: range.upperBound, by: Self.pageSize) {
        let target = UnsafeMutableRawBufferPointer(start: room + (start - range.lowerBound), count: Self.pageSize)
        if let source = source(start / Self.pageSize) {
          target.copyMemory(from: UnsafeRawBufferPointer(start: source, count: Self.pageSize))
        } else {
          target.initializeMemory(as: UInt8.self, repeating: 0)
        }
      }
    }
  }

  /// - Parameter bytes: what is in the ranges, one after the other.
  init(_ ranges: [Range<Int>], bytes: [UInt8]) {
    precondition(ranges.byteCount == bytes.count)
    var position = 0
    self.init(ranges) { range, room in
      bytes.withUnsafeBytes { room.copyMemory(from: $0.baseAddress.unsafelyUnwrapped + position, byteCount: range.count) }
      position += range.count
    }
  }

  var byteCount: Int { buffer?.byteCount ?? 0 }

  func withUnsafeBytes<Result>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result {
    withExtendedLifetime(buffer) { body(UnsafeRawBufferPointer(start: buffer?.start, count: byteCount)) }
  }

  /// The numbers of the pages the pieces consist of.
  var pages: Set<Int> { Set(ranges.lazy.flatMap { $0.lowerBound / Self.pageSize..<$0.upperBound / Self.pageSize }) }

  /// These pieces together with `others`, which win where both have something.
  func overlaid(with others: PagePatches) -> PagePatches {
    if ranges.isEmpty { return others }
    return withPages { mine in
      others.withPages { others in
        let pages = mine.merging(others, uniquingKeysWith: { $1 })
        return PagePatches(pages: pages.keys.sorted()) { pages[$0] }
      }
    }
  }

  /// Calls `body` with all pages, by their numbers.
  func withPages<Result>(_ body: ([Int: UnsafeRawPointer]) -> Result) -> Result {
    withUnsafeBytes { bytes in
      let pages = ranges.lazy.flatMap { $0.lowerBound / Self.pageSize..<$0.upperBound / Self.pageSize }
      let sources = bytes.baseAddress.map { stride(from: $0, to: $0 + bytes.count, by: Self.pageSize) }
      return body(sources.map { Dictionary(uniqueKeysWithValues: zip(pages, $0)) } ?? [:])
    }
  }

  /// Puts the pieces in their places.
  func apply(to base: UnsafeMutableRawPointer) {
    withUnsafeBytes { bytes in
      var position = 0
      for range in ranges {
        (base + range.lowerBound).copyMemory(from: bytes.baseAddress.unsafelyUnwrapped + position, byteCount: range.count)
        position += range.count
      }
    }
  }
}

extension [Range<Int>] {
  /// The ranges that pages with these numbers, in order, make up.
  init(pages: some Sequence<Int>) {
    self = []
    for page in pages { join(page * PagePatches.pageSize..<(page + 1) * PagePatches.pageSize) }
  }

  /// How many bytes all ranges have together.
  var byteCount: Int { reduce(0) { $0 + $1.count } }

  /// Adds a range that begins where the last ends, or later.
  mutating func join(_ range: Range<Int>) {
    if let last, last.upperBound == range.lowerBound {
      self[count - 1] = last.lowerBound..<range.upperBound
    } else {
      append(range)
    }
  }
}
