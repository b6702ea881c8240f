import CommandTestSupport
import Testing

/// Limits on what a program uses.
@Suite("boomslang run: limits", .needsGuest)
struct LimitTests {
  private func run(_ options: String..., code: String) throws -> Command.Outcome { try Command.run(["run"] + options + ["-c", code]) }

  @Test func time() throws {
    let outcome = try run("--timeout", "0.5", code: "print('started')\nwhile True: pass")
    #expect(outcome.code == 124 && outcome.output == "started\n" && outcome.errors == "boomslang: stopped after 0.5 s (--timeout)\n", "\(outcome)")
    let asleep = try run("--timeout", "1", code: "import time; time.sleep(1000)")
    #expect(asleep.code == 124 && asleep.errors == "boomslang: stopped after 1 s (--timeout)\n", "\(asleep)")
    #expect(try run("--timeout", "100", code: "print(1)").output == "1\n")
  }

  @Test func instructions() throws {
    let outcome = try run("--fuel", "100000000", code: "print('started')\nwhile True: pass")
    #expect(outcome.code == 124 && outcome.output == "started\n" && outcome.errors.contains("(--fuel)"), "\(outcome)")
  }

  @Test func memory() throws {
    let outcome = try run("--memory", "128", code: "try: bytearray(200 << 20)\nexcept MemoryError: print('full')")
    #expect(outcome.code == 0 && outcome.output == "full\n", "\(outcome)")
    let tooLittle = try run("--memory", "1", code: "")
    #expect(tooLittle.code == 2 && tooLittle.errors.contains("the guest needs"), "\(tooLittle)")
  }

  @Test func output() throws {
    let outcome = try run("--output-limit", "10", code: "import sys\nprint('0123456'); print('89abc'); print('short', file=sys.stderr)")
    #expect(outcome.code == 0 && outcome.output == "0123456\n89")
    #expect(outcome.errors == "short\nboomslang: standard output was cut after 10 bytes (--output-limit)\n")
    let exact = try run("--output-limit", "3", code: "print('ab')")
    #expect(exact.output == "ab\n" && exact.errors.isEmpty)
    let both = try run("--output-limit", "4", "--timeout", "1", code: "while True: print('x')")
    #expect(both.code == 124 && both.output == "x\nx\n" && both.errors.contains("was cut after 4 bytes") && both.errors.contains("(--timeout)"), "\(both)")
  }
}
