import CommandTestSupport
import Testing

/// What needs no guest.
@Suite("boomslang", .enabled(if: Command.path != nil))
struct CommandLineTests {
  @Test func help() throws {
    for words in [["--help"], ["-h"], ["help"], ["help", "nonsense"]] {
      let outcome = try Command.run(words)
      #expect(outcome.code == 0 && outcome.output.hasPrefix("usage: boomslang COMMAND") && outcome.errors.isEmpty)
    }
    for command in ["run", "repl", "info", "profile", "wasm"] {
      for words in [[command, "--help"], [command, "-h"], ["help", command]] {
        let outcome = try Command.run(words)
        #expect(outcome.code == 0 && outcome.output.hasPrefix("usage: boomslang \(command) ") && outcome.errors.isEmpty, "\(words)")
        #expect(outcome.output.split(separator: "\n").allSatisfy { $0.count <= 80 }, "\(words)")
      }
    }
    #expect(try Command.run(["--version"]).output.hasPrefix("boomslang "))
  }

  @Test func unknownCommands() throws {
    let none = try Command.run([])
    #expect(none.code == 2 && none.output.isEmpty && none.errors.hasPrefix("usage: boomslang COMMAND"))
    let typo = try Command.run(["rnu"])
    #expect(typo.code == 2 && typo.errors == "boomslang: unknown command \"rnu\" (did you mean run?)\nboomslang --help shows the commands.\n")
  }

  @Test func wrongOptions() throws {
    for (words, message) in [
      (["run"], "boomslang run: no program is given: -c CODE, -m MODULE, a file, or - for standard input"),
      (["run", "--timout", "3"], "boomslang run: unknown option --timout (did you mean --timeout?)"),
      (["run", "-u", "x.py"], "boomslang run: Python's option -u is not supported: output is never buffered"),
      (["repl", "file.py"], "boomslang repl: unexpected argument \"file.py\"; boomslang run runs programs"),
      (["profile", "--timeout", "1"], "boomslang profile: no program is given: -c CODE, -m MODULE, files, or - for standard input"),
      (["profile", "--outptu", "x"], "boomslang profile: unknown option --outptu (did you mean --output?)"),
      (["profile", "--engine", "aot", "x.py"], "boomslang profile: --engine: it is always the interpreter that counts instructions"),
      (["info", "--yaml"], "boomslang info: unknown option --yaml"),
    ] {
      let outcome = try Command.run(words)
      let hint = "boomslang \(words[0]) --help shows the options."
      #expect(outcome.code == 2 && outcome.output.isEmpty && outcome.errors == "\(message)\n\(hint)\n", "\(outcome)")
    }
  }

  @Test func aMissingGuest() throws {
    for words in [["run", "-c", "1"], ["repl"], ["info"], ["profile", "-c", "1"]] {
      let outcome = try Command.run(words, environment: ["BOOMSLANG_GUEST": "/nowhere/guest"])
      #expect(outcome.code == 1 && outcome.output.isEmpty)
      #expect(outcome.errors.contains("there is no guest in /nowhere/guest") && outcome.errors.contains("make guest builds a guest"), "\(outcome)")
      let named = try Command.run([words[0], "--guest", "/nowhere/else"] + words.dropFirst())
      #expect(named.code == 1 && named.errors.contains("there is no guest in /nowhere/else"))
    }
  }
}
