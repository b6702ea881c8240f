import Testing
import WasmCore

@Suite("Fingerprints")
struct FingerprintTests {
  @Test func everyByteAndTheLengthCount() {
    let original = (0..<75).map { UInt8(truncatingIfNeeded: $0 &* 37) }
    // All lengths around the size of a block, and all zeros, which differ by their number alone.
    var seen: Set<String> = []
    for count in 0...original.count {
      seen.insert(ModuleBytes(original.prefix(count)).fingerprint)
      seen.insert(ModuleBytes(Array(repeating: 0, count: count)).fingerprint)
    }
    var expectedCount = 2 * original.count
    for index in original.indices {
      for change in [1, 0x80, 0xFF] as [UInt8] {
        var bytes = original
        bytes[index] ^= change
        seen.insert(ModuleBytes(bytes).fingerprint)
        expectedCount += 1
      }
    }
    // Of no bytes, and of one zero, there is only one list each.
    #expect(seen.count == expectedCount)
  }

  /// It is written into files, so it must not change unnoticed.
  @Test func isTheSameEverywhere() throws {
    let module = try Module.load(Encoding.header)
    #expect(module.fingerprint == ModuleBytes(Encoding.header).fingerprint)
    #expect(module.fingerprint == "073617f2522e2d056fcc4a39d1debd74")
  }
}
