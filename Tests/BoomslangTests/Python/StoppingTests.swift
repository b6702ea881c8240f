import Boomslang
import Foundation
import Testing

@Suite("Ending calls", .needsGuest)
struct StoppingTests {
  @Test(arguments: TestGuest.engines, ["while True: pass", "import time\ntime.sleep(1000)", "input()"])
  func stop(engine: PythonEngine, source: String) throws {
    let python = try TestGuest.python(engine) {
      // Something that blocks: nobody writes into it.
      if source == "input()" { $0.standardInput = .descriptor(BlockingPipe.shared.readEnd) }
    }
    let time = try timeAfter { python.stop() } until: {
      guard case .stopped(let partial)? = pythonError({ _ = try python.execute("print('so far')\n\(source)") }) else {
        Issue.record("the call was not stopped")
        return
      }
      #expect(partial.stdout == "so far\n")
    }
    #expect(time < patience)
    #expect(python.isPoisoned)
    try python.reset()
    #expect(try python.output("print('back')") == "back\n")
  }

  @Test(arguments: TestGuest.engines)
  func nothingToStop(engine: PythonEngine) throws {
    let python = try TestGuest.python(engine)
    python.stop()
    #expect(!python.interrupt())
    #expect(!python.isPoisoned)
    #expect(try python.output("print('fine')") == "fine\n")
  }

  @Test(arguments: TestGuest.engines)
  func interrupt(engine: PythonEngine) throws {
    let python = try TestGuest.python(engine)
    _ = try timeAfter { #expect(python.interrupt()) } until: {
      let result = try python.execute("print('so far')\nwhile True: pass")
      #expect(result.stdout == "so far\n")
      #expect(result.stderr.contains("KeyboardInterrupt"))
      #expect(!result.succeeded)
    }
    #expect(!python.isPoisoned)
    #expect(try python.output("print('fine')") == "fine\n")
  }

  @Test(arguments: TestGuest.engines)
  func interruptsThatAreCaught(engine: PythonEngine) throws {
    let python = try TestGuest.python(engine)
    _ = try timeAfter { python.interrupt() } until: {
      let source = "try:\n  while True: pass\nexcept KeyboardInterrupt:\n  print('caught')"
      let output = try python.output(source)
      #expect(output == "caught\n")
    }
  }

  /// Many are noticed, if not each of them, and harm nothing.
  @Test(arguments: TestGuest.engines)
  func manyInterrupts(engine: PythonEngine) throws {
    let python = try TestGuest.python(engine)
    let source = """
      import signal
      count = 0
      def notice(*_):
        global count
        count += 1
      signal.signal(signal.SIGINT, notice)
      while count < 20: x = [[] for _ in range(100)]
      print('noticed')
      """
    _ = try timeAfter {
      // Not without a pause: signals that come faster than a handler runs fill Python's stack.
      while python.interrupt() { Thread.sleep(forTimeInterval: 0.002) }
    } until: {
      let output = try python.output(source)
      #expect(output == "noticed\n")
    }
    #expect(try python.output("print(sum(range(100000)))") == "4999950000\n")
  }

  @Test(arguments: TestGuest.engines)
  func closingWhileItRuns(engine: PythonEngine) throws {
    let python = try TestGuest.python(engine)
    let time = try timeAfter { python.close() } until: {
      guard case .stopped? = pythonError({ _ = try python.execute("while True: pass") }) else {
        Issue.record("the call was not stopped")
        return
      }
    }
    #expect(time < patience)
    #expect(python.isClosed)
    guard case .closed? = pythonError({ try python.reset() }) else {
      Issue.record("the instance was opened again")
      return
    }
  }
}
