import Foundation
import Testing
import WasmCore

@Suite("Module contents")
struct SectionTests {
  @Test func customSectionsAreKeptInOrder() throws {
    var builder = ModuleBuilder()
    builder.customSections = [("first", [1, 2, 3]), ("", []), ("first", [4])]
    let module = try builder.load()
    #expect(module.customSections.map(\.name) == ["first", "", "first"])
    #expect(module.customSections.map { module.bytes[$0.range] } == [[1, 2, 3], [], [4]])
  }

  @Test func namesOfModuleAndFunctions() throws {
    var builder = ModuleBuilder()
    let function = builder.function(nil, [])
    builder.name = "café"
    builder.name(function, "naïve")
    let names = NameSection(of: try builder.load())
    #expect(names.moduleName == "café")
    #expect(names.function(0) == "naïve")
    #expect(names.function(1) == nil)
  }

  @Test func aBrokenNameSectionLosesNamesOnly() throws {
    var builder = ModuleBuilder()
    builder.function(nil, [])
    // The module's name, then function names that end too early.
    builder.customSections = [("name", Encoding.section(0, Encoding.name("m")) + [1, 4, 1, 0, 0x0B, 0x61])]
    let names = NameSection(of: try builder.load())
    #expect(names.moduleName == "m")
    #expect(names.function(0) == nil)
  }

  @Test func importsAndExportsHaveTheirTypes() throws {
    var builder = ModuleBuilder()
    _ = builder.importFunction("f", [.i32, .externref], [.f64])
    _ = builder.importGlobal("g", GlobalType(.i64, mutable: true))
    builder.table("t", TableType(element: .funcref, limits: Limits(minimum: 1, maximum: 4)))
    builder.memory("m", Limits(minimum: 2))
    builder.tag("e", [.i32])
    let module = try builder.load()
    #expect(module.imports.map { "\($0.module).\($0.name): \($0.type)" } == ["test.f: function [i32 externref] -> [f64]", "test.g: global mutable i64"])
    let exports = module.exports.map { "\($0.name): \(module.type(of: $0.index))" }
    #expect(exports == ["t: table 1..4 of funcref", "m: memory 2.. pages", "e: tag [i32] -> []"])
    #expect(module.export(named: "m")?.index == .memory(0))
    #expect(module.export(named: "missing") == nil)
  }

  @Test func modulesCanBeMappedFromFiles() throws {
    var builder = ModuleBuilder()
    builder.function("f", [])
    let file = FileManager.default.temporaryDirectory.appendingPathComponent("\(UUID()).module").path
    defer { try? FileManager.default.removeItem(atPath: file) }
    try Data(builder.bytes).write(to: URL(fileURLWithPath: file))
    let module = try Module.load(ModuleBytes(contentsOfFile: file))
    #expect(module.bytes.count == builder.bytes.count)
    #expect(module.export(named: "f") != nil)
    let error = try #require(throws: ModuleBytes.FileError.self) { try ModuleBytes(contentsOfFile: file + ".missing") }
    #expect(error.path == file + ".missing" && error.code == ENOENT)
    #expect(throws: ModuleBytes.FileError.self) { try ModuleBytes(contentsOfFile: FileManager.default.temporaryDirectory.path) }
  }
}
