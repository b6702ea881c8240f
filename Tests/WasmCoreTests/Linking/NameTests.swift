import CommandTestSupport
import EngineTestSupport
import Testing
import WasmCore

/// Names are bytes: two spellings of a letter, which are equal to Swift's `String`, are two names.
@Suite("Names of imports and exports")
struct NameTests {
  static let names = ["\u{E9}", "e\u{301}", "K", "\u{212A}", "a\r\nb", "a\nb", "\u{301}x", "/\u{301}"]

  private static func module() -> ModuleBuilder {
    var builder = ModuleBuilder()
    for (index, name) in names.enumerated() { builder.function(name, [], [.i32], [.i32(Int32(index))]) }
    return builder
  }

  @Test(arguments: Engine.tested) func exports(_ engine: Engine) throws {
    let instance = try Self.module().instantiate(in: Store(engine))
    for (index, name) in Self.names.enumerated() { #expect(try instance(name) == [Int32(index)]) }
    #expect(instance.function("\u{E9}\u{301}") == nil)
  }

  @Test(arguments: Engine.tested) func imports(_ engine: Engine) throws {
    let store = Store(engine)
    var linker = Linker(store: store)
    linker.define(try Self.module().instantiate(in: store), module: "\u{E9}")
    var builder = ModuleBuilder()
    let functions = Self.names.map { builder.importFunction($0, [], [.i32], from: "\u{E9}") }
    for (index, function) in functions.enumerated() { builder.function("\(index)", [], [.i32], [.call(function)]) }
    let instance = try linker.instantiate(builder.load())
    #expect(instance.engine == engine)
    for index in Self.names.indices { #expect(try instance("\(index)") == [Int32(index)]) }
    var other = ModuleBuilder()
    _ = other.importFunction("K", [], [.i32], from: "e\u{301}")
    let missing = try other.load()
    #expect(throws: InstantiationError.self) { try linker.instantiate(missing) }
  }

  @Test func duplicates() throws {
    var builder = Self.module()
    builder.function("e\u{301}", [], [.i32], [.i32(9)])
    #expect(throws: ModuleError.self) { try Module.load(builder.bytes) }
  }

  @Test(.enabled(if: Command.path != nil)) func theCommand() throws {
    for (index, name) in Self.names.enumerated() {
      let outcome = try Command.run(["FILE", "--invoke", name], on: Self.module().bytes)
      #expect(outcome.output == "\(index)\n" && outcome.code == 0, "\(outcome)")
    }
  }

  /// What a module chose as a name does not reach the terminal as it is.
  @Test(.enabled(if: Command.path != nil)) func namesInMessages() throws {
    let long = String(repeating: "n", count: 100_000)
    var builder = ModuleBuilder()
    builder.function("a\nb\u{1B}[31m\u{202E}", [], [.i32], [.i32(1)])
    builder.function(long, [], [.i32], [.i32(1)])
    for index in 0..<1_000 { builder.function("f\(index)", [], [.i32], [.i32(1)]) }
    let unknown = try Command.run(["FILE", "--invoke", "nothing"], on: builder.bytes)
    #expect(unknown.code == 2 && unknown.errors.contains("a\\u{a}b\\u{1b}[31m\\u{202e}, nnn"), "\(unknown)")
    #expect(unknown.errors.utf8.count < 2_000 && unknown.errors.contains("and 982 more"))
    var importing = ModuleBuilder()
    _ = importing.importFunction("x\u{7}" + long, [], [], from: "m\u{1B}")
    let unlinked = try Command.run(["FILE"], on: importing.bytes)
    #expect(unlinked.code == 1 && unlinked.errors.contains("import \"m\\u{1b}\" \"x\\u{7}nnn"), "\(unlinked)")
    #expect(unlinked.errors.utf8.count < 2_000)
  }
}
