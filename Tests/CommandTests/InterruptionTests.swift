import CommandTestSupport
import Foundation
import Testing

/// Programs while they run: what comes out of them, and Ctrl-C.
@Suite("boomslang run: while it runs", .needsGuest)
struct InterruptionTests {
  @Test(arguments: ["while True: pass", "import time; time.sleep(1000)", "input()"])
  func interruption(_ code: String) throws {
    let command = try RunningCommand(["run", "-c", "print('ready')\n" + code])
    #expect(command.waits(for: "ready"))
    command.signal(SIGINT)
    let outcome = command.finish()
    #expect(outcome.code == 130 && outcome.errors.hasSuffix("KeyboardInterrupt\n"), "\(outcome)")
  }

  @Test func interruptionsThatAreHandled() throws {
    let command = try RunningCommand(["run", "-c", "try:\n  print('ready')\n  while True: pass\nexcept KeyboardInterrupt: print('done')"])
    #expect(command.waits(for: "ready\n"))
    command.signal(SIGINT)
    let outcome = command.finish()
    #expect(outcome.code == 0 && outcome.output == "ready\ndone\n" && outcome.errors.isEmpty, "\(outcome)")
  }

  @Test func theSecondInterruptionEndsIt() throws {
    // Everything is inside `try`: the signal can come before the call of print has returned.
    let code = "word = 'ready'\nwhile True:\n  try:\n    print(word)\n    while True: pass\n  except KeyboardInterrupt: word = 'no'"
    let command = try RunningCommand(["run", "-c", code])
    #expect(command.waits(for: "ready\n"))
    command.signal(SIGINT)
    #expect(command.waits(for: "no\n"))
    command.signal(SIGINT)
    let outcome = command.finish()
    #expect(outcome.code == 130 && outcome.output == "ready\nno\n" && outcome.errors.isEmpty, "\(outcome)")
  }

  @Test(arguments: [[], ["--output-limit", "100"]])
  func outputComesWhileTheProgramRuns(_ options: [String]) throws {
    let command = try RunningCommand(["run"] + options + ["-c", "print('question'); print(input() * 2)"])
    #expect(command.waits(for: "question\n"))
    command.write("ab\n")
    let outcome = command.finish()
    #expect(outcome.code == 0 && outcome.output == "question\nabab\n")
  }
}
