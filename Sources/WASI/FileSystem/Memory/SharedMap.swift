/// A map from numbers to values, in the order of the numbers. Copies share all of it until they are changed, and then all but the way to the
/// change: a copy costs nothing, and a change the same few microseconds whether the map has ten values or a million.
///
/// It is a tree that branches 64-fold at those digits of the numbers that differ (a Patricia trie), so each branch has two places at least, and
/// neither gaps between the numbers nor their size take memory. Nothing in it is deeper than eleven levels.
package struct SharedMap<Value> {
  private var root = MapPlace<Value>.vacant

  package init() {}

  package var isEmpty: Bool { if case .vacant = root { true } else { false } }

  package subscript(_ key: UInt64) -> Value? { root.find(key) }

  package mutating func set(_ key: UInt64, _ value: Value) { root.set(key, value) }

  /// Nothing happens when there is no such number.
  package mutating func remove(_ key: UInt64) {
    // Otherwise the way to where it would be is copied in vain.
    if root.find(key) != nil { root.remove(key) }
  }

  /// Calls `body` with the values whose numbers are at least `key`, until it returns false.
  /// - Returns: whether it never did.
  @discardableResult
  package func forEach(from key: UInt64 = 0, _ body: (UInt64, Value) -> Bool) -> Bool { root.forEach(from: key, body) }
}

extension SharedMap: Sendable where Value: Sendable {}

/// One place of a `SharedMap`.
private enum MapPlace<Value> {
  case vacant
  case value(UInt64, Value)
  case branch(MapBranch<Value>)

  func find(_ key: UInt64) -> Value? {
    switch self {
    case .vacant: nil
    case .value(let found, let value): found == key ? value : nil
    case .branch(let branch): branch.has(key) ? branch.places[branch.index(key)].find(key) : nil
    }
  }

  mutating func set(_ key: UInt64, _ value: Value) {
    switch self {
    case .vacant: self = .value(key, value)
    case .value(let other, _): self = other == key ? .value(key, value) : .branch(MapBranch(self, at: other, .value(key, value), at: key))
    case .branch(var branch):
      guard branch.covers(key) else {
        self = .branch(MapBranch(self, at: branch.prefix, .value(key, value), at: key))
        return
      }
      // What is in two places would be copied.
      self = .vacant
      branch.set(key, value)
      self = .branch(branch)
    }
  }

  /// Call for numbers that are there.
  mutating func remove(_ key: UInt64) {
    guard case .branch(var branch) = self else {
      self = .vacant
      return
    }
    self = .vacant
    self = branch.removing(key)
  }

  func forEach(from key: UInt64, _ body: (UInt64, Value) -> Bool) -> Bool {
    switch self {
    case .vacant: return true
    case .value(let found, let value): return found < key || body(found, value)
    case .branch(let branch):
      if branch.last < key { return true }
      for place in branch.places { guard place.forEach(from: key, body) else { return false } }
      return true
    }
  }
}

/// Where the numbers of a `SharedMap` differ in one digit, and no higher one.
private struct MapBranch<Value> {
  private static var digitBits: UInt64 { 6 }

  /// The higher digits, which all numbers here have in common; in the low six bits, which have no part in them, how far to shift to the digit.
  private let label: UInt64
  /// Which digits there are.
  private var digits: UInt64
  /// One for each of them.
  var places: [MapPlace<Value>]

  /// A branch with two places, whose keys are different.
  init(_ a: MapPlace<Value>, at aKey: UInt64, _ b: MapPlace<Value>, at bKey: UInt64) {
    let shift = UInt64(63 - (aKey ^ bKey).leadingZeroBitCount) / Self.digitBits * Self.digitBits
    label = aKey & Self.mask(shift) | shift
    (digits, places) = (0, aKey < bKey ? [a, b] : [b, a])
    digits = bit(aKey) | bit(bKey)
  }

  private static func mask(_ shift: UInt64) -> UInt64 { .max << (shift + digitBits) }
  private func bit(_ key: UInt64) -> UInt64 { 1 << (key >> (label & 63) & 63) }

  var prefix: UInt64 { label & ~63 }
  /// The highest number that can be here.
  var last: UInt64 { prefix | ~Self.mask(label & 63) }

  func covers(_ key: UInt64) -> Bool { key & Self.mask(label & 63) == prefix }
  func has(_ key: UInt64) -> Bool { digits & bit(key) != 0 }
  func index(_ key: UInt64) -> Int { (digits & (bit(key) - 1)).nonzeroBitCount }

  mutating func set(_ key: UInt64, _ value: Value) {
    let index = index(key)
    if has(key) { return places[index].set(key, value) }
    // By itself an array would double.
    if places.count == places.capacity { places.reserveCapacity(places.count + max(places.count / 4, 1)) }
    places.insert(.value(key, value), at: index)
    digits |= bit(key)
  }

  /// What is left without the number, which is there.
  mutating func removing(_ key: UInt64) -> MapPlace<Value> {
    let index = index(key)
    places[index].remove(key)
    guard case .vacant = places[index] else { return .branch(self) }
    places.remove(at: index)
    digits &= ~bit(key)
    if places.count == 1 { return places[0] }
    if places.count < places.capacity / 4 * 3 { places = places.map(\.self) }
    return .branch(self)
  }
}

extension MapPlace: Sendable where Value: Sendable {}
extension MapBranch: Sendable where Value: Sendable {}
