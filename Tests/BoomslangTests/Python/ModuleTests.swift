import Boomslang
import Testing

@Suite("Modules", .needsGuest)
struct ModuleTests {
  @Test(arguments: TestGuest.engines)
  func installedModules(engine: PythonEngine) throws {
    let python = try TestGuest.python(engine)
    try python.installModule("greeting", source: "def greet(name): return 'hello ' + name")
    #expect(try python.output("import greeting\nprint(greeting.greet('x'))") == "hello x\n")
    try python.uninstallModule("greeting")
    #expect(try python.execute("import greeting").stderr.contains("ModuleNotFoundError"))
  }

  @Test(arguments: TestGuest.engines)
  func packages(engine: PythonEngine) throws {
    let python = try TestGuest.python(engine)
    try python.installModule("shop", source: "")
    try python.installModule("shop.prices", source: "tax = 8")
    #expect(try python.output("from shop import prices\nimport shop.prices as p\nprint(prices.tax + p.tax)") == "16\n")
  }

  @Test(arguments: TestGuest.engines)
  func modulesThatFail(engine: PythonEngine) throws {
    let python = try TestGuest.python(engine)
    for (name, source, message) in [("bad", "1 / 0", "ZeroDivisionError"), ("bad", "if", "SyntaxError"), ("no name", "", "no name")] {
      guard case .moduleFailed(name, let traceback)? = pythonError({ try python.installModule(name, source: source) }) else {
        Issue.record("\(name) was installed")
        return
      }
      #expect(traceback.contains(message))
    }
    #expect(try python.execute("import bad").stderr.contains("ModuleNotFoundError"))
  }

  @Test(arguments: TestGuest.engines)
  func runningModules(engine: PythonEngine) throws {
    let python = try TestGuest.python(engine)
    try python.libraryFiles.writeFile("tool.py", Array("print(__name__)".utf8))
    #expect(try python.runModule("tool").stdout == "__main__\n")
    let missing = try python.runModule("no_such_module")
    #expect(missing.exitCode == 1 && missing.stderr.contains("no_such_module"))
  }

  @Test(arguments: TestGuest.engines)
  func runningFiles(engine: PythonEngine) throws {
    let python = try TestGuest.python(engine) { $0.arguments = ["script.py", "a", "b"] }
    try python.workFiles.writeFile("helper.py", Array("value = 5".utf8))
    try python.workFiles.writeFile("script.py", Array("import sys, helper\nprint(__name__, __file__, sys.argv[1:], helper.value)\nsys.exit(9)".utf8))
    let result = try python.runFile("/work/script.py")
    #expect(result.stdout == "__main__ /work/script.py ['a', 'b'] 5\n")
    #expect(result.exitCode == 9)
    let missing = try python.runFile("/work/missing.py")
    #expect(missing.exitCode == 1 && missing.stderr.contains("missing.py"))
  }
}
