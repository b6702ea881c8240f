import Testing
import WASI

/// The maps that copies of a file system share.
@Suite("Shared maps")
struct SharedMapTests {
  /// Numbers that follow each other, that differ in one digit only, and that have nothing in common.
  private static func keys(_ random: inout some RandomNumberGenerator) -> [UInt64] {
    let digits = (0..<11).flatMap { digit in [1, 2, 63].map { UInt64($0) << UInt64(digit * 6) } }
    return Array(0..<130) + digits + digits.map { $0 | 5 } + (0..<50).map { _ in random.next() } + [.max, .max - 1, .max - 64]
  }

  /// Each map with a dictionary that says what is in it; now and then one is replaced by a copy of another.
  @Test func matchDictionaries() {
    var random = SplitMix64(state: 1)
    let keys = Self.keys(&random)
    var maps = (0..<5).map { _ in (SharedMap<Int>(), [UInt64: Int]()) }
    for step in 0..<60_000 {
      let index = Int(random.next() % 5)
      let key = keys[Int(random.next() % UInt64(keys.count))]
      switch random.next() % 32 {
      case 0: maps[index] = maps[Int(random.next() % 5)]
      // Now fewer, now more.
      case 1...(step / 4_000 % 2 == 0 ? 10 : 22):
        maps[index].0.remove(key)
        maps[index].1[key] = nil
      default:
        maps[index].0.set(key, step)
        maps[index].1[key] = step
      }
      #expect(maps[index].0[key] == maps[index].1[key])
      if step % 97 == 0 { check(maps[index], from: keys[Int(random.next() % UInt64(keys.count))]) }
    }
    for map in maps { check(map, from: 0) }
  }

  private func check(_ map: (SharedMap<Int>, [UInt64: Int]), from start: UInt64) {
    var found: [(UInt64, Int)] = []
    map.0.forEach(from: start) {
      found.append(($0, $1))
      return true
    }
    let expected = map.1.filter { $0.key >= start }.sorted { $0.key < $1.key }
    #expect(found.map(\.0) == expected.map(\.key) && found.map(\.1) == expected.map(\.value))
    #expect(map.0.isEmpty == map.1.isEmpty)
    // It ends where it is told to.
    var count = 0
    let isComplete = map.0.forEach(from: start) { _, _ in
      count += 1
      return count < 3
    }
    #expect(isComplete == (expected.count < 3) && count == min(expected.count, 3))
  }

  /// Names that have the same place by accident.
  @Test func placesOfSeveralNames() {
    var index = NameIndex()
    for serial in 0..<5 as Range<UInt64> { index.add(serial, at: 7) }
    index.add(9, at: 8)
    #expect(Set(index.candidates(7)) == [0, 1, 2, 3, 4] && index.candidates(8) == [9] && index.candidates(6) == [])
    for serial in [2, 0, 4] as [UInt64] { index.remove(serial, at: 7) }
    #expect(Set(index.candidates(7)) == [1, 3])
    for serial in [1, 3] as [UInt64] { index.remove(serial, at: 7) }
    #expect(index.candidates(7) == [] && index.candidates(8) == [9])
  }
}

private struct SplitMix64: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
