import Boomslang
import Testing

@Suite("Compiling", .needsGuest)
struct CompileTests {
  @Test(arguments: TestGuest.engines)
  func onceForManyRuns(engine: PythonEngine) throws {
    let python = try TestGuest.python(engine)
    let code = try python.compile("n = globals().get('n', 0) + 1\nprint('run', n)")
    #expect(!code.bytes.isEmpty)
    #expect(try python.loadCode(code).stdout == "run 1\n")
    #expect(try python.loadCode(code).stdout == "run 2\n")
    #expect(try TestGuest.python(engine).loadCode(PythonCode(bytes: code.bytes)).stdout == "run 1\n")
  }

  @Test(arguments: TestGuest.engines)
  func aSyntaxErrorIsThrown(engine: PythonEngine) throws {
    let python = try TestGuest.python(engine)
    guard case .compilationFailed(let traceback)? = pythonError({ _ = try python.compile("def f(:\n  pass") }) else {
      Issue.record("it compiled")
      return
    }
    #expect(traceback.contains("SyntaxError") && traceback.contains("def f(:"))
    #expect(try python.output("print('fine')") == "fine\n")
  }

  @Test(arguments: TestGuest.engines)
  func tracebacksNameTheSource(engine: PythonEngine) throws {
    let python = try TestGuest.python(engine)
    #expect(try python.loadCode(python.compile("1/0", name: "<lesson 7>")).stderr.contains("File \"<lesson 7>\", line 1"))
    #expect(try python.loadCode(python.compile("1/0")).stderr.contains("File \"<script>\", line 1"))
  }

  /// Bytecode for which the first guess of the host is too small.
  @Test(arguments: TestGuest.engines)
  func largeBytecode(engine: PythonEngine) throws {
    let python = try TestGuest.python(engine)
    // The compiler folds a few characters of source into many of bytecode.
    let source = (0..<200).map { "a\($0) = '\($0)' * 1200" }.joined(separator: "\n")
    let large = try python.compile(source)
    #expect(large.bytes.count > 64 << 10 + 8 * source.utf8.count)
    #expect(try python.loadCode(large).succeeded)
    #expect(try python.output("print(len(a7))") == "1200\n")
  }

  @Test(arguments: TestGuest.engines)
  func bytesThatAreNoBytecode(engine: PythonEngine) throws {
    let python = try TestGuest.python(engine)
    for bytes: [UInt8] in [[], [0], [0xE3, 1, 2], Array("hello".utf8)] {
      let result = try python.loadCode(PythonCode(bytes: bytes))
      #expect(!result.succeeded)
      #expect(result.stderr.contains("Error"))
    }
  }

  @Test(arguments: TestGuest.engines)
  func compiledCodeMayExit(engine: PythonEngine) throws {
    let python = try TestGuest.python(engine)
    #expect(try python.loadCode(python.compile("raise SystemExit(4)")).exitCode == 4)
  }
}
