import Testing
import WasmCore

/// Damaged modules end in an error or in another valid module, never in a crash.
@Suite("Damaged modules")
struct TruncationTests {
  /// A module with something in every section.
  static let module: [UInt8] = {
    var builder = ModuleBuilder()
    let imported = builder.importFunction("f", [.i32], [.i32, .i64])
    let base = builder.importGlobal("base", GlobalType(.i32))
    builder.table("table", TableType(element: .funcref, limits: Limits(minimum: 2, maximum: 300)))
    builder.table(nil, TableType(element: .externref, limits: Limits(minimum: 1)), initial: [.null(.extern)])
    builder.memory("memory", Limits(minimum: 1, maximum: 200))
    let tag = builder.tag("tag", [.i64])
    let counter = builder.global("counter", GlobalType(.i64, mutable: true), [.i64(-5_000_000_000)])
    let body: [Code] = [
      .block(.result(.i64), [
        .tryTable(.none, [.tag(tag, 0), .all(1)], [
          .get(0), .call(imported), .op(.throw, tag),
        ]),
        .i64(1),
      ]),
      .op(.globalSet, counter),
      .loop(.none, [.get(0), .branchTable([0, 1], 1)]),
      .i32(0), .f64(1.5), .memory(.f64Store, offset: 70_000), .i32(0), .i32(1), .i32(2), .op(.memoryCopy, 0, 0),
      .op(.refFunc, imported), .op(.drop),
    ]
    let function = builder.function("run", [.i32], [], locals: [.i64, .f32, .reference(0)], body)
    builder.start = builder.function(nil, [])
    builder.elements(at: [.op(.globalGet, base)], [imported, function])
    builder.declare(imported)
    builder.passiveElements([function])
    builder.data(at: [.i32(3)], [1, 2, 3])
    builder.passiveData([4, 5])
    builder.name = "everything"
    builder.name(function, "run")
    return builder.bytes
  }()

  @Test func theWholeModuleIsValid() throws { _ = try Module.load(Self.module) }

  @Test func everyPrefixIsRefusedOrAModule() {
    var valid: [Int] = []
    for length in 0..<Self.module.count {
      do {
        _ = try Module.load(Self.module.prefix(length))
        valid.append(length)
      } catch {
        #expect(error.offset <= length)
      }
    }
    // After the header, types and imports; then definitions miss their bodies until the custom section.
    #expect(valid.first == 8)
    #expect(valid.count < 8)
  }

  /// One byte replaced, everywhere, by values that are often special.
  @Test(arguments: [0x00, 0x01, 0x0B, 0x40, 0x7F, 0x80, 0xFC, 0xFF] as [UInt8])
  func anyByteCanBeWrong(_ value: UInt8) {
    var bytes = Self.module
    for position in bytes.indices {
      let original = bytes[position]
      bytes[position] = value
      do { _ = try Module.load(bytes) } catch { #expect(error.offset <= bytes.count) }
      bytes[position] = original
    }
  }
}
