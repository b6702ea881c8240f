import Testing
import WasmCore

/// What belongs to a proposal the engine does not have is refused by the proposal's name.
@Suite("Unsupported proposals")
struct UnsupportedTests {
  struct Example: Sendable, CustomTestStringConvertible {
    let what: String
    let bytes: [UInt8]
    let proposal: Proposal
    let offset: Int

    init(_ what: String, section identifier: UInt8, _ contents: [UInt8], _ proposal: Proposal, at offset: Int) {
      self.what = what
      bytes = Encoding.header + Encoding.section(identifier, contents)
      (self.proposal, self.offset) = (proposal, offset)
    }

    init(_ what: String, code: [UInt8], _ proposal: Proposal) {
      self.what = what
      bytes = MalformedTests.body(code + [0x0B])
      (self.proposal, offset) = (proposal, 23)
    }

    var testDescription: String { what }
  }

  static let examples: [Example] = [
    Example("v128 parameter", section: 1, [0x01, 0x60, 0x01, 0x7B, 0x00], .simd, at: 13),
    Example("v128.const", code: [0xFD, 0x0C] + Array(repeating: 0, count: 16), .simd),
    Example("64-bit memory", section: 5, [0x01, 0x04, 0x01], .memory64, at: 11),
    Example("64-bit memory with a maximum", section: 5, [0x01, 0x05, 0x01, 0x02], .memory64, at: 11),
    Example("64-bit table", section: 4, [0x01, 0x70, 0x04, 0x01], .memory64, at: 12),
    Example("shared memory", section: 5, [0x01, 0x03, 0x01, 0x02], .threads, at: 11),
    Example("i32.atomic.load", code: [0xFE, 0x10, 0x02, 0x00], .threads),
    Example("subtype", section: 1, [0x01, 0x50, 0x00, 0x60, 0x00, 0x00], .garbageCollection, at: 11),
    Example("struct type", section: 1, [0x01, 0x5F, 0x00], .garbageCollection, at: 11),
    Example("array type", section: 1, [0x01, 0x5E, 0x7F, 0x00], .garbageCollection, at: 11),
    Example("struct.new", code: [0xFB, 0x00, 0x00], .garbageCollection),
    Example("try", code: [0x06, 0x40], .legacyExceptionHandling),
    Example("catch", code: [0x07, 0x00], .legacyExceptionHandling),
    Example("rethrow", code: [0x09, 0x00], .legacyExceptionHandling),
    Example("delegate", code: [0x18, 0x00], .legacyExceptionHandling),
    Example("catch_all", code: [0x19], .legacyExceptionHandling),
    Example("cont.new", code: [0xE0, 0x00], .stackSwitching),
  ]

  @Test(arguments: examples)
  func theErrorNamesTheProposal(_ example: Example) throws {
    let error = try #require(throws: ModuleError.self) { try Module.load(example.bytes) }
    guard case .malformed(let malformed) = error else {
      Issue.record("expected a parse error, got \(error)")
      return
    }
    #expect(malformed.unsupportedProposal == example.proposal)
    #expect(malformed.offset == example.offset)
    #expect(malformed.message.hasSuffix("needs the \(example.proposal.rawValue) proposal, which is not supported"))
  }
}
