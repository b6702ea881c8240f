import Boomslang
import Foundation
import Synchronization
import Testing

@Suite("Standard streams", .needsGuest)
struct StreamTests {
  @Test(arguments: TestGuest.engines)
  func noInput(engine: PythonEngine) throws {
    let python = try TestGuest.python(engine)
    let result = try python.execute("input()")
    #expect(result.exitCode == 1)
    #expect(result.stderr.contains("EOFError"))
    #expect(try python.output("import sys\nprint(repr(sys.stdin.read()))") == "''\n")
  }

  @Test(arguments: TestGuest.engines)
  func inputIsForOneCall(engine: PythonEngine) throws {
    let python = try TestGuest.python(engine)
    try python.setStdin("Ada\nGrace\nrest ü\n")
    #expect(try python.output("import sys\nprint(input(), input(), repr(sys.stdin.read()))") == "Ada Grace 'rest ü\\n'\n")
    #expect(try python.execute("input()").stderr.contains("EOFError"))
  }

  @Test(arguments: TestGuest.engines)
  func inputThatIsNotReadIsDropped(engine: PythonEngine) throws {
    let python = try TestGuest.python(engine)
    try python.setStdin("one\ntwo\n")
    #expect(try python.output("print(input())") == "one\n")
    #expect(try python.output("import sys\nprint(repr(sys.stdin.read()))") == "''\n")
    try python.setStdin("ignored")
    _ = try python.output("pass")
    try python.setStdin("second")
    #expect(try python.output("import sys\nprint(sys.stdin.read())") == "second\n")
  }

  @Test(arguments: TestGuest.engines)
  func inputAsBytes(engine: PythonEngine) throws {
    let python = try TestGuest.python(engine)
    try python.setStdin([0, 255, 10])
    #expect(try python.output("import sys\nprint(sys.stdin.buffer.read())") == "b'\\x00\\xff\\n'\n")
  }

  @Test(arguments: TestGuest.engines)
  func inputOfTheHost(engine: PythonEngine) throws {
    let python = try TestGuest.python(engine) { $0.standardInput = .text("a\nb\n") }
    #expect(try python.output("print(input())") == "a\n")
    guard case .invalidOptions? = pythonError({ try python.setStdin("x") }) else {
      Issue.record("two inputs at a time")
      return
    }
  }

  @Test(arguments: TestGuest.engines)
  func outputWhileItIsProduced(engine: PythonEngine) throws {
    let written = Mutex<[UInt8]>([])
    let python = try TestGuest.python(engine) { options in
      options.hostBridge = HostBridge(functions: ["look": { _ in "\(written.withLock { $0.count })" }])
      options.standardOutput = .stream { buffer in written.withLock { $0 += buffer } }
      options.standardError = .discarded
    }
    let result = try python.execute(
      "import boomslang_host, sys\nprint('first')\nseen = boomslang_host.call('look')\nprint('seen', seen)\nprint('e', file=sys.stderr)")
    #expect(result.stdout == "" && result.stderr == "")
    #expect(written.withLock { String(decoding: $0, as: UTF8.self) } == "first\nseen 6\n")
  }

  @Test(arguments: TestGuest.engines)
  func outputToADescriptor(engine: PythonEngine) throws {
    let pipe = Pipe()
    let python = try TestGuest.python(engine) { $0.standardOutput = .descriptor(pipe.fileHandleForWriting.fileDescriptor) }
    #expect(try python.output("print('through the pipe')") == "")
    try pipe.fileHandleForWriting.close()
    #expect(try pipe.fileHandleForReading.readToEnd() == Data("through the pipe\n".utf8))
  }

  /// Whatever one script does to its streams, the next has working ones.
  @Test(arguments: TestGuest.engines, ["sys.stdout = None", "sys.stdout.close()", "sys.stderr = open('/tmp/e', 'w')", "import os; os.close(0)"])
  func brokenStreamsAreMended(engine: PythonEngine, what: String) throws {
    let python = try TestGuest.python(engine)
    _ = try python.execute("import sys\n\(what)")
    #expect(try python.output("print('fine')") == "fine\n")
    #expect(try python.execute("1 / 0").stderr.contains("ZeroDivisionError"))
  }

  /// Lines, whatever pieces Python writes.
  @Test(arguments: TestGuest.engines)
  func outputInLines(engine: PythonEngine) throws {
    let lines = Mutex<[String]>([])
    let python = try TestGuest.python(engine) { $0.standardOutput = .lines { line in lines.withLock { $0.append(line) } } }
    func written(_ source: String) throws -> [String] {
      lines.withLock { $0 = [] }
      #expect(try python.execute(source).exitCode == 0)
      return lines.withLock { $0 }
    }
    #expect(try written("print('tick', 0, 'é')\nprint()\nprint('no end', end='')") == ["tick 0 é\n", "\n", "no end"])
    #expect(try written("import os\nfor byte in 'a🐍\\nb'.encode(): os.write(1, bytes([byte]))") == ["a🐍\n", "b"])
    #expect(try written("os.write(1, b'one\\ntwo\\nthr'); os.write(1, b'ee\\n\\xff\\n')") == ["one\n", "two\n", "three\n", "\u{FFFD}\n"])
    // Parts of a long line have whole characters.
    let parts = try written("for _ in range(100_000): os.write(1, '🐍'.encode()[:3]); os.write(1, '🐍'.encode()[3:])")
    #expect(parts.joined() == String(repeating: "🐍", count: 100_000) && parts.count > 3)
    #expect(try written("pass") == [])
  }
}
