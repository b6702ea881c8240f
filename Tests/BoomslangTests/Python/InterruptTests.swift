import Boomslang
import Foundation
import Synchronization
import Testing

/// Interruptions at all moments of short calls. `make fuzz-interrupts` makes more of them.
@Suite("Interruptions at any moment", .needsGuest)
struct InterruptTests {
  private static let count = ProcessInfo.processInfo.environment["BOOMSLANG_INTERRUPTS"].flatMap(Int.init) ?? 2_000

  /// Interrupts an instance again and again, from a thread of its own, after pauses that are a little different each time.
  private final class Interrupter: Sendable {
    private let state = Mutex((made: 0, isOver: false))
    private let ended = DispatchSemaphore(value: 0)

    init(_ python: PythonInstance) {
      Thread.detachNewThread {
        var generator = SystemRandomNumberGenerator()
        while !self.state.withLock({ $0.isOver }) {
          for _ in 0..<Int.random(in: 0..<60_000, using: &generator) where self.state.withLock({ $0.isOver }) { break }
          if python.interrupt() { self.state.withLock { $0.made += 1 } }
          // Faster than a script can take notice, Python's stack would fill up.
          usleep(20)
        }
        self.ended.signal()
      }
    }

    var made: Int { state.withLock { $0.made } }

    func end() {
      state.withLock { $0.isOver = true }
      ended.wait()
    }
  }

  private static func expect(_ result: PythonResult, _ output: String, value: String? = nil, location: SourceLocation = #_sourceLocation) {
    if result.exitCode == 130 {
      #expect(result.stderr.hasSuffix("KeyboardInterrupt\n") && output.hasPrefix(result.stdout), "\(result.stdout)\(result.stderr)", sourceLocation: location)
    } else {
      let isAsEver = result.exitCode == 0 && result.stdout == output && result.stderr == "" && result.value == value
      #expect(isAsEver, "\(result.exitCode) \(result.stdout)\(result.stderr)\(result.value ?? "")", sourceLocation: location)
    }
  }

  @Test(arguments: TestGuest.engines) func callsEndAsEverOrInterrupted(engine: PythonEngine) async throws {
    try await onThreadOfItsOwn { try Self.callsEndAsEverOrInterrupted(engine) }
  }

  private static func callsEndAsEverOrInterrupted(_ engine: PythonEngine) throws {
    let python = try TestGuest.python(engine)
    _ = try python.output("def square(x): return [x * x, {'text': 'x' * 100}]\nimport sys")
    let interrupter = Interrupter(python)
    defer { interrupter.end() }
    let value = #"[49, {"text": "\#(String(repeating: "x", count: 100))"}]"#
    while interrupter.made < count {
      expect(try python.execute("total = sum(range(300))\nprint(total)"), "44850\n")
      expect(try python.executeFunction("square", "[7]"), "", value: value)
      if case .complete(let line) = try python.executeInteractive("[n for n in range(3)]") { expect(line, "[0, 1, 2]\n") }
      let failing = try python.execute("1 / 0")
      #expect((failing.exitCode == 1 && failing.stderr.hasSuffix("ZeroDivisionError: division by zero\n")) || failing.exitCode == 130, "\(failing.stderr)")
      let exiting = try python.execute("sys.exit('the end')")
      #expect((exiting.exitCode == 1 && exiting.stderr == "the end\n") || exiting.exitCode == 130, "\(exiting.stderr)")
    }
  }

  /// Nothing of a script runs here that could be interrupted.
  @Test(arguments: TestGuest.engines) func instancesAreMade(engine: PythonEngine) async throws {
    try await onThreadOfItsOwn { try Self.instancesAreMade(engine) }
  }

  private static func instancesAreMade(_ engine: PythonEngine) throws {
    let python = try TestGuest.python(engine) { options in
      options.arguments = ["script", "argument"]
      options.environment = ["A": "b"]
    }
    let interrupter = Interrupter(python)
    let outcome = Result { try resetAndFreeze(python) }
    interrupter.end()
    try outcome.get()
    #expect(try python.output("import os, sys\nprint(sys.argv, os.environ['A'])") == "['script', 'argument'] b\n")
  }

  private static func resetAndFreeze(_ python: PythonInstance) throws {
    for _ in 0..<count / 4 {
      try python.reset()
      _ = try python.freeze()
    }
  }
}
