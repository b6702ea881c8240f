import Boomslang
import Testing

@Suite("Running Python", .needsGuest)
struct RunningTests {
  @Test(arguments: TestGuest.engines)
  func hello(engine: PythonEngine) throws {
    let result = try TestGuest.python(engine).execute("print('Hello, world!')")
    #expect(result.stdout == "Hello, world!\n")
    #expect(result.stderr == "")
    #expect(result.exitCode == 0)
    #expect(result.succeeded)
    #expect(!result.isStdoutTruncated && !result.isStderrTruncated)
    #expect(result.duration > .zero)
    #expect(result.value == nil)
  }

  @Test(arguments: TestGuest.engines)
  func arithmetic(engine: PythonEngine) throws {
    let python = try TestGuest.python(engine)
    #expect(try python.output("print(2**100, 7 // -2, 7 % -2, 1 / 3)") == "1267650600228229401496703205376 -4 -1 0.3333333333333333\n")
    #expect(try python.output("print(sum(i * i for i in range(1000)))") == "332833500\n")
  }

  @Test(arguments: TestGuest.engines, ["grüße", "日本語", "🐍 x🇨🇭", "a\u{0}b", "e\u{301}", "\u{2028}\\n\"'"])
  func unicode(engine: PythonEngine, text: String) throws {
    let python = try TestGuest.python(engine)
    #expect(try python.output("text = \(literal(text))\nprint(len(text), end='')") == "\(text.unicodeScalars.count)")
    #expect(Array(try python.output("print(text, end='')").utf8) == Array(text.utf8))
  }

  /// A Python literal of numbers only.
  private func literal(_ text: String) -> String { "''.join(map(chr, [\(text.unicodeScalars.map { "\($0.value)" }.joined(separator: ","))]))" }

  /// `os` is frozen into the guest, `json` is a file; there is no program that could be started.
  @Test(arguments: TestGuest.engines)
  func modulesTellTheirFiles(engine: PythonEngine) throws {
    let program = "import json, os, sys\nfor module in os, json: print(os.path.relpath(module.__file__, sys.prefix))\nprint(repr(sys.executable))"
    let lines = try TestGuest.python(engine).output(program).split(separator: "\n")
    let library = try #require(lines.first).dropLast("os.py".count)
    #expect(library.hasPrefix("lib/python3."))
    #expect(lines == ["\(library)os.py", "\(library)json/__init__.py", "'/usr/bin/python3'"])
  }

  @Test(arguments: TestGuest.engines)
  func outputAndErrorsAreApart(engine: PythonEngine) throws {
    let result = try TestGuest.python(engine).execute("import sys\nprint('out')\nprint('err', file=sys.stderr)\nsys.stdout.write('more')")
    #expect(result.stdout == "out\nmore")
    #expect(result.stderr == "err\n")
  }

  @Test(arguments: TestGuest.engines)
  func bytesThatAreNoText(engine: PythonEngine) throws {
    let result = try TestGuest.python(engine).execute("import os\nos.write(1, bytes([65, 255, 66]))")
    #expect(result.stdoutBytes == [65, 255, 66])
    #expect(result.stdout == "A\u{FFFD}B")
  }

  @Test(arguments: TestGuest.engines)
  func anExceptionIsAResult(engine: PythonEngine) throws {
    let python = try TestGuest.python(engine)
    let result = try python.execute("print('before')\ndef f():\n  return 1 / 0\nf()", name: "job.py")
    #expect(result.exitCode == 1)
    #expect(!result.succeeded)
    #expect(result.stdout == "before\n")
    #expect(result.stderr.hasPrefix("Traceback (most recent call last):\n"))
    #expect(result.stderr.hasSuffix("ZeroDivisionError: division by zero\n"))
    #expect(result.stderr.contains("File \"job.py\", line 3, in f"))
    #expect(try python.output("print('after')") == "after\n")
  }

  @Test(arguments: TestGuest.engines)
  func aSyntaxErrorIsAResult(engine: PythonEngine) throws {
    let result = try TestGuest.python(engine).execute("print('never')\nif:")
    #expect(result.exitCode == 1)
    #expect(result.stdout == "")
    #expect(result.stderr.contains("SyntaxError") && result.stderr.contains(PythonInstance.scriptName))
  }

  @Test(arguments: TestGuest.engines, [("3", Int32(3)), ("0", 0), ("", 0), ("None", 0), ("-1", -1), ("'reason'", 1)])
  func exitCodes(engine: PythonEngine, code: (argument: String, expected: Int32)) throws {
    let python = try TestGuest.python(engine)
    let result = try python.execute("import sys\nprint('x')\nsys.exit(\(code.argument))")
    #expect(result.exitCode == code.expected)
    #expect(result.stdout == "x\n")
    #expect(result.stderr == (code.argument == "'reason'" ? "reason\n" : ""))
    #expect(!python.isPoisoned)
    #expect(try python.output("print('healthy')") == "healthy\n")
  }

  /// The guest is gone then, but what it wrote is not.
  @Test(arguments: TestGuest.engines)
  func exitWithoutCleaningUp(engine: PythonEngine) throws {
    let python = try TestGuest.python(engine)
    let result = try python.execute("import os\nprint('x', flush=True)\nos._exit(5)")
    #expect(result.exitCode == 5)
    #expect(result.stdout == "x\n")
    #expect(python.isPoisoned)
    try python.reset()
    #expect(try python.output("print('healthy')") == "healthy\n")
  }

  @Test(arguments: TestGuest.engines)
  func emptySource(engine: PythonEngine) throws {
    #expect(try TestGuest.python(engine).output("") == "")
  }

  /// What is not imported when Python starts.
  @Test(arguments: TestGuest.engines)
  func theStandardLibrary(engine: PythonEngine) throws {
    let source = """
      import wave, io
      file = io.BytesIO()
      with wave.open(file, 'wb') as sound:
        sound.setnchannels(1); sound.setsampwidth(2); sound.setframerate(8000); sound.writeframes(bytes(16))
      print(len(file.getvalue()))
      """
    #expect(try TestGuest.python(engine).output(source) == "60\n")
  }

  @Test(arguments: TestGuest.engines)
  func deepRecursionIsAPythonError(engine: PythonEngine) throws {
    let python = try TestGuest.python(engine)
    let result = try python.execute("def f(n):\n  return f(n + 1)\nf(0)")
    #expect(result.exitCode == 1)
    #expect(result.stderr.contains("RecursionError"))
    #expect(!python.isPoisoned)
  }

  /// Recursion that goes through C code, and so through the stack of the guest's C code.
  @Test(
    arguments: TestGuest.engines,
    ["class A:\n  def __repr__(self): return repr(self)\nrepr(A())", "l = []\nfor _ in range(10**6): l = [l]\nrepr(l)", "import json\njson.loads('[' * 10**6)"])
  func deepRecursionInCIsAPythonError(engine: PythonEngine, source: String) throws {
    let python = try TestGuest.python(engine)
    let result = try python.execute(source)
    #expect(result.stderr.contains("RecursionError"))
    #expect(!python.isPoisoned)
  }
}
