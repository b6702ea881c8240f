import Boomslang
import Testing
import WASI

/// Each thing that a script can change, and that a reset has to bring back.
@Suite("What a reset restores", .needsGuest)
struct ResetTests {
  struct Change: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let change: String
    let question: String
  }

  static let changes = [
    Change(testDescription: "names", change: "x = 1", question: "print('x' in globals())"),
    Change(testDescription: "modules", change: "import wave, sys\nsys.modules['json'] = None", question: "import sys\nprint('wave' in sys.modules)\nimport json\nprint(json)"),
    Change(testDescription: "built-ins", change: "import builtins\nbuiltins.len = None", question: "print(len([1]))"),
    Change(testDescription: "memory", change: "blob = bytearray(b'x') * 80_000_000", question: "print('blob' in globals())"),
    Change(testDescription: "environment and directory", change: "import os\nos.environ['A'] = 'b'\nos.chdir('/tmp')", question: "import os\nprint(os.environ, os.getcwd())"),
    Change(testDescription: "descriptors", change: "import os\nfds = [os.open('/tmp', os.O_RDONLY) for _ in range(50)]", question: "import os\nfd = os.open('/tmp', os.O_RDONLY)\nprint(fd)"),
    Change(testDescription: "standard output", change: "import os, sys\nsys.stdout = None\nos.close(1)", question: "print('here')"),
    Change(testDescription: "files", change: "open('/tmp/f', 'w').write('x' * 100_000)", question: "import os\nprint(os.listdir('/tmp'))"),
    Change(testDescription: "recursion limit", change: "import sys\nsys.setrecursionlimit(50)", question: "import sys\nprint(sys.getrecursionlimit())"),
    Change(testDescription: "types", change: "import decimal\ndecimal.getcontext().prec = 3", question: "import decimal\nprint(decimal.Decimal(1) / 3)"),
    Change(testDescription: "locale of numbers", change: "import sys\nsys.set_int_max_str_digits(0)", question: "import sys\nprint(sys.get_int_max_str_digits())"),
  ]

  @Test(arguments: TestGuest.engines, changes)
  func everything(engine: PythonEngine, change: Change) throws {
    let fresh = try TestGuest.python(engine).execute(change.question)
    let python = try TestGuest.python(engine)
    for _ in 0..<2 {
      _ = try python.execute(change.change)
      try python.reset()
      let result = try python.execute(change.question)
      #expect(result.stdout == fresh.stdout && result.stderr == fresh.stderr && result.exitCode == fresh.exitCode, "\(result)")
      try python.reset()
    }
    #expect(python.memoryUse?.grownPages == 0)
  }

  @Test(arguments: TestGuest.engines)
  func poison(engine: PythonEngine) throws {
    let python = try TestGuest.python(engine) { $0.limits.timeout = .milliseconds(50) }
    for _ in 0..<3 {
      guard case .timedOut? = pythonError({ _ = try python.execute("x = 1\nwhile True: pass") }) else {
        Issue.record("an endless loop ended")
        return
      }
      #expect(python.isPoisoned)
      try python.reset()
      #expect(try python.output("print('x' in globals())") == "False\n")
    }
  }

  /// What is private after a reset stays small, however much was used before.
  @Test(arguments: TestGuest.engines)
  func memoryGoesBack(engine: PythonEngine) throws {
    let python = try TestGuest.python(engine)
    _ = try python.output("blob = bytearray(b'x') * 50_000_000")
    #expect(try #require(python.memoryUse).privateBytes > 50_000_000)
    try python.reset()
    #expect(try #require(python.memoryUse).privateBytes < 4_000_000)
  }

  @Test(arguments: TestGuest.engines)
  func input(engine: PythonEngine) throws {
    let python = try TestGuest.python(engine)
    try python.setStdin("one\ntwo\n")
    #expect(try python.output("print(input())") == "one\n")
    try python.reset()
    #expect(try python.execute("input()").stderr.contains("EOFError"))
  }
}
