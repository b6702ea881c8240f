/// The numbers that types get: consecutive ones for a group, and given out again when the group is gone.
struct TypeNumbers {
  private var next: UInt32 = 1
  /// Where free stretches start, by their lengths.
  private var free: [Int: [UInt32]] = [:]
  private static let end = HeapType.firstRolled

  /// `count` numbers in a row; the first of them.
  mutating func take(_ count: Int) -> UInt32 {
    if let first = free[count]?.popLast() { return first }
    if count < Self.end - next {
      defer { next += UInt32(count) }
      return next
    }
    joinNeighbours()
    guard let length = free.keys.filter({ $0 >= count }).min(), let first = free[length]?.popLast() else {
      preconditionFailure("more function types than the engine can number")
    }
    if length > count { give(first + UInt32(count), length - count) }
    return first
  }

  mutating func give(_ first: UInt32, _ count: Int) { free[count, default: []].append(first) }

  /// Makes long stretches of short ones, which groups of other lengths have left.
  private mutating func joinNeighbours() {
    let stretches = free.flatMap { length, firsts in firsts.map { $0..<$0 + UInt32(length) } }.sorted { $0.lowerBound < $1.lowerBound }
    free = [:]
    var joined = UInt32(0)..<0
    for stretch in stretches {
      if stretch.lowerBound == joined.upperBound {
        joined = joined.lowerBound..<stretch.upperBound
      } else {
        if !joined.isEmpty { give(joined.lowerBound, joined.count) }
        joined = stretch
      }
    }
    if !joined.isEmpty { give(joined.lowerBound, joined.count) }
  }
}
