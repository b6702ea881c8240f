import Boomslang
import Testing

@Suite("What calls leave behind", .needsGuest)
struct StateTests {
  @Test(arguments: TestGuest.engines)
  func namesStay(engine: PythonEngine) throws {
    let python = try TestGuest.python(engine)
    _ = try python.output("x = 41\ndef f(): return x + 1")
    #expect(try python.output("print(f())") == "42\n")
  }

  @Test(arguments: TestGuest.engines)
  func resetForgetsThem(engine: PythonEngine) throws {
    let python = try TestGuest.python(engine)
    _ = try python.output("import sys, os\nx = 1\nsys.path.append('/nowhere')\nos.environ['A'] = 'b'\nimport json\njson.dumps = None")
    try python.reset()
    #expect(try python.execute("x").stderr.contains("NameError"))
    #expect(try python.output("import sys, os, json\nprint('/nowhere' in sys.path, 'A' in os.environ, json.dumps([1]))") == "False False [1]\n")
  }

  @Test(arguments: TestGuest.engines)
  func instancesAreApart(engine: PythonEngine) throws {
    let (one, other) = (try TestGuest.python(engine), try TestGuest.python(engine))
    _ = try one.output("x = 1\nopen('/work/f', 'w').close()\nopen('/tmp/f', 'w').close()")
    #expect(try other.execute("x").stderr.contains("NameError"))
    #expect(try other.output("import os\nprint(os.listdir('/work'), os.listdir('/tmp'), os.listdir('/lib'))") == "[] [] []\n")
  }

  @Test(arguments: TestGuest.engines)
  func aClosedInstanceRefusesEverything(engine: PythonEngine) throws {
    let python = try TestGuest.python(engine)
    python.close()
    python.close()
    #expect(python.isClosed)
    #expect(python.heapBytes == 0)
    let calls: [() throws -> Void] = [
      { _ = try python.execute("1") }, { _ = try python.executeInteractive("1") }, { _ = try python.compile("1") },
      { try python.reset() }, { try python.finish() },
      { _ = try python.runModule("this") }, { _ = try python.executeFunction("f") }, { try python.setStdin("x") },
      { try python.installModule("m", source: "") }, { let _: Int = try python.call("f") },
    ]
    for call in calls {
      guard case .closed? = pythonError(call) else {
        Issue.record("a closed instance did something")
        return
      }
    }
    #expect(!python.interrupt())
    python.stop()
  }

  @Test(arguments: TestGuest.engines)
  func aPoisonedInstanceRefusesAllButReset(engine: PythonEngine) throws {
    let python = try TestGuest.python(engine)
    _ = try python.output("x = 1")
    python.poison()
    #expect(python.isPoisoned)
    guard case .poisoned? = pythonError({ _ = try python.execute("1") }), case .poisoned? = pythonError({ _ = try python.compile("1") }) else {
      Issue.record("a poisoned instance did something")
      return
    }
    try python.reset()
    #expect(!python.isPoisoned)
    #expect(try python.execute("x").stderr.contains("NameError"))
  }

  @Test(arguments: TestGuest.engines)
  func memoryCanBeLookedAt(engine: PythonEngine) throws {
    let python = try TestGuest.python(engine)
    let before = python.heapBytes
    #expect(python.heapPages * 65536 == before && before > 1 << 20)
    _ = try python.output("x = bytearray(100_000_000)")
    #expect(python.heapBytes >= before + 70_000_000)
    try python.reset()
    #expect(python.heapBytes == before)
  }
}
