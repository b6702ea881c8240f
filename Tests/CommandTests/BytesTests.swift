import CommandTestSupport
import Foundation
import Testing

/// Command lines with bytes that are no text, or that Swift's `String` sees as other characters.
@Suite("boomslang run: bytes", .needsGuest)
struct BytesTests {
  /// Runs a line of bash in a new folder; `$B` is the command.
  private func run(_ line: String) throws -> Command.Outcome {
    let folder = FileManager.default.temporaryDirectory.appending(path: "boomslang-bytes-\(UUID())")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    return try Command.run("/bin/bash", ["-c", "cd '\(folder.path)' || exit 9; \(line)"], environment: ["B": Command.path ?? ""])
  }

  @Test func arguments() throws {
    #expect(try run("$B run -c 'import sys; print(ascii(sys.argv))' $'\\xe9' x").output == "['-c', '\\udce9', 'x']\n")
    let refused = try run("$B run -c $'print(\"\\xe9\")'")
    #expect(refused.code == 2)
    #expect(refused.errors.contains("is not valid UTF-8"))
  }

  @Test func options() throws {
    #expect(try run("$B run --env $'A=\\xcc\\x81b' -c 'import os; print(ascii(os.environ[\"A\"]))'").output == "'\\u0301b'\n")
    #expect(try run("export A=$'\\xe9\\xcc\\x81'; $B run --env A -c 'import os; print(ascii(os.environ[\"A\"]))'").output == "'\\udce9\\u0301'\n")
    let mounted = "mkdir $'m\\xd8\\x80'; touch $'m\\xd8\\x80/f'; $B run --mount $'m\\xd8\\x80::/data' -c 'import os; print(os.listdir(\"/data\"))'"
    #expect(try run(mounted).output == "['f']\n")
    let readOnly = try run("mkdir d; $B run --mount $'d::/data\\xd8\\x80:ro' -c 'open(\"/data\\u0600/x\", \"w\")'; ls d")
    #expect(readOnly.errors.contains("Read-only file system"))
    #expect(readOnly.output == "")
    let two = "mkdir d e; touch d/1 e/2; $B run --mount $'d::/\\xc3\\xa9' --mount $'e::/e\\xcc\\x81' -c 'import os; print(os.listdir(\"/\\u00e9\"), os.listdir(\"/e\\u0301\"))'"
    #expect(try run(two).output == "['1'] ['2']\n")
  }

  @Test func waysOut() throws {
    let before = "mkdir -p o/job; echo secret > o/s.txt; $B run --mount o/job::/work"
    let after = "find o | sort; cat o/s.txt"
    for code in [
      "import os; os.mkdir(\"../\\u0301\\u0600\"); print(os.listdir(\"../\\u0301\\u0600/..\"))", "open(\"../\\u0301evil\", \"w\").write(\"outside\")",
      "print(open(\"../\\u0301\\u0600/../s.txt\").read())",
    ] {
      let outcome = try run("\(before) -c '\(code)'; \(after)")
      #expect(outcome.errors.contains("PermissionError"), "\(code): \(outcome)")
      #expect(outcome.output == "o\no/job\no/s.txt\nsecret\n", "\(code): \(outcome)")
    }
  }

  @Test func streamsHaveNoPosition() throws {
    let input = "printf 'header\\nbody\\n' > f; (read a; $B run -c 'import os; os.pread(0, 100, 0)') < f"
    #expect(try run(input).errors.contains("Invalid seek"))
    let output = "(echo header; $B run -c 'import os; os.lseek(1, 0, 0); os.write(1, b\"XXX\")') > f; cat f"
    #expect(try run(output).output == "header\n")
    #expect(try run("$B run -c 'import sys; print(sys.stdin.isatty())' < /dev/null").output == "False\n")
  }

  @Test func linksThatEndInSlashes() throws {
    let program = """
      import os
      open("file", "w"); os.symlink("file", "flink"); os.symlink("no", "dangling"); os.symlink("loop", "loop")
      for path in ["file/", "flink/", "dangling/", "loop/"]:
        try: os.readlink(path)
        except OSError as error: print(error.strerror)
      """
    let expected = "Not a directory\nNot a directory\nNo such file or directory\nSymbolic link loop\n"
    for options in ["", "--mount .::/work"] { #expect(try run("$B run \(options) -c '\(program)'").output == expected) }
  }
}
