import CommandTestSupport
import Foundation
import Testing

/// What a program gets, and what comes of it.
@Suite("boomslang run: the sandbox", .needsGuest)
struct SandboxTests {
  private func run(_ options: String..., code: String, input: String = "", environment: [String: String] = [:]) throws -> Command.Outcome {
    try Command.run(["run"] + options + ["-c", code], input: input, environment: environment)
  }

  @Test(arguments: [
    ("pass", 0), ("raise SystemExit", 0), ("import sys; sys.exit(7)", 7), ("import sys; sys.exit(-1)", 255), ("1/0", 1), ("exit(3)", 3), ("(", 1),
    ("import os; os._exit(9)", 9),
  ])
  func exitCodes(_ code: String, _ expected: Int32) throws {
    #expect(try run(code: code).code == expected)
  }

  @Test func exitWithAMessage() throws {
    let outcome = try run(code: "import sys; sys.exit('no ü')")
    #expect(outcome.code == 1 && outcome.output.isEmpty && outcome.errors == "no ü\n")
  }

  @Test func streams() throws {
    let echo = "import sys; sys.stdout.write(sys.stdin.read())"
    #expect(try run(code: echo, input: "a\nü\n漢").output == "a\nü\n漢")
    #expect(try run(code: "print(input() + input())", input: "1\n2\n").output == "12\n")
    try Temporary.folder { folder in
      let file = try folder.write("input", "from a file")
      #expect(try run("--stdin", file, code: echo, input: "not this").output == "from a file")
    }
    let bytes = try run(code: "import sys; sys.stdout.buffer.write(bytes(range(128))); sys.stderr.write('e')")
    #expect(Array(bytes.output.utf8) == Array(0..<128) && bytes.errors == "e")
  }

  @Test func bothStreamsInOrder() throws {
    let code = "import sys, os\nfor i in range(3): print(i); print('e', i, file=sys.stderr); os.write(1, b'w')"
    for limit in ["", "--output-limit 1000"] {
      let outcome = try Command.run("/bin/sh", ["-c", "\"$B\" run \(limit) -c \"$CODE\" 2>&1"], environment: ["B": Command.path ?? "", "CODE": code])
      #expect(outcome.output == "0\ne 0\nw1\ne 1\nw2\ne 2\nw")
    }
  }

  @Test func mounts() throws {
    try Temporary.folder { folder in
      try folder.write("data/in", "content")
      let mount = folder.path + "/data::/data"
      #expect(try run("--mount", mount, code: "open('/data/out', 'w').write(open('/data/in').read())").code == 0)
      #expect(try String(contentsOfFile: folder.path + "/data/out", encoding: .utf8) == "content")
      let readOnly = try run("--mount=\(mount):ro", code: "print(open('/data/in').read()); open('/data/other', 'w')")
      #expect(readOnly.code == 1 && readOnly.output == "content\n" && readOnly.errors.contains("Read-only file system"), "\(readOnly)")
      let work = try run("--mount", folder.path + "/data::/work", code: "import os; print(sorted(os.listdir()))")
      #expect(work.output == "['in', 'out']\n")
    }
    #expect(try run("--mount", "/nowhere::/x", code: "").errors.hasPrefix("boomslang run: --mount /nowhere: No such file or directory\n"))
    let library = try run("--mount", "/tmp::/usr", code: "")
    #expect(library.code == 2 && library.errors.contains("/usr"), "\(library)")
  }

  @Test func nothingOfTheHost() throws {
    let code = "import os; print(dict(os.environ), os.path.exists('/etc/passwd'), sorted(os.listdir('/')), os.listdir())"
    #expect(try run(code: code, environment: ["SECRET": "x"]).output == "{} False ['lib', 'tmp', 'usr', 'work'] []\n")
  }

  @Test func variables() throws {
    let outcome = try run("--env", "A=1=2", "--env", "GIVEN", code: "import os; print(sorted(os.environ.items()))", environment: ["GIVEN": "ü"])
    #expect(outcome.output == "[('A', '1=2'), ('GIVEN', 'ü')]\n")
  }

  @Test func engines() throws {
    for engine in ["auto", "interpreter"] { #expect(try run("--engine", engine, code: "print(1)").output == "1\n") }
  }
}
