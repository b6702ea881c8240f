import CommandTestSupport
import Foundation
import Testing
import WasmCore

@Suite("boomslang wasm", .enabled(if: Command.path != nil))
struct WasmCommandTests {
  private static let module: [UInt8] = {
    var builder = ModuleBuilder()
    builder.name = "demo"
    for (name, type, add) in [
      ("i32", ValueType.i32, Opcode.i32Add), ("i64", .i64, .i64Add), ("f32", .f32, .f32Add), ("f64", .f64, .f64Add),
    ] {
      builder.function(name, [type, type], [type], [.get(0), .get(1), .op(add)])
    }
    builder.function("pair", [], [.i32, .f64], [.i32(7), .f64(0.5)])
    let divide = builder.function(nil, [], [.i32], [.i32(1), .i32(0), .op(.i32DivU)])
    builder.name(divide, "divide")
    builder.function("trap", [], [.i32], [.call(divide)])
    builder.function("forever", [.loop(.none, [.op(.br, 0)])])
    builder.function("recursion", [.call(builder.nextFunction)])
    builder.function("reference", [.funcref], [], [])
    return builder.bytes
  }()

  private func run(_ arguments: String...) throws -> Command.Outcome { try Command.run(arguments, on: Self.module) }

  private func expect(
    _ output: String, _ arguments: String..., location: SourceLocation = #_sourceLocation
  ) throws {
    let outcome = try Command.run(arguments, on: Self.module)
    #expect(outcome.output == output, sourceLocation: location)
    #expect(outcome.code == 0 && outcome.errors.isEmpty, "\(outcome)", sourceLocation: location)
  }

  private func refuse(
    _ code: Int32, _ message: String, _ arguments: String..., location: SourceLocation = #_sourceLocation
  ) throws {
    let outcome = try Command.run(arguments, on: Self.module)
    #expect(outcome.code == code && outcome.output.isEmpty, "\(outcome)", sourceLocation: location)
    #expect(outcome.errors.contains(message), "\(outcome.errors)", sourceLocation: location)
  }

  @Test func argumentsOfEveryType() throws {
    try expect("5\n", "FILE", "--invoke", "i32", "2", "3")
    try expect("-5\n", "FILE", "--invoke", "i32", "-2", "-3")
    try expect("-1\n", "FILE", "--invoke", "i32", "0xffffffff", "0")
    try expect("-1\n", "FILE", "--invoke", "i32", "4294967295", "0")
    try expect("-15\n", "FILE", "--invoke", "i32", "-0x10", "1")
    try expect("9223372036854775807\n", "FILE", "--invoke", "i64", "0x7fffffffffffffff", "0")
    try expect("-9223372036854775808\n", "FILE", "--invoke", "i64", "9223372036854775808", "0")
    try expect("0.75\n", "FILE", "--invoke", "f32", "1.5", "-0.75")
    try expect("1e+100\n", "FILE", "--invoke", "f64", "1e100", "0x10")
    try expect("inf\n", "FILE", "--invoke", "f64", "inf", "-1")
    try expect("7\n0.5\n", "FILE", "--invoke", "pair")
  }

  @Test func optionsStandBeforeOrAfterTheFunction() throws {
    try expect("5\n", "--invoke", "i32", "2", "3", "FILE")
    try expect("5\n", "--invoke", "i32", "2", "3", "FILE", "--validate")
    try expect("5\n", "FILE", "--invoke", "i32", "2", "3", "--fuel", "1000")
    try expect("", "FILE")
  }

  @Test func wrongArguments() throws {
    try refuse(2, "1 arguments for a function of type [i32 i32] -> [i32]", "FILE", "--invoke", "i32", "2")
    try refuse(2, "argument \"two\" is no i32", "FILE", "--invoke", "i32", "two", "3")
    try refuse(2, "argument \"4294967296\" is no i32", "FILE", "--invoke", "i32", "4294967296", "3")
    try refuse(2, "argument \"1.5\" is no i64", "FILE", "--invoke", "i64", "1.5", "3")
    try refuse(2, "is no funcref", "FILE", "--invoke", "reference", "1")
    try refuse(2, "no function is exported as \"missing\"; there are: i32, i64, f32,", "FILE", "--invoke", "missing")
    try refuse(2, "unknown option --what", "FILE", "--what")
    try refuse(2, "--fuel: \"many\" is no positive number", "FILE", "--fuel", "many")
    try refuse(2, "--timeout needs a value", "FILE", "--timeout")
    try refuse(2, "no module file is given", "--stats")
    try refuse(2, "unexpected argument \"second\"", "FILE", "second")
    try refuse(2, "--stack-size", "FILE", "--stack-size", "9223372036854775807")
  }

