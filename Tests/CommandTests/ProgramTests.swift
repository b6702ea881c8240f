import CommandTestSupport
import Foundation
import Testing

/// The ways to say what is to be run.
@Suite("boomslang run", .needsGuest)
struct ProgramTests {
  private let printArguments = "import sys; print(__name__, sys.argv)\n"

  private func expect(
    _ output: String, _ words: String..., input: String = "", in folder: URL? = nil, location: SourceLocation = #_sourceLocation
  ) throws {
    let outcome = try Command.run(["run"] + words, input: input, in: folder)
    #expect(outcome.output == output, sourceLocation: location)
    #expect(outcome.code == 0 && outcome.errors.isEmpty, "\(outcome)", sourceLocation: location)
  }

  @Test func code() throws {
    try expect("__main__ ['-c', 'a', '-x', '--timeout', '--']\n", "-c", printArguments, "a", "-x", "--timeout", "--")
    try expect("2\n", "-cprint(1 + 1)")
    try expect("", "-c", "")
    try expect("True ''\n", "-c", "import sys, os; print(os.getcwd() == '/work', repr(sys.path[0]))")
  }

  @Test func standardInput() throws {
    try expect("__main__ ['-', 'ä']\n", "-", "ä", input: printArguments)
    // The program was all that there was.
    try expect("''\n", "-", input: "import sys; print(repr(sys.stdin.read()))")
    let outcome = try Command.run(["run", "-"], input: "\n1/0\n")
    #expect(outcome.code == 1 && outcome.errors.contains("File \"<stdin>\", line 2, in <module>\n    1/0\n"), "\(outcome)")
  }

  @Test func modules() throws {
    try expect("{\n    \"a\": 1\n}\n", "-m", "json.tool", input: "{\"a\": 1}")
    try Temporary.folder { folder in
      try folder.write("mine.py", printArguments)
      try expect("__main__ ['/work/mine.py', '-h']\n", "--mount", ".::/work", "-m", "mine", "-h", in: folder)
    }
    let missing = try Command.run(["run", "-m", "no_such_module"])
    #expect(missing.code == 1 && missing.errors == "/usr/bin/python3: No module named no_such_module\n", "\(missing)")
  }

  @Test func files() throws {
    try Temporary.folder { folder in
      try folder.write("sub/script.py", printArguments + "import os; print(__file__, os.listdir('.'), sys.path[0])\n")
      let copied = "/work/script.py ['script.py'] /work\n"
      // Nothing in the sandbox tells where the script lies on this computer.
      try expect("__main__ ['/work/script.py', 'x', '-c']\n" + copied, "sub/script.py", "x", "-c", in: folder)
      try folder.write("-script", "print(__file__)")
      try expect("/work/-script\n", "--", "-script", in: folder)
      // Through the mount that it lies in.
      try expect("__main__ ['/work/sub/script.py']\n/work/sub/script.py ['-script', 'sub'] /work/sub\n", "--mount", ".::/work", "sub/script.py", in: folder)
      try expect("__main__ ['/code/script.py']\n/code/script.py [] /code\n", "--mount", "sub::/code", "sub/script.py", in: folder)
    }
  }

  /// As at the end of any process, and of Python's.
  @Test func theEndOfTheProgram() throws {
    try Temporary.folder { folder in
      let program = "import atexit; atexit.register(print, 'bye'); f = open('f', 'w'); f.write('left open'); "
      for (end, code) in [("pass", 0), ("__import__('sys').exit(3)", 3), ("x = 1/0", 1)] as [(String, Int32)] {
        let outcome = try Command.run(["run", "--mount", ".::/work", "-c", program + end], in: folder)
        #expect(outcome.output == "bye\n" && outcome.code == code, "\(outcome)")
        #expect(try String(contentsOfFile: folder.path + "/f", encoding: .utf8) == "left open")
        try FileManager.default.removeItem(atPath: folder.path + "/f")
      }
      let exit = try Command.run(["run", "-c", program + "__import__('os')._exit(4)"])
      #expect(exit.output.isEmpty && exit.code == 4, "\(exit)")
      let unwritten = try Command.run(["run", "-c", "import sys; sys.stdout.detach()"])
      #expect(unwritten.code == 120, "\(unwritten)")
    }
  }

