/// The address space of a store's memories: where an access that faults is out of bounds.
///
/// Signal handlers read the list, on the thread that the store belongs to, so it is plain memory.
final class GuardedRanges {
  struct List {
    var ranges: UnsafeMutablePointer<Range<UInt>>
    var count = 0
  }

  let list: UnsafeMutablePointer<List>
  private var capacity = 4

  init() {
    list = .allocate(capacity: 1)
    list.initialize(to: List(ranges: .allocate(capacity: capacity)))
  }

  deinit {
    list.pointee.ranges.deallocate()
    list.deallocate()
  }

  func add(_ base: UnsafeMutableRawPointer, bytes: Int) {
    if list.pointee.count == capacity { grow() }
    let start = UInt(bitPattern: base)
    (list.pointee.ranges + list.pointee.count).initialize(to: start..<start + UInt(bytes))
    list.pointee.count += 1
  }

  func remove(_ base: UnsafeMutableRawPointer) {
    let start = UInt(bitPattern: base)
    let ranges = UnsafeBufferPointer(start: list.pointee.ranges, count: list.pointee.count)
    guard let index = ranges.firstIndex(where: { $0.lowerBound == start }) else { return }
    list.pointee.count -= 1
    list.pointee.ranges[index] = list.pointee.ranges[list.pointee.count]
  }

  private func grow() {
    let ranges = UnsafeMutablePointer<Range<UInt>>.allocate(capacity: capacity * 2)
    ranges.moveInitialize(from: list.pointee.ranges, count: list.pointee.count)
    let old = list.pointee.ranges
    list.pointee.ranges = ranges
    old.deallocate()
    capacity *= 2
  }
}

extension GuardedRanges.List {
  func contains(_ address: UInt) -> Bool {
    for index in 0..<count where ranges[index].contains(address) { return true }
    return false
  }
}
