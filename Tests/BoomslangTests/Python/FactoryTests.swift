import Boomslang
import Foundation
import Synchronization
import Testing
import WASI

@Suite("What a factory gives its instances", .needsGuest)
struct FactoryTests {
  @Test(arguments: TestGuest.engines)
  func pathsOnce(engine: PythonEngine) throws {
    let factory = try TestGuest.factory(engine) { $0.pythonPath = ["/work/a", "/work/b", "/work/a"] }
    let python = try TestGuest.python(engine, from: factory)
    let counts = "import sys\nprint([sys.path.count(p) for p in ('/work/a', '/work/b', '/lib')])"
    #expect(try python.output(counts) == "[1, 1, 1]\n")
    try python.reset()
    #expect(try python.output(counts) == "[1, 1, 1]\n")
  }

  @Test(arguments: TestGuest.engines)
  func libraries(engine: PythonEngine) throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "boomslang-library-\(UUID())")
    try FileManager.default.createDirectory(at: folder.appending(path: "tools"), withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try Data("value = 1".utf8).write(to: folder.appending(path: "tools/__init__.py"))
    let factory = try TestGuest.factory(engine) {
      $0.libraries = [.directory(name: "site", path: folder.path), .module(name: "single", source: "value = 2")]
    }
    let python = try TestGuest.python(engine, from: factory)
    #expect(try python.output("import tools, single\nprint(tools.value, single.value, single.__file__)") == "1 2 /usr/libraries/single/single.py\n")
    for change in ["open('/usr/libraries/single/single.py', 'w')", "open('/usr/libraries/site/new', 'w')", "os.utime('/usr/libraries/single/single.py')"] {
      #expect(try python.execute("import os\n\(change)").stderr.contains("OSError"), "\(change)")
    }
  }

  @Test(arguments: TestGuest.engines)
  func impossibleLibraries(engine: PythonEngine) throws {
    let wrong: [[PythonLibrary]] = [
      [.module(name: "a/b", source: "")], [.module(name: "", source: "")], [.directory(name: "x", path: "/no/such/folder")],
      [.module(name: "a", source: ""), .module(name: "a", source: "")],
    ]
    for libraries in wrong {
      guard case .invalidOptions? = pythonError({ _ = try TestGuest.factory(engine) { $0.libraries = libraries } }) else {
        Issue.record("accepted: \(libraries)")
        continue
      }
    }
  }

  @Test(arguments: TestGuest.engines)
  func environmentAndArguments(engine: PythonEngine) throws {
    let factory = try TestGuest.factory(engine) { $0.environment = ["A": "factory", "B": "factory=ü"] }
    let python = try TestGuest.python(engine, from: factory) {
      $0.environment = ["A": "instance", "C": ""]
      $0.arguments = ["name", "-x", "ü"]
      $0.currentDirectory = "/tmp"
    }
    let source = "import os, sys\nprint(sorted(os.environ.items()), sys.argv, os.getcwd())"
    let expected = "[('A', 'instance'), ('B', 'factory=ü'), ('C', '')] ['name', '-x', 'ü'] /tmp\n"
    #expect(try python.output(source) == expected)
    _ = try python.output("os.environ['A'] = 'changed'\nsys.argv.clear()")
    try python.reset()
    #expect(try python.output(source) == expected)
  }

  /// Nothing of this process's environment is seen.
  @Test(arguments: TestGuest.engines)
  func theHostsEnvironmentIsNotSeen(engine: PythonEngine) throws {
    #expect(try TestGuest.python(engine).output("import os\nprint(dict(os.environ))") == "{}\n")
  }

  @Test(arguments: TestGuest.engines)
  func runsThatCanBeRepeated(engine: PythonEngine) throws {
    let source = "import random, uuid, time, os\nprint(random.random(), uuid.uuid4(), time.time(), os.urandom(4), hash('x'))"
    func run(_ seed: UInt64?) throws -> String { try TestGuest.python(engine) { $0.seed = seed }.output(source) }
    let first = try run(7)
    #expect(try run(7) == first)
    #expect(try run(8) != first)
    #expect(try run(nil) != (try run(nil)))
  }

  /// The same guest, but for a section that means nothing: no program contains it compiled.
  private func guestThatIsNotCompiled() throws -> PythonGuest {
    let original = URL(filePath: try #require(TestGuest.guest).directory, directoryHint: .isDirectory)
    let folder = FileManager.default.temporaryDirectory.appending(path: "boomslang-guest-\(UUID())")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try FileManager.default.copyItem(at: original.appending(path: "guest.json"), to: folder.appending(path: "guest.json"))
    try FileManager.default.createSymbolicLink(at: folder.appending(path: "usr"), withDestinationURL: original.appending(path: "usr"))
    let module = try Data(contentsOf: original.appending(path: "boomslang.wasm"))
    try (module + [0x00, 0x02, 0x01, UInt8(ascii: "x")]).write(to: folder.appending(path: "boomslang.wasm"))
    return try PythonGuest(directory: folder.path)
  }

  @Test func aGuestThatIsNotCompiled() throws {
    try #require(TestGuest.engines.contains(.compiled) == PythonExecutorFactory.isAOTAvailable)
    let guest = try guestThatIsNotCompiled()
    defer { try? FileManager.default.removeItem(atPath: guest.directory) }
    let warnings = Mutex<[String]>([])
    func factory(_ engine: PythonEngine, _ fallback: PythonExecutorFactory.Fallback) throws -> PythonExecutorFactory {
      var configuration = PythonExecutorFactory.Configuration()
      (configuration.guest, configuration.engine, configuration.fallback) = (guest, engine, fallback)
      configuration.onWarning = { warning in warnings.withLock { $0.append(warning) } }
      return try PythonExecutorFactory(configuration)
    }
    func count() -> Int { warnings.withLock { $0.count } }

    for (engine, fallback) in [(PythonEngine.compiled, .silent), (.compiled, .warn), (.automatic, PythonExecutorFactory.Fallback.fail)] {
      guard case .compiledGuestUnavailable(let problem)? = pythonError({ _ = try factory(engine, fallback) }) else {
        Issue.record("there is a compiled form of this guest")
        continue
      }
      #expect(problem.contains(PythonExecutorFactory.isAOTAvailable ? "translated from module" : "contains no compiled guest"))
    }
    #expect(try factory(.automatic, .silent).engine == .interpreter && count() == 0)
    #expect(try factory(.interpreter, .warn).engine == .interpreter && count() == 0)
    let warning = try factory(.automatic, .warn)
    #expect(warning.engine == .interpreter && count() == 1)
    #expect(try warning.createInstance().engine == .interpreter)
    #expect(try TestGuest.python(.interpreter, from: warning).output("print(1)") == "1\n" && count() == 1)
  }

  @Test func impossibleMounts() throws {
    for path in ["/", "/usr", "/work", "relative", "/tmp"] {
      guard case .invalidOptions? = pythonError({
        _ = try TestGuest.python(.interpreter) { $0.mounts = [.init(MemoryFileSystem(), at: path)] }
      }) else {
        Issue.record("accepted: \(path)")
        continue
      }
    }
  }
}
