/// A small deterministic generator (SplitMix64): the same seed gives the same inputs on every platform and in every version.
package struct FuzzRandom {
  private var state: UInt64

  package init(seed: UInt64) {
    state = seed
    // Neighbouring seeds should not start alike.
    state = next()
  }

  package mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ z >> 30) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ z >> 27) &* 0x94D0_49BB_1331_11EB
    return z ^ z >> 31
  }

  /// A number from 0 to `bound` - 1.
  package mutating func below(_ bound: Int) -> Int {
    precondition(bound > 0)
    return Int(next() % UInt64(bound))
  }

  /// True once in `n` times.
  package mutating func oneIn(_ n: Int) -> Bool { below(n) == 0 }

  package mutating func byte() -> UInt8 { UInt8(truncatingIfNeeded: next()) }

  package mutating func pick<T>(_ list: [T]) -> T { list[below(list.count)] }

  /// A range within `0..<count`, mostly short.
  package mutating func range(in count: Int) -> Range<Int> {
    let start = below(count + 1)
    let length = min(count - start, oneIn(4) ? below(count + 1) : below(9))
    return start..<start + length
  }

  /// An integer near a power of two, a limit, or small.
  package mutating func interestingInteger() -> UInt64 {
    switch below(6) {
    case 0: return UInt64(below(5))
    case 1: return UInt64(below(300))
    case 2: return (1 << UInt64(below(64))) &+ UInt64(bitPattern: Int64(below(3) - 1))
    case 3: return pick([0x7FFF_FFFF, 0x8000_0000, 0xFFFF_FFFF, 0xFFFF, 0x1_0000, 50_000, 1_000_000, .max, 1 << 63])
    case 4: return next() & 0xFFFF
    default: return next()
    }
  }
}

/// A hash that does not change from run to run (FNV-1a over words).
package struct StableHash {
  package private(set) var value: UInt64 = 0xCBF2_9CE4_8422_2325

  package init() {}

  package mutating func combine(_ word: UInt64) {
    value = (value ^ word) &* 0x100_0000_01B3
    value ^= value >> 29
  }

  package mutating func combine(_ bytes: UnsafeRawBufferPointer) {
    var offset = 0
    while offset + 8 <= bytes.count {
      combine(bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
      offset += 8
    }
    while offset < bytes.count {
      combine(UInt64(bytes[offset]))
      offset += 1
    }
  }
}
