import CommandTestSupport
import Testing

/// The prompt without a terminal.
@Suite("boomslang repl: lines", .needsGuest)
struct ReplLineTests {
  private func expect(_ output: String, code: Int32 = 0, _ input: String, location: SourceLocation = #_sourceLocation) throws {
    let outcome = try Command.run(["repl"], input: input)
    #expect(outcome.output == output && outcome.errors.isEmpty && outcome.code == code, "\(outcome)", sourceLocation: location)
  }

  @Test func lines() throws {
    try expect("", "")
    try expect("2\n'ü'\n", "1 + 1\n\n  \nx = 'ü'\nx")
    try expect("0\n1\n9\n", "for i in range(2):\n  print(i)\n\n9\n")
    try expect("0\n", "for i in range(1):\n  print(i)")
    try expect("3\n", "(1 +\n2)\n")
    try expect("5\n", "from __future__ import annotations\ndef f(x: undefined): return x\n\nf(5)\n")
  }

  @Test func theEnd() throws {
    try expect("1\n", code: 3, "1\nexit(3)\n2\n")
    try expect("", code: 0, "raise SystemExit\n2\n")
    try expect("", code: 0, "exit()\n2\n")
    try expect("", code: 7, "import os; os._exit(7)\n2\n")
    try expect("", code: 0, "import os; os._exit(0)\n2\n")
    let atExit = "import atexit; _ = atexit.register(print, 'bye')\n"
    try expect("bye\n", atExit)
    try expect("bye\n", code: 3, atExit + "exit(3)\n2\n")
    let message = try Command.run(["repl"], input: "import sys; sys.exit('why')\n")
    #expect(message.code == 1 && message.errors == "why\n")
  }

  @Test func programsReadTheLinesThatFollow() throws {
    try expect("name? 'a b'\n1\n", "input('name? ')\na b\n1\n")
    try expect("['x\\n', 'y']\n", "import sys; sys.stdin.readlines()\nx\ny")
  }

  /// Also those that have no place in the source, or one at its end.
  @Test func syntaxErrors() throws {
    for (line, text) in [
      ("for", "    for\n       ^\nSyntaxError: invalid syntax\n"), ("x = 1 +", "    x = 1 +\n           ^\nSyntaxError: invalid syntax\n"),
      ("return 1", "    return 1\n    ^^^^^^^^\nSyntaxError: 'return' outside function\n"),
      ("await 1", "    await 1\n    ^^^^^^^\nSyntaxError: 'await' outside function\n"),
    ] {
      let outcome = try Command.run(["repl"], input: line + "\n")
      #expect(outcome.errors == "  File \"<python-input-0>\", line 1\n" + text, "\(outcome)")
    }
  }

  @Test func errors() throws {
    let outcome = try Command.run(["repl"], input: "def f():\n  1/0\n\nf()\nx = = 1\nprint('on')\n")
    #expect(outcome.code == 0 && outcome.output == "on\n")
    // Nothing of the prompt's own in it.
    #expect(
      outcome.errors == """
        Traceback (most recent call last):
          File "<python-input-1>", line 1, in <module>
            f()
            ~^^
          File "<python-input-0>", line 2, in f
            1/0
            ~^~
        ZeroDivisionError: division by zero
          File "<python-input-2>", line 1
            x = = 1
                ^
        SyntaxError: invalid syntax

        """)
  }

  @Test func whatDoesNotEnd() throws {
    let outcome = try Command.run(["repl"], input: "1\n(2 +\n")
    #expect(outcome.code == 0 && outcome.output == "1\n" && outcome.errors.contains("SyntaxError: '(' was never closed"), "\(outcome)")
  }

  @Test func limits() throws {
    let input = "x = 1\nopen('f', 'w').write('kept')\nwhile True: pass\n\n'x' in dir()\nopen('f').read()\n"
    let outcome = try Command.run(["repl", "--timeout", "1"], input: input)
    #expect(outcome.code == 0 && outcome.output == "4\nFalse\n'kept'\n")
    #expect(outcome.errors.hasPrefix("boomslang: stopped after 1 s (--timeout)\nboomslang: Python has been started anew"), "\(outcome)")
    let cut = try Command.run(["repl", "--output-limit", "5"], input: "'a' * 10\n'b'\n")
    #expect(cut.output == "'aaaa'b'\n" && cut.errors.contains("was cut after 5 bytes"), "\(cut)")
  }
}
