extension Module {
  /// Tells modules apart, see `ModuleBytes.fingerprint`. Worked out once, when somebody asks for it.
  public var fingerprint: String { attachment("fingerprint") { KeptFingerprint(bytes.fingerprint) }.text }

  private final class KeptFingerprint: Sendable {
    let text: String
    init(_ text: String) { self.text = text }
  }
}

extension ModuleBytes {
  /// A hash of all bytes and of their number, as 32 hexadecimal digits, the same on every machine.
  ///
  /// It tells that generated code or a profile belongs to another module, which is a mistake to report. It is not
  /// cryptographic: who wants two modules with the same fingerprint can make them. Working it out reads all bytes, and
  /// nothing keeps the result.
  public var fingerprint: String { withUnsafeBytes { $0.fingerprint } }
}

extension UnsafeRawBufferPointer {
  /// The hash that is described at `ModuleBytes.fingerprint`.
  package var fingerprint: String {
    let hash = FingerprintHash(self)
    return [hash.high, hash.low].map { half in
      let digits = String(half, radix: 16)
      return String(repeating: "0", count: 16 - digits.count) + digits
    }.joined()
  }
}

/// Four independent chains of multiplications, so that the processor works on all of them at once: two halves of the hash,
/// each with a chain for the even and one for the odd words.
///
/// Each step is a bijection of the chain's state, and of the word that it takes in, and so is joining two chains in each of
/// them: two inputs of the same length that differ in one word never have the same hash.
private struct FingerprintHash {
  private(set) var high: UInt64
  private(set) var low: UInt64

  init(_ bytes: UnsafeRawBufferPointer) {
    let length = UInt64(bytes.count)
    var even = (high: 0x243F_6A88_85A3_08D3 ^ length, low: 0x1319_8A2E_0370_7344 ^ length)
    var odd = (high: 0xA409_3822_299F_31D0 ^ length, low: 0x082E_FA98_EC4E_6C89 ^ length)
    let wholeBlocks = bytes.count & ~15
    var offset = 0
    while offset < wholeBlocks {
      Self.mix(&even, bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
      Self.mix(&odd, bytes.loadUnaligned(fromByteOffset: offset + 8, as: UInt64.self))
      offset += 16
    }
    // The rest, with zeros after it: the length has been taken in.
    let rest = bytes[wholeBlocks...]
    Self.mix(&even, Self.word(rest.prefix(8)))
    Self.mix(&odd, Self.word(rest.dropFirst(8)))
    high = Self.join(even.high, odd.high)
    low = Self.join(even.low, odd.low)
  }

  @inline(__always)
  private static func mix(_ chains: inout (high: UInt64, low: UInt64), _ word: UInt64) {
    let word = UInt64(littleEndian: word)
    chains.high = (chains.high ^ word) &* 0x9E37_79B9_7F4A_7C15
    chains.high ^= chains.high >> 32
    chains.low = (chains.low ^ word) &* 0xD6E8_FEB8_6659_FD93
    chains.low ^= chains.low >> 29
  }

  private static func word(_ bytes: Slice<UnsafeRawBufferPointer>) -> UInt64 {
    UInt64(littleEndian: bytes.reversed().reduce(0) { $0 << 8 | UInt64($1) })
  }

  private static func join(_ even: UInt64, _ odd: UInt64) -> UInt64 {
    var hash = even ^ (odd << 23 | odd >> 41)
    for shift in [32, 29, 32] as [UInt64] { hash = (hash ^ hash >> shift) &* 0xE703_7ED1_A0B4_28DB }
    return hash ^ hash >> 32
  }
}
