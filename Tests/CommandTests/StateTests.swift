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

  /// Each process makes the golden image itself then, which has to be the same.
  @Test func withoutAGoldenImage() throws {
    let source = try Command.guestFolder()
    try Temporary.folder { folder in
      let guest = folder.appendingPathComponent("guest")
      try FileManager.default.createDirectory(at: guest, withIntermediateDirectories: true)
      for name in ["boomslang.wasm", "guest.json", "usr"] {
        try FileManager.default.copyItem(at: source.appendingPathComponent(name), to: guest.appendingPathComponent(name))
      }
      let path = folder.appendingPathComponent("state").path
      #expect(try Command.run(["run", "--guest", guest.path, "--save-state", path, "-c", "x = 5"]).code == 0)
      let outcome = try Command.run(["run", "--guest", guest.path, "--mount", "\(folder.path)::/data", "--state", path, "-c", "print(x)"])
      #expect(outcome.output == "5\n" && outcome.errors.isEmpty, "\(outcome)")
    }
  }

  /// Files that were open, with mounts that come and go.
  @Test func openFiles() throws {
    try Temporary.folder { folder in
      try folder.write("d/seen", "in d")
      try folder.write("e/seen", "in e")
      func run(_ words: String..., location: SourceLocation = #_sourceLocation) throws -> Command.Outcome { try Command.run(["run"] + words, in: folder) }
      let program = "f = open('/work/f', 'w+'); print('a', file=f, flush=True)"
      #expect(try run("--mount", "d::/work", "--save-state", "s", "-c", program).code == 0)
      // The same mount, and another one beside it.
      let use = "print('b', file=f, flush=True); print(open('/work/f').read().split(), open('/data/seen').read())"
      let same = try run("--mount", "d::/work", "--mount", "e::/data", "--state", "s", "-c", use)
      #expect(same.output == "['a', 'b'] in e\n" && same.errors.isEmpty, "\(same)")
      // The mount is somewhere else: the file is not where it was.
      let lost = try run("--state", "s", "--mount", "d::/data", "-c", """
        import errno, os
        print(open('/data/seen').read(), os.listdir('/work'))
        for use in lambda: print('b', file=f, flush=True), lambda: os.fstat(f.fileno()), lambda: os.lseek(f.fileno(), 0, 0), lambda: os.pread(f.fileno(), 1, 0):
          try: use()
          except OSError as error: print(errno.errorcode[error.errno])
        new = open('/work/new', 'w'); print(new.fileno() != f.fileno())
        """)
      #expect(lost.output == "in d []\nESTALE\nESTALE\nESTALE\nESTALE\nTrue\n" && lost.code == 0, "\(lost)")
      #expect(lost.errors.hasPrefix("boomslang: /work/f, which was open in s, cannot be opened again: No such file or directory\n"), "\(lost)")
      // What is lost in between comes back with its mount.
      #expect(try run("--state", "s", "--save-state", "s2", "-c", "x = 1").code == 0)
      let back = try run("--mount", "d::/work", "--state", "s2", "-c", "print('c', file=f, flush=True); print(open('/work/f').read().split())")
      #expect(back.output == "['a', 'c']\n" && back.errors.isEmpty, "\(back)")
    }
  }

  /// Mounts that are gone, and others in their places.
  @Test func mounts() throws {
    try Temporary.folder { folder in
      for name in ["a", "b", "c"] { try folder.write("\(name)/seen", "in \(name)") }
      func run(_ words: String...) throws -> Command.Outcome { try Command.run(["run"] + words, in: folder) }
      #expect(try run("--mount", "a::/a", "--mount", "b::/b", "--save-state", "s", "-c", "f = open('/b/seen'); g = open('/a/seen')").code == 0)
      let show = "import os; print([open(f'/{n}/seen').read() if os.path.exists(f'/{n}') else '-' for n in 'abc'], f.read(), g.read())"
      let swapped = try run("--mount", "b::/b", "--mount", "a::/a", "--state", "s", "-c", show)
      #expect(swapped.output == "['in a', 'in b', '-'] in b in a\n" && swapped.errors.isEmpty, "\(swapped)")
      let replaced = try run("--mount", "c::/c", "--mount", "b::/b", "--state", "s", "-c", show)
      #expect(replaced.code == 1 && replaced.errors.hasPrefix("boomslang: /a/seen, which was open in s"), "\(replaced)")
      let kept = try run("--mount", "c::/c", "--mount", "b::/b", "--state", "s", "-c", "g = open('/c/seen')\n" + show)
      #expect(kept.output == "['-', 'in b', 'in c'] in b in c\n", "\(kept)")
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
