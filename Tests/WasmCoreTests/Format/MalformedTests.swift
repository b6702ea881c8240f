import Testing
import WasmCore

/// Bytes that are no module, what the error says and where.
@Suite("Malformed modules")
struct MalformedTests {
  struct Example: Sendable, CustomTestStringConvertible {
    let bytes: [UInt8]
    let message: String
    let offset: Int

    init(_ bytes: [UInt8], _ message: String, at offset: Int) {
      (self.bytes, self.message, self.offset) = (bytes, message, offset)
    }

    /// A module with one section, whose contents start at offset 10.
    init(section identifier: UInt8, _ contents: [UInt8], _ message: String, at offset: Int) {
      self.init(Encoding.header + Encoding.section(identifier, contents), message, at: offset)
    }

    var testDescription: String { "\(message) at \(offset)" }
  }

  static let examples: [Example] = [
    Example([], "magic header not detected", at: 0),
    Example([0x00, 0x61, 0x73], "magic header not detected", at: 0),
    Example(Array("\u{7F}ELF....".utf8), "magic header not detected", at: 0),
    Example([0x00, 0x61, 0x73, 0x6D], "unexpected end", at: 4),
    Example([0x00, 0x61, 0x73, 0x6D, 0x02, 0x00, 0x00, 0x00], "unknown binary version", at: 4),
    Example([0x00, 0x61, 0x73, 0x6D, 0x0D, 0x00, 0x01, 0x00], "a component, not a core module", at: 4),
    Example(Encoding.header + [0x01], "unexpected end", at: 9),
    Example(Encoding.header + [0x01, 0x05, 0x00], "section size out of bounds", at: 8),
    Example(Encoding.header + [0x0E, 0x00], "malformed section id 14", at: 8),
    Example(Encoding.header + [0x03, 0x01, 0x00, 0x01, 0x01, 0x00], "unexpected content after last section: section 1", at: 11),
    Example(Encoding.header + [0x01, 0x01, 0x00, 0x01, 0x01, 0x00], "unexpected content after last section: section 1", at: 11),
    Example(section: 1, [0x00, 0x00], "section size mismatch", at: 11),
    Example(section: 1, [0x01], "unexpected end: 1 types do not fit into what is left", at: 10),
    Example(section: 1, [0x01, 0x61, 0x00], "malformed type", at: 11),
    Example(section: 1, [0x01, 0x60, 0x01, 0x40, 0x00], "malformed value type", at: 13),
    Example(section: 1, [0x01, 0x60, 0x01, 0x63, 0x41, 0x00], "malformed heap type", at: 14),
    Example(section: 1, [0x80, 0x80, 0x80, 0x80, 0x80, 0x00], "integer representation too long", at: 10),
    Example(section: 1, [0x80, 0x80, 0x80, 0x80, 0x10], "integer too large", at: 10),
    Example(section: 2, [0x01, 0x01, 0xFF, 0x00, 0x00, 0x00], "malformed UTF-8 encoding", at: 12),
    Example(section: 2, [0x01, 0x00, 0x00, 0x05, 0x00], "malformed import kind", at: 13),
    Example(section: 3, [0x01, 0x00], "function and code section have inconsistent lengths", at: 12),
    Example(section: 4, [0x01, 0x7F, 0x00, 0x00], "malformed reference type", at: 11),
    Example(section: 4, [0x01, 0x40, 0x01, 0x70, 0x00, 0x00], "malformed table", at: 12),
    Example(section: 5, [0x01, 0x08, 0x00], "malformed limits flags", at: 11),
    Example(section: 6, [0x01, 0x7F, 0x02, 0x41, 0x00, 0x0B], "malformed mutability", at: 12),
    Example(section: 6, [0x01, 0x7F, 0x00, 0x41, 0x00], "unexpected end", at: 15),
    Example(section: 7, [0x01, 0x00, 0x05, 0x00], "malformed export kind", at: 12),
    Example(section: 9, [0x01, 0x08, 0x00], "malformed element segment flags", at: 11),
    Example(section: 9, [0x01, 0x01, 0x01, 0x00], "malformed element kind", at: 12),
    Example(section: 11, [0x01, 0x03, 0x00], "malformed data segment flags", at: 11),
    Example(section: 12, [0x01], "data count and data section have inconsistent lengths", at: 11),
    Example(section: 13, [0x01, 0x01, 0x00], "malformed tag attribute", at: 11),
    Example(section: 0, [0x05, 0x61], "length out of bounds", at: 11),
  ]

  @Test(arguments: examples)
  func theErrorSaysWhatAndWhere(_ example: Example) {
    #expect(throws: ModuleError.malformed(ParseError(example.message, at: example.offset))) { try Module.load(example.bytes) }
  }

  /// A module with one function; its body's code starts at offset 23.
  static func body(_ code: [UInt8]) -> [UInt8] {
    var builder = ModuleBuilder()
    builder.function(type: builder.type(), body: [0x00] + code)
    return builder.bytes
  }

  static let bodies: [Example] = [
    Example(body([]), "unexpected end", at: 23),
    Example(body([0x01]), "unexpected end", at: 24),
    Example(body([0x0B, 0x0B]), "operators remaining after the end of the function body", at: 24),
    Example(body([0x05, 0x0B]), "else without if", at: 23),
    Example(body([0xFF, 0x0B]), "illegal opcode 0xff", at: 23),
    Example(body([0xFC, 0x12, 0x0B]), "illegal opcode 0xfc 18", at: 23),
    Example(body([0x41, 0xFF, 0xFF, 0xFF, 0xFF, 0x1F, 0x0B]), "integer too large", at: 24),
    Example(body([0x1F, 0x40, 0x01, 0x04, 0x00, 0x0B, 0x0B]), "malformed catch clause", at: 26),
    Example(body([0x41, 0x00, 0x28, 0x80, 0x01, 0x00, 0x1A, 0x0B]), "malformed memory argument flags", at: 25),
    Example(body([0xFC, 0x09, 0x00, 0x0B]), "data count section required", at: 23),
  ]

  @Test(arguments: bodies)
  func errorsInBodiesAreFoundWhereTheyAre(_ example: Example) {
    #expect(throws: ModuleError.malformed(ParseError(example.message, at: example.offset))) { try Module.load(example.bytes) }
  }

  @Test func descriptionsGiveTheOffsetInHexadecimal() throws {
    let error = try #require(throws: ModuleError.self) { try Module.load(Encoding.header + [0x0E, 0x00]) }
    #expect("\(error)" == "malformed module at offset 0x8: malformed section id 14")
    #expect(error.offset == 8)
  }
}
