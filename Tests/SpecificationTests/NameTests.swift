import Testing
import WasmCore

/// What the testsuite says about names in names.wast, for when the suite at hand has lost that module; see `Skips`.
@Suite struct NameTests {
  /// Three spellings that are canonically equivalent, which makes them equal Swift strings.
  private static let spellings = ["\u{C5}", "A\u{30A}", "\u{212B}"]

  /// `(module (func (export spelling) (result i32) (i32.const index)) …)`
  private static var exporting: [UInt8] {
    var exports: [UInt8] = [3]
    var bodies: [UInt8] = [3]
    for (index, name) in spellings.enumerated() {
      exports += [UInt8(name.utf8.count)] + Array(name.utf8) + [0x00, UInt8(index)]
      bodies += [0x04, 0x00, 0x41, UInt8(index), 0x0B]
    }
    return header + type + section(3, [3, 0, 0, 0]) + section(7, exports) + section(10, bodies)
  }

  /// `(module (import "m" spelling (func (result i32))) (export "f" (func 0)))`
  private static func importing(_ name: String) -> [UInt8] {
    let entry: [UInt8] = [0x01, 0x01, UInt8(ascii: "m"), UInt8(name.utf8.count)] + Array(name.utf8) + [0x00, 0x00]
    return header + type + section(2, entry) + section(7, [0x01, 0x01, UInt8(ascii: "f"), 0x00, 0x00])
  }

  private static let header: [UInt8] = [0x00, 0x61, 0x73, 0x6D, 0x01, 0x00, 0x00, 0x00]
  /// A type section with `(type (func (result i32)))`.
  private static let type = section(1, [0x01, 0x60, 0x00, 0x01, 0x7F])

  private static func section(_ identifier: UInt8, _ contents: [UInt8]) -> [UInt8] { [identifier, UInt8(contents.count)] + contents }

  @Test func canonicallyEquivalentNamesAreDifferentNames() throws {
    let store = Store()
    var linker = Linker(store: store)
    let instance = try linker.instantiate(Module.load(Self.exporting))
    linker.define(instance, module: "m")
    for (index, name) in Self.spellings.enumerated() {
      #expect(try instance.invoke(name).map(\.description) == ["\(index)"])
      #expect(try linker.instantiate(Module.load(Self.importing(name))).invoke("f").map(\.description) == ["\(index)"])
    }
  }
}