  @Test func filesBesideAMountedWorkDirectory() throws {
    try Temporary.folder { folder in
      let script = try folder.write("script.py", "print(__file__, __import__('os').listdir('/work'))")
      try folder.write("data/a", "")
      try expect("/script/script.py ['a']\n", "--mount", folder.path + "/data::/work", script)
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path + "/data") == ["a"])
    }
  }

  @Test func foldersAndArchives() throws {
    try Temporary.folder { folder in
      try folder.write("app/__main__.py", "import helper, sys; print(__file__, sys.argv[1:], helper.value)")
      try folder.write("app/helper.py", "value = 5")
      try folder.write("data/a", "")
      try expect("/work/app/__main__.py ['1'] 5\n", "app", "1", in: folder)
      try expect("/work/app/__main__.py [] 5\n", "./app/", in: folder)
      try expect("/script/app/__main__.py [] 5\n", "--mount", "data::/work:ro", "app", in: folder)
      try expect("", "--mount", ".::/work", "-m", "zipapp", "app", "-o", "app.pyz", in: folder)
      try expect("/work/app.pyz/__main__.py [] 5\n", "app.pyz", in: folder)
      try folder.write("app/__main__.py", "open('/work/app/new', 'w')")
      let write = try Command.run(["run", "app"], in: folder)
      #expect(write.code == 1 && write.errors.contains("Read-only file system"), "\(write)")
      let empty = try Command.run(["run", "data"], in: folder)
      #expect(empty.code == 1 && empty.errors.contains("__main__"), "\(empty)")
    }
  }

  @Test func whatPythonWasCalledWith() throws {
    try Temporary.folder { folder in
      let program = "import sys; print(sys.executable, sys.orig_argv[0], sys.orig_argv[2:])"
      try expect("/usr/bin/python3 python3 ['\(program)', 'a', '-c']\n", "-c", program, "a", "-c")
      try expect("/usr/bin/python3 python3 ['a']\n", "-", "a", input: program)
      try folder.write("s.py", program + "; print(sys.orig_argv[1], __loader__.__class__.__name__, __loader__.path)")
      try expect("/usr/bin/python3 python3 ['a']\n/work/s.py SourceFileLoader /work/s.py\n", "s.py", "a", in: folder)
      try expect("/usr/bin/python3 python3 ['s', 'a']\n-m SourceFileLoader /work/s.py\n", "--mount", ".::/work", "-m", "s", "a", in: folder)
      try folder.write("compile.py", "import py_compile; py_compile.compile('s.py', 's.pyc')")
      try expect("", "--mount", ".::/work", "compile.py", in: folder)
      try expect("/usr/bin/python3 python3 []\n/work/s.pyc SourcelessFileLoader /work/s.pyc\n", "s.pyc", in: folder)
    }
  }

  @Test func encodings() throws {
    try Temporary.folder { folder in
      func write(_ bytes: [UInt8]) throws { try Data(bytes).write(to: folder.appendingPathComponent("s.py")) }
      let comment = Array("print(1)\n# caf".utf8) + [0xE9, 0x0A]
      try write(comment)
      let outcome = try Command.run(["run", "s.py"], in: folder)
      let message = "SyntaxError: Non-UTF-8 code starting with '\\xe9' in file /work/s.py on line 2, but no encoding declared"
      #expect(outcome.code == 1 && outcome.output.isEmpty && outcome.errors.contains(message), "\(outcome)")
      try write(Array("# -*- coding: latin-1 -*-\nprint('\\xe9' == '".utf8) + [0xE9] + Array("')".utf8))
      try expect("True\n", "s.py", in: folder)
      try write([0xEF, 0xBB, 0xBF] + Array("print('\u{e9}')\r\nprint(2)".utf8))
      try expect("\u{e9}\n2\n", "s.py", in: folder)
    }
  }

  @Test func tracebacksShowTheSource() throws {
    try Temporary.folder { folder in
      try folder.write("fails.py", "def f():\n  return 1 / 0\n\nf()\n")
      let outcome = try Command.run(["run", "fails.py"], in: folder)
      #expect(outcome.code == 1 && outcome.output.isEmpty)
      #expect(outcome.errors.hasPrefix("Traceback (most recent call last):\n  File \"/work/fails.py\", line 4, in <module>\n    f()\n"), "\(outcome.errors)")
      #expect(outcome.errors.contains("line 2, in f\n    return 1 / 0\n") && outcome.errors.hasSuffix("ZeroDivisionError: division by zero\n"))
    }
  }

  @Test func filesThatAreNotThere() throws {
    let file = try Command.run(["run", "/nowhere/script.py"])
    #expect(file.code == 2 && file.errors == "boomslang run: /nowhere/script.py: No such file or directory\n")
    let input = try Command.run(["run", "--stdin", "/nowhere/input", "-c", "1"])
    #expect(input.code == 2 && input.errors == "boomslang run: /nowhere/input: No such file or directory\n")
  }
}
