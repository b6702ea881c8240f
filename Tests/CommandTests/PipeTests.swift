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

  @Test func readersThatHaveSeenEnough() throws {
    for limit in ["", "--output-limit 1000000"] {
      try expect("$B run \(limit) -c 'while True: print(1)' | head -1; exit ${PIPESTATUS[0]}", code: 141, "1\n")
    }
    try expect("$B run -c 'print(1)' | head -0", "")
  }

  @Test func closedStreams() throws {
    try expect("$B run -c 'print(1)' >&-; echo $?", "0\n")
    try expect("$B run -c 'import sys; print(repr(sys.stdin.read()))' <&-", "''\n")
  }

  @Test func programsFromAPipe() throws { try expect("$B run <(echo 'print(5)')", "5\n") }
}