  @Test func filesThatAreNoModules() throws {
    let missing = try Command.run(["wasm", "/nowhere/at all"])
    #expect(missing.code == 66 && missing.errors == "boomslang: /nowhere/at all: No such file or directory\n")
    let text = try Command.run(["FILE"], on: Array("hello, world".utf8))
    #expect(text.code == 1 && text.errors.hasSuffix(": malformed module at offset 0x0: magic header not detected\n"))
    let empty = try Command.run(["FILE"], on: [])
    #expect(empty.code == 1 && empty.errors.hasSuffix(": malformed module at offset 0x0: magic header not detected\n"))
    var invalid = ModuleBuilder()
    invalid.function("f", [], [.i32], [])
    let outcome = try Command.run(["FILE", "--validate"], on: invalid.bytes)
    #expect(outcome.code == 1 && outcome.errors.contains(": invalid module at offset 0x"))
    // Without --validate, the function is validated when it is called.
    #expect(try Command.run(["FILE"], on: invalid.bytes).code == 0)
    #expect(try Command.run(["FILE", "--invoke", "f"], on: invalid.bytes).code == 134)
    var importing = ModuleBuilder()
    _ = importing.importFunction("f")
    let unlinked = try Command.run(["FILE"], on: importing.bytes)
    #expect(unlinked.code == 1 && unlinked.errors.contains("import \"test\" \"f\": unknown import: a function [] -> [] is needed"))
  }

  @Test func traps() throws {
    let outcome = try run("FILE", "--invoke", "trap")
    #expect(outcome.code == 134 && outcome.output.isEmpty)
    #expect(outcome.errors.hasSuffix(": trap: integer divide by zero\n  at demo!divide\n  at demo!trap\n"))
    try refuse(134, "trap: call stack exhausted", "FILE", "--invoke", "recursion", "--stack-size", "100000")
  }

  @Test func limits() throws {
    try refuse(124, "trap: out of fuel", "FILE", "--fuel", "100000", "--invoke", "forever")
    try refuse(124, "stopped after 0.05 s (--timeout)", "FILE", "--timeout", "0.05", "--invoke", "forever")
    try expect("5\n", "FILE", "--timeout", "100", "--invoke", "i32", "2", "3")
    // While it is loaded, too: a megabyte takes longer than a nanosecond.
    var large = ModuleBuilder()
    large.function("f", [], [], Array(repeating: .op(.nop), count: 1_000_000))
    for option in ["--check", "--validate"] {
      let outcome = try Command.run(["FILE", option, "--timeout", "0.000000001"], on: large.bytes)
      #expect(outcome.code == 124 && outcome.errors.hasSuffix(": stopped after 1e-09 s (--timeout)\n"), "\(outcome)")
    }
  }

  @Test func statistics() throws {
    let outcome = try run("FILE", "--stats", "--fuel", "1000", "--invoke", "i32", "2", "3")
    #expect(outcome.code == 0 && outcome.output == "5\n")
    for line in ["engine       interpreter", "load  ", "(\(Self.module.count) bytes, 10 functions)", "translated   1 functions", "fuel left    99"] {
      #expect(outcome.errors.contains(line), "\(line): \(outcome.errors)")
    }
  }

  @Test func profiles() throws {
    try Temporary.folder { folder in
      let path = folder.appendingPathComponent("profile").path
      let link = folder.appendingPathComponent("link")
      try FileManager.default.createSymbolicLink(atPath: link.path, withDestinationPath: "profile")
      let outcome = try run("FILE", "--profile", path, "--invoke", "i64", "2", "3")
      let fingerprint = try Module.load(Self.module).fingerprint
      let text = "# boomslang profile 1\nfingerprint \(fingerprint)\n# index weight name\n"
      #expect(outcome.code == 0 && outcome.output == "5\n" && outcome.errors.hasPrefix("profile      \(path)\nexecuted     3 instructions\n"))
      #expect(outcome.errors.contains("\nused         1 of 10 functions, "), "\(outcome)")
      #expect(try String(contentsOfFile: path, encoding: .utf8) == text + "1 3\n")
      // What fails leaves the file alone.
      #expect(try run("FILE", "--profile", path, "--invoke", "trap").code == 134)
      #expect(try String(contentsOfFile: path, encoding: .utf8) == text + "1 3\n")
      // Through a link, to the file.
      #expect(try run("FILE", "--profile", link.path, "--invoke", "i32", "2", "3").code == 0)
      #expect(try String(contentsOfFile: path, encoding: .utf8) == text + "0 3\n")
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() == ["link", "profile"])
      try refuse(2, "boomslang wasm: \(folder.path): Is a directory\n", "FILE", "--profile", folder.path)
      try refuse(2, "boomslang wasm: \(path)/x: Not a directory\n", "FILE", "--profile", path + "/x")
      try refuse(2, "--profile is of no use with --check, which runs nothing", "FILE", "--profile", path, "--check")
    }
  }

  @Test func help() throws {
    let help = try Command.run(["wasm", "--help"])
    #expect(help.code == 0 && help.output.hasPrefix("usage: boomslang wasm "))
  }
}
