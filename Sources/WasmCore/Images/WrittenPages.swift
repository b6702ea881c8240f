/// Which pages a memory that began with an image has as its own, without asking the system each time: that takes longer than all else that
/// a reset does.
///
/// A page becomes the memory's own by a page fault, of the thread that writes to it. So what was the case once is still the case after calls
/// of the guest in which that thread had no page fault at all, which is what short calls come to that do the same again and again. Where
/// page faults are not counted by thread, or guests have threads of their own, the system is asked.
struct WrittenPages {
  /// In order, as offsets from the memory's start; nil: not known.
  private(set) var ranges: [Range<Int>]?

  init(_ ranges: [Range<Int>]? = nil) { self.ranges = ranges }

  var isKnown: Bool { ranges != nil }

  mutating func forget() { ranges = nil }

  /// Takes notice that the host writes to `range`.
  mutating func note(_ range: Range<Int>) {
    if !range.isEmpty { note([range]) }
  }

  /// The same for several, in order.
  mutating func note(_ others: [Range<Int>]) {
    guard var rest = ranges?[...] else { return }
    for range in others {
      while let first = rest.first, first.upperBound < range.upperBound { rest = rest.dropFirst() }
      guard let first = rest.first, first.lowerBound <= range.lowerBound else { return ranges = nil }
    }
  }

  /// The ranges within the first `byteCount` bytes at `base`; nil when the system does not tell.
  mutating func find(_ base: UnsafeMutableRawPointer, byteCount: Int) -> [Range<Int>]? {
    if let ranges {
      guard let last = ranges.last, last.upperBound > byteCount else { return ranges }
      return ranges.filter { $0.lowerBound < byteCount }.map { $0.lowerBound..<min($0.upperBound, byteCount) }
    }
    let found = PrivatePages.ranges(base, byteCount: byteCount)
    if PageTracking.isReliable { ranges = found }
    return found
  }
}

/// Whether this system says what Linux says: some that imitate it count no page faults.
private enum PageTracking {
  /// Tried out once, with a page that is written to and one that is not.
  static let isReliable: Bool = {
    let size = AddressSpace.pageSize
    let zeros = [UInt8](repeating: 0, count: 2 * size)
    guard let file = zeros.withUnsafeBytes({ ImageFile.file($0) }), let base = AddressSpace.reserve(bytes: 2 * size) else { return false }
    defer { AddressSpace.free(base, bytes: 2 * size) }
    guard file.place(at: base), base.load(as: UInt8.self) == 0, (base + size).load(as: UInt8.self) == 0, let before = PageFaults.count else { return false }
    guard PrivatePages.ranges(base, byteCount: 2 * size) == [] else { return false }
    (base + size).storeBytes(of: 1, as: UInt8.self)
    return PageFaults.count != before && PrivatePages.ranges(base, byteCount: 2 * size) == [size..<2 * size]
  }()
}

/// How many page faults the calling thread has had; nil where that is not counted.
enum PageFaults {
  static var count: Int? {
    #if canImport(Glibc)
    var usage = rusage()
    // RUSAGE_THREAD, which the C library has only for programs that ask for it.
    guard getrusage(__rusage_who_t(1), &usage) == 0 else { return nil }
    return usage.ru_minflt &+ usage.ru_majflt
    #else
    return nil
    #endif
  }
}

extension Store {
  /// Takes notice that the guest has run, for the first of the invocations under way.
  /// - Parameter faults: what `PageFaults.count` was before; nil: unknown.
  func noteWrites(since faults: Int?) {
    if faults != nil, faults == PageFaults.count { return }
    for memory in memories { memory.pointee.written.forget() }
  }

  /// Whether it is known of a memory which pages it has as its own.
  var knowsWrittenPages: Bool { memories.contains { $0.pointee.written.isKnown } }
}
