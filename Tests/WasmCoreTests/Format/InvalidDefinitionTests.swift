import Testing
import WasmCore

/// Invalid modules outside of function bodies. The offset is that of the section, or closer.
@Suite("Invalid definitions")
struct InvalidDefinitionTests {
  private func expectInvalid(
    _ message: String, section: UInt8, location: SourceLocation = #_sourceLocation, _ build: (inout ModuleBuilder) -> Void
  ) throws {
    var builder = ModuleBuilder()
    build(&builder)
    let bytes = builder.bytes
    let error = try #require(throws: ModuleError.self, sourceLocation: location) { try Module.load(bytes) }
    guard case .invalid(let invalid) = error else {
      Issue.record("expected a validation error, got \(error)", sourceLocation: location)
      return
    }
    #expect(invalid.message == message, sourceLocation: location)
    let range = try #require(Self.range(of: section, in: bytes), sourceLocation: location)
    #expect(range.contains(invalid.offset), "\(invalid.offset) is not in \(range)", sourceLocation: location)
  }

  /// Where the contents of a section lie; all are shorter than 128 bytes here.
  private static func range(of section: UInt8, in bytes: [UInt8]) -> Range<Int>? {
    var offset = Encoding.header.count
    while offset < bytes.count {
      let contents = offset + 2..<offset + 2 + Int(bytes[offset + 1])
      if bytes[offset] == section { return contents }
      offset = contents.upperBound
    }
    return nil
  }

  @Test func functions() throws {
    try expectInvalid("unknown type 7", section: 3) { _ = $0.function(type: 7, body: [0x00, 0x0B]) }
    try expectInvalid("type 0 refers to the unknown type 5", section: 1) { _ = $0.type([.reference(5)]) }
  }

  @Test func exports() throws {
    try expectInvalid("export \"f\": unknown function 3", section: 7) { $0.exportFunction("f", 3) }
    try expectInvalid("duplicate export name", section: 7) {
      let function = $0.function("f", [])
      $0.exportFunction("f", function)
    }
  }

  @Test func startFunction() throws {
    try expectInvalid("unknown function 0", section: 8) { $0.start = 0 }
    try expectInvalid("start function must take and return nothing", section: 8) {
      $0.start = $0.function(nil, [.i32], [], [])
    }
  }

  @Test func limits() throws {
    let reversed = Limits(minimum: 2, maximum: 1)
    try expectInvalid("size minimum must not be greater than maximum", section: 5) { $0.memory(nil, reversed) }
    try expectInvalid("size minimum must not be greater than maximum", section: 4) { $0.table(nil, TableType(element: .funcref, limits: reversed)) }
    try expectInvalid("memory size must be at most 65536 pages (4 GiB)", section: 5) { $0.memory(nil, Limits(minimum: 65_537)) }
    try expectInvalid("memory size must be at most 65536 pages (4 GiB)", section: 2) {
      _ = $0.importMemory("m", Limits(minimum: 0, maximum: 65_537))
    }
  }

  @Test func tables() throws {
    let element = ValueType(.func, nullable: false)
    try expectInvalid("type mismatch: a table of (ref func) needs an initial element", section: 4) {
      $0.table(nil, TableType(element: element, limits: Limits(minimum: 1)))
    }
  }

  @Test func constantExpressions() throws {
    try expectInvalid("type mismatch: a constant expression of type [i64] where i32 is needed", section: 6) { $0.global(nil, GlobalType(.i32), [.i64(0)]) }
    try expectInvalid("constant expression required: i32.div_u", section: 6) {
      $0.global(nil, GlobalType(.i32), [.i32(1), .i32(1), .op(.i32DivU)])
    }
    try expectInvalid("constant expression required: global 0 is mutable", section: 6) {
      let mutable = $0.importGlobal("g", GlobalType(.i32, mutable: true))
      $0.global(nil, GlobalType(.i32), [.op(.globalGet, mutable)])
    }
    try expectInvalid("unknown global 0", section: 6) { $0.global(nil, GlobalType(.i32), [.op(.globalGet, 0)]) }
  }

  @Test func segments() throws {
    try expectInvalid("unknown table 0", section: 9) { $0.elements(at: [.i32(0)], []) }
    try expectInvalid("unknown memory 0", section: 11) { $0.data(at: [.i32(0)], [1]) }
    try expectInvalid("unknown function 4", section: 9) { $0.declare(4) }
  }

  @Test func tags() throws {
    var builder = ModuleBuilder()
    let type = builder.type([], [.i32])
    let section = Encoding.section(13, Encoding.vector([[0] + Encoding.index(type)]))
    let error = try #require(throws: ModuleError.self) { try Module.load(builder.bytes + section) }
    #expect("\(error)".hasSuffix("a tag type has results"))
  }
}
