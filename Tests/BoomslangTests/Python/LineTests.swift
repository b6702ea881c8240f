import Boomslang
import Testing

/// What is run and is in no file has lines all the same.
@Suite("Lines of source", .needsGuest)
struct LineTests {
  private let division = "def f():\n  return 1 / 0\n"

  @Test(arguments: TestGuest.engines)
  func ofUncaughtExceptions(engine: PythonEngine) throws {
    let python = try TestGuest.python(engine)
    _ = try python.execute(division)
    let result = try python.execute("x = 1\nf()", name: "<string>")
    #expect(result.stderr.contains("line 2, in <module>\n    f()\n") && result.stderr.contains("line 2, in f\n    return 1 / 0\n"), "\(result)")
  }

  @Test(arguments: TestGuest.engines)
  func ofCaughtExceptions(engine: PythonEngine) throws {
    let python = try TestGuest.python(engine)
    let program = "import traceback\n\(division)try: f()\nexcept ZeroDivisionError: print(traceback.format_exc())"
    let output = try python.output(program)
    #expect(output.contains("line 4, in <module>\n    try: f()\n") && output.contains("line 3, in f\n    return 1 / 0\n"), "\(output)")
    #expect(try python.output("import inspect; print(inspect.getsource(f))") == division + "\n")
  }

  /// Code that the script compiles itself, under the same name.
  @Test(arguments: TestGuest.engines)
  func ofOtherCode(engine: PythonEngine) throws {
    let python = try TestGuest.python(engine)
    let result = try python.execute("code = compile('\\n\\nlist(1)', '<string>', 'exec')\n\nexec('def g():\\n\\n\\n  exec(code)')\ng()", name: "<string>")
    #expect(result.exitCode == 1 && result.stderr.contains("line 4, in <module>\n    g()\n"), "\(result)")
    #expect(result.stderr.contains("line 4, in g\n  File \"<string>\", line 3, in <module>\n"), "\(result)")
  }

  @Test(arguments: TestGuest.engines)
  func ofWarnings(engine: PythonEngine) throws {
    let python = try TestGuest.python(engine)
    let result = try python.execute("import warnings\nwarnings.warn('w')", name: "<string>")
    #expect(result.stderr == "<string>:2: UserWarning: w\n  warnings.warn('w')\n")
    #expect(result.exitCode == 0)
  }

  @Test(arguments: TestGuest.engines)
  func ofTheDebugger(engine: PythonEngine) throws {
    let python = try TestGuest.python(engine) { $0.standardInput = .bytes(Array("n\nl\nc\n".utf8)) }
    let output = try python.output("breakpoint()\nx = 5\nprint(x)", name: "<string>")
    #expect(output.contains("<string>(2)<module>()\n-> x = 5\n") && output.contains("  2  ->\tx = 5\n"), "\(output)")
    #expect(output.hasSuffix("5\n"), "\(output)")
  }

  /// Those that the compiler finds after it has read the source.
  @Test(arguments: TestGuest.engines, [
    ("return 1", "    return 1\n    ^^^^^^^^\nSyntaxError: 'return' outside function\n"),
    ("await 1", "    await 1\n    ^^^^^^^\nSyntaxError: 'await' outside function\n"),
    ("for", "    for\n       ^\nSyntaxError: invalid syntax\n"),
    ("x = 1 +", "    x = 1 +\n           ^\nSyntaxError: invalid syntax\n"),
  ])
  func ofSyntaxErrors(engine: PythonEngine, case: (source: String, message: String)) throws {
    let python = try TestGuest.python(engine)
    let result = try python.execute(`case`.source)
    #expect(result.stderr.hasSuffix(", line 1\n" + `case`.message), "\(result)")
    guard case .complete(let typed) = try python.executeInteractive(`case`.source) else {
      Issue.record("a beginning of something")
      return
    }
    #expect(typed.stderr == "  File \"<stdin>\", line 1\n" + `case`.message)
    let later = try python.execute("x = 1\n\n\(`case`.source)")
    #expect(later.stderr.hasSuffix(", line 3\n" + `case`.message), "\(later)")
  }
}
