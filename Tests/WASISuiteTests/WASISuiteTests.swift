import EngineTestSupport
import Foundation
import Testing
import WASI
import WasmCore

@Suite("WASI testsuite")
struct WASISuiteTests {
  private static let isThere = Comment(rawValue: Suite.howToGetIt)

  @Test(.enabled(if: !Suite.programs.isEmpty, isThere), arguments: Engine.tested, Suite.programs)
  func onTheHost(engine: Engine, program: Suite.Program) throws {
    guard let root = program.root else { return try run(program, on: nil, engine) }
    let copy = FileManager.default.temporaryDirectory.appending(path: "boomslang-wasi-\(UUID())")
    try FileManager.default.copyItem(at: root, to: copy)
    defer { try? FileManager.default.removeItem(at: copy) }
    try run(program, on: try HostFileSystem(path: copy.path), engine)
  }

  @Test(.enabled(if: !Suite.programs.isEmpty, isThere), arguments: Engine.tested, Suite.filePrograms)
  func inMemory(engine: Engine, program: Suite.Program) throws {
    let files = MemoryFileSystem()
    try files.copyContents(of: try HostFileSystem(path: try #require(program.root).path, isReadOnly: true))
    try run(program, on: files, engine)
  }

  @Test(.enabled(if: !Suite.programs.isEmpty, isThere), arguments: Engine.tested, Suite.filePrograms)
  func onAnOverlay(engine: Engine, program: Suite.Program) throws {
    let folder = try HostFileSystem(path: try #require(program.root).path, isReadOnly: true)
    try run(program, on: try OverlayFileSystem(over: folder), engine)
  }

  @Test func theSuiteIsThereOrAbsent() {
    if Suite.programs.isEmpty { print("WASI testsuite: NOT RUN, \(Suite.howToGetIt)") } else { #expect(Suite.programs.count >= 58) }
  }

  private func run(_ program: Suite.Program, on files: (any FileSystem)?, _ engine: Engine) throws {
    let (output, errors) = (CapturedOutput(), CapturedOutput())
    let specification = program.specification
    var configuration = WASIConfiguration()
    configuration.arguments = ([program.module.lastPathComponent] + (specification.args ?? [])).map { ByteString($0) }
    configuration.environment = (specification.env ?? [:]).sorted { $0.key < $1.key }.map { (ByteString($0.key), ByteString($0.value)) }
    if let files { configuration.mounts = [.init(files, at: "/")] }
    configuration.standardOutput = .captured(output)
    configuration.standardError = .captured(errors)

    var settings = Store.Configuration()
    settings.engine = engine
    let store = Store(configuration: settings)
    let wasi = try WASIHost(configuration)
    var linker = Linker(store: store)
    wasi.define(in: &linker)
    let instance = try linker.instantiate(try Module.tested(try ModuleBytes(contentsOfFile: program.module.path)))
    #expect(instance.engine == engine)
    let code = try wasi.run(instance)
    #expect(code == specification.exit_code ?? 0, "\(errors.text)")
    if let expected = specification.stdout { #expect(output.text == expected) }
  }
}
