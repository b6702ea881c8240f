import CommandTestSupport
import Foundation
import Testing
import WasmCore

/// What a program gets that `boomslang wasm` runs: its arguments, variables and directories.
@Suite("boomslang wasm: the world", .enabled(if: Command.path != nil))
struct WasmSandboxTests {
  /// Prints its arguments, each with a NUL behind it, then its variables, then what is in the file `text` of each
  /// directory; and creates a file `new` in the first.
  private static let module: [UInt8] = {
    var builder = ModuleBuilder()
    let wasi = "wasi_snapshot_preview1"
    func take(_ name: String, _ parameters: [ValueType]) -> UInt32 { builder.importFunction(name, parameters, [.i32], from: wasi) }
    let argumentSizes = take("args_sizes_get", [.i32, .i32])
    let arguments = take("args_get", [.i32, .i32])
    let variableSizes = take("environ_sizes_get", [.i32, .i32])
    let variables = take("environ_get", [.i32, .i32])
    let write = take("fd_write", [.i32, .i32, .i32, .i32])
    let read = take("fd_read", [.i32, .i32, .i32, .i32])
    let open = take("path_open", [.i32, .i32, .i32, .i32, .i32, .i64, .i64, .i32, .i32])
    builder.memory("memory", Limits(minimum: 1))
    let (count, size, vector, result, names, pointers, bytes): (Int32, Int32, Int32, Int32, Int32, Int32, Int32) = (0, 4, 8, 16, 24, 64, 1024)
    builder.data(at: [.i32(names)], Array("textnew".utf8))
    builder.data(at: [.i32(vector)], [0, 4, 0, 0])  // `bytes`, little-endian

    /// Writes `bytes`, as many as `size` says.
    let print = builder.function(
      nil,
      [
        .i32(vector), .i32(size), .memory(.i32Load), .memory(.i32Store, offset: 4),
        .i32(1), .i32(vector), .i32(1), .i32(result), .call(write), .op(.drop),
      ])
    /// Opens a file in the directory with this descriptor: the error code.
    func opening(_ name: Int32, _ length: Int32, creates: Bool, _ rights: Int64) -> [Code] {
      [.get(0), .i32(0), .i32(name), .i32(length), .i32(creates ? 1 : 0), .i64(rights), .i64(0), .i32(0), .i32(result), .call(open)]
    }
    let show = builder.function(
      nil, [.i32], [],
      opening(names, 4, creates: false, 2) + [
        .op(.i32Eqz),
        .when(
          .none,
          [
            .i32(vector), .i32(60000), .memory(.i32Store, offset: 4),
            .i32(result), .memory(.i32Load), .i32(vector), .i32(1), .i32(size), .call(read), .op(.drop), .call(print),
          ]),
      ])
    let create = builder.function(nil, [.i32], [], opening(names + 4, 3, creates: true, 64) + [.op(.drop)])
    builder.function(
      "_start",
      [
        .i32(count), .i32(size), .call(argumentSizes), .op(.drop), .i32(pointers), .i32(bytes), .call(arguments), .op(.drop), .call(print),
        .i32(count), .i32(size), .call(variableSizes), .op(.drop), .i32(pointers), .i32(bytes), .call(variables), .op(.drop), .call(print),
        .i32(3), .call(show), .i32(4), .call(show), .i32(3), .call(create),
      ])
    return builder.bytes
  }()

  private func run(_ arguments: [String], environment: [String: String] = [:]) throws -> String {
    let outcome = try Command.run(arguments, on: Self.module, environment: environment)
    #expect(outcome.code == 0 && outcome.errors.isEmpty, "\(outcome)")
    return outcome.output.replacing("\0", with: "|")
  }

  @Test func arguments() throws {
    #expect(try run(["FILE"]) == "program.module|")
    #expect(try run(["FILE", "--", "--dir", "--", "", "ä b"]) == "program.module|--dir|--||ä b|")
    #expect(try run(["FILE", "--timeout=100", "--"]) == "program.module|")
  }

  @Test func variables() throws {
    #expect(try run(["--env", "A=1", "FILE", "--env", "EMPTY=", "--env=B=x=y"]) == "program.module|A=1|EMPTY=|B=x=y|")
    // Nothing of this process's own, unless it is named.
    #expect(try run(["FILE", "--env", "GIVEN"], environment: ["GIVEN": "too", "OTHER": "not"]) == "program.module|GIVEN=too|")
  }

  @Test func directories() throws {
    try Temporary.folder { folder in
      try folder.write("one/text", "first ")
      try folder.write("two/text", "second")
      let (one, two) = (folder.path + "/one", folder.path + "/two")
      let exists = { FileManager.default.fileExists(atPath: one + "/new") }
      #expect(try run(["FILE", "--dir", one + ":ro", "--dir", two + "::/elsewhere"]) == "program.module|first second")
      #expect(!exists())
      #expect(try run(["FILE", "--dir", one]) == "program.module|first ")
      #expect(exists())
    }
  }

  @Test func problems() throws {
    for (message, arguments) in [
      ("--dir /nowhere: No such file or directory", ["--dir", "/nowhere::/x"]), ("--dir: a path is missing in \"::/x\"", ["--dir", "::/x"]),
      ("--env: there is no variable \"MISSING\"", ["--env", "MISSING"]), ("--env: a name is missing in \"=1\"", ["--env", "=1"]),
      ("unknown option --drr (did you mean --dir?)", ["--drr", "x"]),
    ] {
      let outcome = try Command.run(["FILE"] + arguments, on: Self.module)
      #expect(outcome.code == 2 && outcome.output.isEmpty && outcome.errors.contains(message), "\(outcome)")
    }
  }
}
