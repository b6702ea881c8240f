import Foundation
import Testing
import WasmAOT
import WasmCore

/// `BLESS=1 swift test --filter WasmAOTTests` writes the files anew: read what changed before you commit it.
@Suite("Generated code")
struct GoldenTests {
  private static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Golden")

  private func translate(_ golden: GoldenCase) throws -> SwiftTranslation {
    var builder = ModuleBuilder()
    golden.build(&builder)
    var options = SwiftTranslation.Options(name: "Golden")
    options.fileCount = 1
    return try SwiftTranslation(of: try Module.load(builder.bytes), options)
  }

  @Test(arguments: GoldenCase.all)
  func isAsItWas(_ golden: GoldenCase) throws { try compare(try #require(try translate(golden).files.first), golden.name + ".txt") }

  /// The file that has what there is once: how calls find native functions, and how the others are called.
  @Test(arguments: ["calls", "tables", "throw"])
  func theModuleIsAsItWas(_ name: String) throws {
    let golden = try #require(GoldenCase.all.first { $0.name == name })
    try compare(try #require(try translate(golden).files.last), name + ".module.txt")
  }

  private func compare(_ found: SwiftTranslation.File, _ name: String) throws {
    let text = String(decoding: found.contents, as: UTF8.self)
    let file = Self.folder.appending(path: name)
    if ProcessInfo.processInfo.environment["BLESS"] != nil { try text.write(to: file, atomically: true, encoding: .utf8) }
    let expected = try String(contentsOf: file, encoding: .utf8)
    #expect(text == expected)
  }

  @Test func theSameModuleGivesTheSameBytes() throws {
    for golden in GoldenCase.all {
      let (first, second) = (try translate(golden), try translate(golden))
      #expect(first.files.map(\.name) == second.files.map(\.name))
      #expect(first.files.map(\.contents) == second.files.map(\.contents))
    }
  }

  /// Native functions of other modules may not do it, so they are told apart.
  @Test func modulesThatThrowOrCatchCheckTheirCalls() throws {
    func main(_ name: String) throws -> String {
      let golden = try #require(GoldenCase.all.first { $0.name == name })
      return String(decoding: try #require(try translate(golden).files.last).contents, as: UTF8.self)
    }
    let (checking, other) = (try main("throw"), try main("tables"))
    #expect(checking.contains("checksCalls: true, ") && checking.contains("if let code = native_checked(e) {"))
    #expect(other.contains("checksCalls: false, ") && other.contains("if let code = native(e) {"))
  }

  @Test func theFilesAreKnownBeforeTheModule() throws {
    var options = SwiftTranslation.Options(name: "Parts")
    options.fileCount = 3
    var builder = ModuleBuilder()
    for number in 0..<7 { builder.function(nil, [], [.i32], [.i32(Int32(number))]) }
    let translation = try SwiftTranslation(of: try Module.load(builder.bytes), options)
    #expect(translation.files.map(\.name) == SwiftTranslation.fileNames(options))
    #expect(translation.files.map(\.name) == ["Parts+0.swift", "Parts+1.swift", "Parts+2.swift", "Parts.swift"])
    // Every function is in one file.
    let texts = translation.files.map { String(decoding: $0.contents, as: UTF8.self) }
    for number in 0..<7 { #expect(texts.filter { $0.contains("func f\(number)(") }.count == 1) }
  }

  /// The Swift compiler has a limit, and generated code none of its own.
  @Test func whatNestsTooDeeplyIsLeftToTheInterpreter() throws {
    var builder = ModuleBuilder()
    builder.function(nil, (0..<300).reduce([]) { body, _ in [.loop(.none, body)] })
    builder.function(nil, (0..<100).reduce([]) { body, _ in [.loop(.none, body)] })
    let report = try SwiftTranslation(of: try Module.load(builder.bytes), .init(name: "Deep")).report
    #expect(report.compiled.map(\.index) == [1])
    #expect(report.interpreted.map(\.index) == [0])
    #expect(report.interpreted.map(\.reason) == [.nesting])
  }

  /// Large enough for several threads: all functions are there, in order, as each of them is alone.
  @Test func theTextDoesNotDependOnThreads() throws {
    var builder = ModuleBuilder()
    let body = (0..<400).flatMap { [Code.get(0), .i32($0), .op(.i32Xor), .set(0)] }
    for _ in 0..<600 { builder.function(nil, [.i32], [.i32], body + [.get(0)]) }
    let module = try Module.load(builder.bytes)
    #expect(module.codeSectionSize > 1 << 20)
    let text = String(decoding: try SwiftTranslation(of: module, .init(name: "Large")).files.flatMap(\.contents), as: UTF8.self)
    let heads = text.split(separator: "\n").filter { $0.hasPrefix("func f") }
    #expect(heads == (0..<600).map { "func f\($0)(_ g: G, _ p0: UInt32) -> UInt32 {" })
    for function in [0, 299, 599] {
      #expect(text.contains(String(decoding: try SwiftTranslation.text(of: .index(function), in: module), as: UTF8.self)))
    }
  }
}
