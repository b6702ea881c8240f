import Boomslang
import Testing

@Suite("Lines of a prompt", .needsGuest)
struct InteractiveTests {
  private func run(_ python: PythonInstance, _ source: String) throws -> PythonResult? {
    if case .complete(let result) = try python.executeInteractive(source) { result } else { nil }
  }

  @Test(arguments: TestGuest.engines)
  func values(engine: PythonEngine) throws {
    let python = try TestGuest.python(engine)
    #expect(try run(python, "1 + 1")?.stdout == "2\n")
    #expect(try run(python, "'a'")?.stdout == "'a'\n")
    #expect(try run(python, "None")?.stdout == "")
    #expect(try run(python, "x = 5")?.stdout == "")
    #expect(try run(python, "x")?.stdout == "5\n")
    #expect(try run(python, "_ + 1")?.stdout == "6\n")
    #expect(try run(python, "")?.exitCode == 0)
  }

  @Test(arguments: TestGuest.engines, ["def f():", "if True:", "(1 +", "'''text", "for i in range(3):\n  print(i)"])
  func beginnings(engine: PythonEngine, source: String) throws {
    #expect(try run(TestGuest.python(engine), source) == nil)
  }

  @Test(arguments: TestGuest.engines)
  func errors(engine: PythonEngine) throws {
    let python = try TestGuest.python(engine)
    #expect(try run(python, "1 / 0")?.exitCode == 1)
    #expect(try run(python, "1 +* 2")?.stderr.contains("SyntaxError") == true)
    #expect(try run(python, "raise SystemExit(2)")?.exitCode == 2)
  }
}
