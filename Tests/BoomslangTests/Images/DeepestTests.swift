import Boomslang
import Testing
import WASI

/// The deepest structures that a script can make, for everything in the host that goes through them.
@Suite("The deepest structures", .needsGuest)
struct DeepestTests {
  private static let levels = 99_000

  private static func deepTree(_ engine: PythonEngine) throws -> PythonInstance {
    let python = try TestGuest.python(engine)
    let made = try python.output("""
      import os
      place = os.open('/work', os.O_RDONLY)
      for _ in range(\(levels)):
        os.mkdir('d', dir_fd=place)
        inner = os.open('d', os.O_RDONLY, dir_fd=place)
        os.close(place)
        place = inner
      os.close(place)
      print(os.listdir('/work'))
      """)
    #expect(made == "['d']\n")
    return python
  }

  @Test(arguments: TestGuest.engines) func directories(engine: PythonEngine) async throws {
    try await onThreadOfItsOwn { try Self.directories(engine) }
  }

  private static func directories(_ engine: PythonEngine) throws {
    let python = try deepTree(engine)
    #expect(try python.fork().output("import os\nprint(os.listdir('/work'))") == "['d']\n")
    try python.reset()
    #expect(try python.output("import os\nprint(os.listdir('/work'))") == "['d']\n")
    let copy = MemoryFileSystem()
    try copy.copyContents(of: python.workFiles)
    try copy.writeFile("d/d/d/f", [1])
    #expect(try copy.readFile("d/d/d/f") == [1])
    try copy.removeContents()
    // Paths of this length have no place in a file.
    try withTemporaryFolder { folder in
      guard case .imageImpossible? = pythonError({ try python.freeze().save(to: "\(folder)/state") }) else {
        Issue.record("the state was saved")
        return
      }
    }
  }

  @Test(arguments: TestGuest.engines) func values(engine: PythonEngine) async throws {
    try await onThreadOfItsOwn { try Self.values(engine) }
  }

  private static func values(_ engine: PythonEngine) throws {
    let python = try TestGuest.python(engine)
    _ = try python.output("def nested(n):\n  x = 0\n  for _ in range(n): x = [x]\n  return x\ndef take(x): return 1")
    struct Nested: Decodable {
      init(from decoder: any Decoder) throws {
        var container = try decoder.unkeyedContainer()
        if (try? container.decode(Int.self)) == nil { _ = try container.decode(Nested.self) }
      }
    }
    for depth in [10, 500, 5_000, 100_000] {
      // An error from somewhere, or a value: never the end of the host.
      _ = try? python.call("nested", with: depth, returning: Nested.self)
      let text = String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
      _ = try python.executeFunction("take", "[\(text)]")
      #expect(try python.output("print(1)") == "1\n")
    }
  }

  /// Source, bytecode, expressions, exceptions.
  @Test(arguments: TestGuest.engines) func scripts(engine: PythonEngine) async throws {
    try await onThreadOfItsOwn { try Self.scripts(engine) }
  }

  private static func scripts(_ engine: PythonEngine) throws {
    let python = try TestGuest.python(engine)
    for source in [
      String(repeating: "(", count: 100_000), String(repeating: "-", count: 100_000) + "1", String(repeating: "if 1:\n", count: 10_000),
      "x = " + String(repeating: "[", count: 5_000) + String(repeating: "]", count: 5_000),
      "e = None\nfor n in range(10_000):\n  x = ValueError(n); x.__cause__ = e; e = x\nraise e",
      "x = ExceptionGroup('', [ValueError()])\nfor _ in range(1_000): x = ExceptionGroup('', [x])\nraise x",
      "import marshal\nmarshal.loads(b'(\\x01' * 100_000)",
    ] {
      #expect(try python.execute(source).exitCode != 0 || source.hasPrefix("x = ["))
      #expect(try python.output("print(1)") == "1\n")
    }
  }
}
