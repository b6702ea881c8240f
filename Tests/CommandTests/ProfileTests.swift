import CommandTestSupport
import Foundation
import Testing

@Suite("boomslang profile", .needsGuest)
struct ProfileTests {
  private let work = "print(sum(n * n for n in range(2000)))"

  /// A profile as its file has it: weights, the heaviest first.
  private func read(_ file: URL) throws -> [(function: Int, weight: UInt64)] {
    let lines = try String(contentsOf: file, encoding: .utf8).split(separator: "\n")
    #expect(lines[0] == "# boomslang profile 1" && lines[1].hasPrefix("fingerprint "))
    return try lines.dropFirst(3).map { line in
      let fields = line.split(separator: " ")
      return (try #require(Int(fields[0])), try #require(UInt64(fields[1])))
    }
  }

  @Test func addsUpWhatProgramsExecute() throws {
    try Temporary.folder { folder in
      try folder.write("work.py", work)
      let outcome = try Command.run(["profile", "work.py", "-c", "print(__name__)"], in: folder)
      #expect(outcome.code == 0 && outcome.output == "2664667000\n__main__\n")
      let file = folder.appendingPathComponent("boomslang.profile")
      let both = try read(file)
      #expect(both.count > 1000 && both.map(\.weight) == both.map(\.weight).sorted(by: >))
      #expect(try String(contentsOf: file, encoding: .utf8).contains(" _PyEval_EvalFrameDefault\n"))
      let lines = outcome.errors.split(separator: "\n")
      let total = both.reduce(0) { $0 + $1.weight }
      #expect(lines.count == 6 && lines[0] == "profile      boomslang.profile" && lines[1] == "executed     \(total) instructions", "\(outcome)")
      #expect(lines[2].hasPrefix("used         \(both.count) of ") && lines[5].hasPrefix("99.9 %       "), "\(outcome)")
      // Each of them alone, in any order.
      var sum: UInt64 = 0
      for program in [["-c", "print(__name__)"], ["work.py"]] {
        #expect(try Command.run(["profile", "--output=alone"] + program, in: folder).code == 0)
        sum += try read(folder.appendingPathComponent("alone")).reduce(0) { $0 + $1.weight }
      }
      #expect(sum == total)
    }
  }

  /// Even a program that asks for what differs between runs.
  @Test func isTheSameInEveryRun() throws {
    try Temporary.folder { folder in
      let code = "import random, time, sys\nfor n in range(hash('x') % 100 + random.randrange(100)): time.time()\nprint(sys.stdin.read(), sys.stdout.isatty())"
      for (name, input) in [("first", ""), ("second", "nobody reads this")] {
        let outcome = try Command.run(["profile", "-o", name, "-c", code], input: input, in: folder)
        #expect(outcome.code == 0 && outcome.output == " False\n", "\(outcome)")
      }
      #expect(FileManager.default.contentsEqual(atPath: folder.path + "/first", andPath: folder.path + "/second"))
    }
  }

  @Test func isNotWrittenWhenAProgramFails() throws {
    try Temporary.folder { folder in
      for (code, exitCode) in [("import sys; sys.exit(3)", 3), ("while True: pass", 124)] as [(String, Int32)] {
        let outcome = try Command.run(["profile", "--timeout", "5", "-c", "print(1)", "-c", code, "-c", "print(2)"], in: folder)
        #expect(outcome.code == exitCode && outcome.output == "1\n", "\(outcome)")
        #expect(outcome.errors.hasSuffix("boomslang profile: -c ended with exit code \(exitCode), so no profile is written\n"), "\(outcome)")
      }
      // What is missing is noticed before anything runs.
      for words in [["missing.py"], ["-o", "missing/profile"]] {
        let outcome = try Command.run(["profile", "-c", "print(1)"] + words, in: folder)
        #expect(outcome.code == 2 && outcome.output.isEmpty && outcome.errors.hasSuffix(": No such file or directory\n"), "\(outcome)")
      }
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
    }
  }

  private struct Information: Decodable {
    let guest: String
  }

  /// From a profile to the functions that a share of it needs.
  @Test func choosesWhatIsCompiled() throws {
    let compiler = URL(fileURLWithPath: try #require(Command.path)).deletingLastPathComponent().appendingPathComponent("wasm2swift").path
    try #require(FileManager.default.isExecutableFile(atPath: compiler), "wasm2swift is not built")
    let information = try JSONDecoder().decode(Information.self, from: Data(try Command.run(["info", "--json"]).output.utf8))
    try Temporary.folder { folder in
      let profiled = try Command.run(["profile", "-o", "profile", "-c", work], in: folder)
      let arguments = ["\(information.guest)/boomslang.wasm", "--name", "Guest", "--output", "out", "--profile", "profile", "--share", "0.9"]
      let translated = try Command.run(compiler, arguments + ["--report", "report"], in: folder)
      #expect(translated.code == 0, "\(translated)")

      let profile = try read(folder.appendingPathComponent("profile"))
      let total = profile.reduce(0) { $0 + $1.weight }
      var covered: UInt64 = 0
      let needed = profile.prefix { entry in
        defer { covered += entry.weight }
        return Double(covered) < 0.9 * Double(total)
      }
      let report = try String(contentsOf: folder.appendingPathComponent("report"), encoding: .utf8)
      let compiled = report.split(separator: "\n").compactMap { line -> Int? in
        let fields = line.split(separator: " ")
        return fields.count > 3 && fields[3] == "compiled" ? Int(fields[0]) : nil
      }
      #expect(Set(compiled) == Set(needed.map(\.function)))
      #expect(profiled.errors.contains("\n90 %         \(compiled.count) functions, "), "\(profiled)")
    }
  }
}
