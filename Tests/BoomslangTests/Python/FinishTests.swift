import Boomslang
import Testing
import WASI

@Suite("The end of Python", .needsGuest, .ownThreads)
struct FinishTests {
  @Test(arguments: TestGuest.engines)
  func isThatOfAProcess(engine: PythonEngine) throws {
    let python = try TestGuest.python(engine)
    _ = try python.output(
      """
      import atexit, sys
      atexit.register(print, "exit")
      open_file = open("/work/f", "w")
      _ = open_file.write("left open")
      class Thing:
        def __del__(self): print("finalized")
      thing = Thing()
      def generate():
        try: yield 1
        finally: print("closed")
      generator = generate()
      _ = next(generator)
      sys.stdout = open("/work/out", "w")
      print("redirected")
      """)
    #expect(try python.workFiles.readFile("f").isEmpty)
    let result = try python.finish()
    // Python puts its own streams back between the two steps.
    #expect(result.exitCode == 0 && result.stderr.isEmpty && result.stdout == "finalized\nclosed\n", "\(result)")
    #expect(String(decoding: try python.workFiles.readFile("f"), as: UTF8.self) == "left open")
    #expect(String(decoding: try python.workFiles.readFile("out"), as: UTF8.self) == "redirected\nexit\n")
  }

  @Test(arguments: TestGuest.engines)
  func nothingRunsAfterIt(engine: PythonEngine) throws {
    let python = try TestGuest.python(engine)
    try python.finish()
    #expect(python.isPoisoned)
    #expect(throws: PythonError.self) { try python.execute("1") }
    #expect(throws: PythonError.self) { try python.finish() }
    try python.reset()
    #expect(try python.output("print(1)") == "1\n")
  }

  @Test(arguments: TestGuest.engines)
  func mayGoWrong(engine: PythonEngine) throws {
    let python = try TestGuest.python(engine)
    _ = try python.output("import sys\n_ = sys.stdout.detach()")
    let unwritten = try python.finish()
    #expect(unwritten.exitCode == 120 && unwritten.stderr.contains("detached"), "\(unwritten)")

    try python.reset()
    _ = try python.output("import atexit, os\n_ = atexit.register(lambda: 1 / 0)")
    let exception = try python.finish()
    #expect(exception.exitCode == 0 && exception.stderr.contains("ZeroDivisionError"), "\(exception)")

    try python.reset()
    _ = try python.output("import atexit, os\n_ = atexit.register(os._exit, 5)")
    #expect(try python.finish().exitCode == 5)
    #expect(python.isPoisoned)
  }

  @Test(arguments: TestGuest.engines)
  func canBeStopped(engine: PythonEngine) async throws {
    let python = try TestGuest.python(engine) { $0.limits.timeout = .milliseconds(200) }
    _ = try await python.execute("import atexit\n@atexit.register\ndef forever():\n  while True: pass")
    do {
      _ = try await python.finish()
      Issue.record("it came to an end")
    } catch {
      guard case .timedOut = error else {
        Issue.record("\(error)")
        return
      }
    }
    #expect(python.isPoisoned)
  }
}
