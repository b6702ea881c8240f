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
    let outcome = try Command.run(
      "/bin/bash", ["-c", "$B run -c \"$P\" | head -1; exit ${PIPESTATUS[0]}"], environment: ["B": Command.path ?? "", "P": program])
    #expect(outcome.code == 1)
    #expect(outcome.output == "1\n")
    for text in ["finally\n", "atexit\n", "BrokenPipeError: [Errno 64] Broken pipe"] { #expect(outcome.errors.contains(text), "\(outcome)") }
    try expect("$B run --output-limit 1000000 -c 'while True: print(1)' | head -1; exit ${PIPESTATUS[0]}", code: 141, "1\n")
  }

  @Test func closedStreams() throws {
    try expect("$B run -c 'print(1)' >&-; echo $?", "0\n")
    try expect("$B run -c 'import sys; print(repr(sys.stdin.read()))' <&-", "''\n")
  }

  @Test func programsFromAPipe() throws { try expect("$B run <(echo 'print(5)')", "5\n") }
}
