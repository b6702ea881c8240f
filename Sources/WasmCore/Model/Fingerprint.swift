/// What generated code and the engine that runs it must agree on.
public enum CompiledFormat {
  /// Changes whenever generated code needs another runtime, or the runtime other code.
  public static let version = 1
}

extension Module {
  /// Tells modules apart: FNV-1a over all bytes, twice, with different starts.
  public var fingerprint: String {
    bytes.withUnsafeBytes { bytes in
      [UInt64(0xCBF2_9CE4_8422_2325), 0x9E37_79B9_7F4A_7C15].map { seed in
        let hash = bytes.reduce(seed) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
        let digits = String(hash, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
      }.joined()
    }
  }
}
