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

  @Test func theEngineThatIsNotThere() throws {
    try #require(!PythonExecutorFactory.isAOTAvailable)
    guard case .compiledGuestUnavailable(_)? = pythonError({ _ = try TestGuest.factory(.compiled) }) else {
      Issue.record("there is a compiled guest")
      return
    }
    let warnings = Mutex<[String]>([])
    var configuration = PythonExecutorFactory.Configuration()
    configuration.onWarning = { warning in warnings.withLock { $0.append(warning) } }
    let factory = try PythonExecutorFactory(configuration)
    #expect(factory.engine == .interpreter)
    _ = try factory.createInstance()
    _ = try factory.createInstance()
    #expect(warnings.withLock { $0.count } == 1)
    configuration.engine = .interpreter
    _ = try PythonExecutorFactory(configuration)
    #expect(warnings.withLock { $0.count } == 1)
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
