import CommandTestSupport
import Foundation
import Testing

@Suite("States in files", .needsGuest)
struct StateTests {
  @Test func otherProcessesGoOn() throws {
    try Temporary.folder { folder in
      let path = folder.appendingPathComponent("state").path
      let first = try Command.run(["run", "--save-state", path, "-c", "import random\nvalues = list(range(1000))\nopen('/work/f', 'w').write('kept')\nprint('first')"])
      #expect(first.code == 0 && first.output == "first\n" && first.errors.isEmpty, "\(first)")
      let question = "print(sum(values), open('/work/f').read(), random.random())"
      let answers = try (0..<2).map { _ in try Command.run(["run", "--state", path, "-c", question]) }
      for answer in answers { #expect(answer.code == 0 && answer.output.hasPrefix("499500 kept ") && answer.errors.isEmpty, "\(answer)") }
      #expect(answers[0].output != answers[1].output)
      // Step by step, and with a script that fails nothing is written.
      #expect(try Command.run(["run", "--state", path, "--save-state", path, "-c", "values.append(1)"]).code == 0)
      #expect(try Command.run(["run", "--state", path, "--save-state", path, "-c", "values.append(1)\n1 / 0"]).code == 1)
      #expect(try Command.run(["run", "--state", path, "-c", "print(len(values))"]).output == "1001\n")
    }
  }

  @Test func refusals() throws {
    try Temporary.folder { folder in
      let path = try folder.write("state", "no state at all, but long enough to be looked at more closely")
      let outcome = try Command.run(["run", "--state", path, "-c", "1"])
      #expect(outcome.code == 1 && outcome.errors.contains("it is no saved state"), "\(outcome)")
      let nowhere = try Command.run(["run", "--save-state", folder.appendingPathComponent("no/folder").path, "-c", "1"])
      #expect(nowhere.code == 1 && nowhere.errors.contains("no/folder"), "\(nowhere)")
    }
  }
}
