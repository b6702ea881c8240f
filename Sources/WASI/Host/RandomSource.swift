import Synchronization

/// Where a guest's random bytes come from.
public protocol RandomSource: Sendable {
  func fill(_ buffer: UnsafeMutableRawBufferPointer)
}

/// The operating system's random generator.
public struct SystemRandomSource: RandomSource {
  public init() {}

  public func fill(_ buffer: UnsafeMutableRawBufferPointer) {
    var rest = UnsafeMutableRawBufferPointer(rebasing: buffer[...])
    while let address = rest.baseAddress, !rest.isEmpty {
      // More than this at once is an error.
      let count = min(rest.count, 256)
      guard getentropy(address, count) == 0 else { fatalError("the operating system has no random bytes: \(errno)") }
      rest = UnsafeMutableRawBufferPointer(rebasing: rest[count...])
    }
  }
}

/// Random bytes that depend only on a seed (SplitMix64): for runs that can be repeated, not for secrets.
public final class SeededRandomSource: RandomSource {
  private let state: Mutex<UInt64>

  public init(seed: UInt64) { state = Mutex(seed) }

  public func fill(_ buffer: UnsafeMutableRawBufferPointer) {
    state.withLock { state in
      var word: UInt64 = 0
      for index in buffer.indices {
        // One word for every eight bytes of a call, so that the bytes depend on the sizes asked for but on nothing else.
        if index % 8 == 0 { word = Self.next(&state) }
        buffer[index] = UInt8(truncatingIfNeeded: word >> UInt64(index % 8 * 8))
      }
    }
  }

  private static func next(_ state: inout UInt64) -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var word = state
    word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
    word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
    return word ^ (word >> 31)
  }
}
