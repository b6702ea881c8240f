import EngineTestSupport
import Foundation
import Testing
import WASI
import WasmCore

@Suite("Programs")
struct ProgramTests {
  private static let isThere = Comment(rawValue: Manifest.howToGetIt)

  @Test(.enabled(if: !Manifest.cases.isEmpty, isThere), arguments: Engine.tested, Manifest.runnable)
  func program(engine: Engine, program: Manifest.Case) throws {
    switch program.kind {
    case "wasi": _ = try runCommand(program, engine, checks: true)
    case "function": try callFunction(program, engine)
    default: Issue.record("unknown kind \(program.kind)")
    }
  }

  @Test(
    .enabled(if: !Manifest.cases.isEmpty, isThere), .disabled("the engine does not have the proposals these need"),
    arguments: Manifest.skipped)
  func missing(program: Manifest.Case) {}

  @Test func theProgramsAreThereOrAbsent() {
    if Manifest.cases.isEmpty { return print("programs: NOT RUN, \(Manifest.howToGetIt)") }
    for program in Manifest.skipped { print("programs: SKIPPED \(program.name), which needs \(program.feature ?? "")") }
    #expect(Manifest.runnable.contains { $0.kind == "wasi" })
  }

  /// A database that one run makes and another, of a new instance, reads.
  @Test(
    .enabled(if: !Manifest.cases.isEmpty, isThere), arguments: Engine.tested,
    ["memory", "host"])
  func aDatabaseCanBeReopened(engine: Engine, place: String) throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "boomslang-database-\(UUID())")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let files: any FileSystem = place == "host" ? try HostFileSystem(path: folder.path) : MemoryFileSystem()
    func sqlite(_ statements: String) throws -> String {
      let output = CapturedOutput()
      var configuration = WASIConfiguration()
      configuration.arguments = ["sqlite3", "/data/test.db"]
      configuration.standardInput = .text(statements)
      configuration.standardOutput = .captured(output)
      configuration.mounts = [.init(files, at: "/data")]
      let wasi = try WASIHost(configuration)
      var linker = Linker(store: store(engine))
      wasi.define(in: &linker)
      let instance = try linker.instantiate(try module("sqlite3.wasm"))
      #expect(instance.engine == engine)
      #expect(try wasi.run(instance) == 0)
      return output.text
    }
    let numbers = "with recursive n(i) as (select 1 union all select i + 1 from n where i < 5000)"
    _ = try sqlite("create table t(a, b); \(numbers) insert into t select i, hex(i) from n;")
    #expect(try sqlite("select count(*), sum(a), max(length(b)) from t; pragma integrity_check;") == "5000|12502500|8\nok\n")
    #expect(try files.readFile("test.db").starts(with: Array("SQLite format 3".utf8)))
  }

  private func store(_ engine: Engine) -> Store {
    var configuration = Store.Configuration()
    configuration.engine = engine
    return Store(configuration: configuration)
  }

  private func module(_ file: String) throws -> Module {
    try Module.tested(try ModuleBytes(contentsOfFile: Manifest.folder.appending(path: file).path))
  }

  private func callFunction(_ program: Manifest.Case, _ engine: Engine) throws {
    let store = store(engine)
    var linker = Linker(store: store)
    for (name, file) in program.imports ?? [:] { linker.define(try linker.instantiate(try module(file)), module: name) }
    let instance = try linker.instantiate(try module(program.file))
    #expect(instance.engine == engine)
    guard case .i32(let result)? = try instance.invoke(try #require(program.function)).first else {
      Issue.record("no i32 came back")
      return
    }
    #expect(result == program.result)
  }

  /// - Returns: what the program printed.
  private func runCommand(_ program: Manifest.Case, _ engine: Engine, checks: Bool) throws -> [UInt8] {
    let (output, errors) = (CapturedOutput(), CapturedOutput())
    var configuration = WASIConfiguration()
    configuration.arguments = (program.args ?? []).map { ByteString($0) }
    configuration.standardOutput = .captured(output)
    configuration.standardError = .captured(errors)
    if let file = program.stdin { configuration.standardInput = .bytes(try Manifest.bytes(file)) }
    if let name = program.stdinFrom {
      let source = try #require(Manifest.cases.first { $0.name == name })
      configuration.standardInput = .bytes(try runCommand(source, engine, checks: false))
    }
    if let preopen = program.preopen {
      let folder = try HostFileSystem(path: Manifest.folder.appending(path: preopen.host).path, isReadOnly: true)
      configuration.mounts.append(.init(folder, at: preopen.guest))
    }
    let scratch = FileManager.default.temporaryDirectory.appending(path: "boomslang-program-\(UUID())")
    defer { try? FileManager.default.removeItem(at: scratch) }
    if let path = program.scratch {
      try FileManager.default.createDirectory(at: scratch, withIntermediateDirectories: true)
      configuration.mounts.append(.init(try HostFileSystem(path: scratch.path), at: path))
    }
    let wasi = try WASIHost(configuration)
    var linker = Linker(store: store(engine))
    wasi.define(in: &linker)
    let instance = try linker.instantiate(try module(program.file))
    #expect(instance.engine == engine)
    let code = try wasi.run(instance)
    guard checks else { return output.bytes }
    #expect(code == program.exit ?? 0, "\(errors.text)")
    #expect(!output.isTruncated)
    // Not compared with #expect, which would print all of it.
    if let expected = program.stdout, try Manifest.bytes(expected) != output.bytes {
      Issue.record("standard output is not \(expected):\n\(output.text.prefix(2000))\nstandard error:\n\(errors.text.prefix(2000))")
    }
    return output.bytes
  }
}
