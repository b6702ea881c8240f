import CommandTestSupport
import Testing

/// Readers that go away, and streams that are closed.
@Suite("boomslang run: pipes", .needsGuest)
struct PipeTests {
  /// Runs a line of the shell in which `$B` is the command.
  private func expect(_ line: String, code: Int32 = 0, _ output: String, location: SourceLocation = #_sourceLocation) throws {
    let outcome = try Command.run("/bin/bash", ["-c", line], environment: ["B": Command.path ?? ""])
    #expect(outcome.code == code && outcome.output == output && outcome.errors.isEmpty, "\(outcome)", sourceLocation: location)
  }

  /// Python sees the error, so `finally` and `atexit` run and files are written to their ends.
  @Test func readersThatHaveSeenEnough() throws {
    let program = """
      import atexit, sys
      atexit.register(lambda: sys.stderr.write("atexit\\n"))
      try:
        while True: print(1)
      finally: sys.stderr.write("finally\\n")
      """
    for options in ["", "--output-limit 100000000"] {
      let outcome = try Command.run(
        "/bin/bash", ["-c", "$B run $O -c \"$P\" | head -1; exit ${PIPESTATUS[0]}"], environment: ["B": Command.path ?? "", "O": options, "P": program])
      #expect(outcome.code == 1 && outcome.output == "1\n")
      for text in ["finally\n", "atexit\n", "BrokenPipeError: [Errno 64] Broken pipe"] { #expect(outcome.errors.contains(text), "\(outcome)") }
    }
  }

  /// Neither what a program prints nor what the command says about its end waits for them.
  @Test func readersThatDoNotRead() throws {
    for options in ["", "--output-limit 100000000"] {
      for stream in ["stdout", "stderr"] {
        let program = "import sys\nwhile True: sys.\(stream).write('x' * 1000)"
        // The reader waits for the code; without one, for ten seconds.
        let line = """
          { $B run $O --timeout 0.2 -c "$P" \(stream == "stderr" ? "2>&1 >/dev/null" : "2>/dev/null"); echo $? > code; } |
          for i in {1..200}; do test -s code && break; sleep 0.05; done; cat code
          """
        try Temporary.folder { folder in
          let environment = ["B": Command.path ?? "", "O": options, "P": program]
          let outcome = try Command.run("/bin/bash", ["-c", line], environment: environment, in: folder)
          #expect(outcome.code == 0 && outcome.output == "124\n", "\(outcome)")
        }
      }
    }
  }

  @Test func closedStreams() throws {
    try expect("$B run -c 'print(1)' >&-; echo $?", "0\n")
    try expect("$B run -c 'import sys; print(repr(sys.stdin.read()))' <&-", "''\n")
  }

  /// The time that a program takes to arrive is its own.
  @Test func programsThatDoNotArrive() throws {
    // Without a limit these would end, too, and differently.
    for line in ["$B run --timeout 0.2 - < <(sleep 3)", "mkfifo p; $B run --timeout 0.2 p", "$B run --timeout 0.2 <(sleep 3)"] {
      try Temporary.folder { folder in
        let outcome = try Command.run("/bin/bash", ["-c", line], environment: ["B": Command.path ?? ""], in: folder)
        #expect(outcome.code == 124 && outcome.errors == "boomslang: stopped after 0.2 s (--timeout)\n", "\(outcome)")
      }
    }
  }

  @Test func programsThatDoNotEnd() throws {
    let outcome = try Command.run("/bin/bash", ["-c", "yes '#' | $B run -"], environment: ["B": Command.path ?? ""])
    #expect(outcome.code == 2 && outcome.errors == "boomslang run: standard input: the program has more than 64 MiB\n", "\(outcome)")
  }

  @Test func programsFromAPipe() throws { try expect("$B run <(echo 'print(5)')", "5\n") }
}
