import Boomslang
import Dispatch
import Synchronization
import Testing

@Suite("Several at a time", .needsGuest)
struct ConcurrencyTests {
  @Test(arguments: TestGuest.engines)
  func aSecondCallIsRefused(engine: PythonEngine) throws {
    let errors = Mutex<[String]>([])
    let box = Mutex<PythonInstance?>(nil)
    let python = try TestGuest.python(engine) { options in
      options.hostBridge = HostBridge(functions: [
        "meanwhile": { _ in
          // On other threads, while this call waits.
          let python = box.withLock { $0 }
          DispatchQueue.concurrentPerform(iterations: 4) { index in
            do {
              if index % 2 == 0 { _ = try python?.execute("print('no')") } else { try python?.reset() }
            } catch {
              errors.withLock { $0.append("\(error)") }
            }
          }
          return ""
        }
      ])
    }
    box.withLock { $0 = python }
    #expect(try python.output("import boomslang_host\nboomslang_host.call('meanwhile')\nprint('done')") == "done\n")
    #expect(errors.withLock { $0 } == Array(repeating: PythonError.busy.description, count: 4))
    box.withLock { $0 = nil }
  }

  /// Each with a handler, output and files of its own.
  @Test(arguments: TestGuest.engines)
  func instancesRunInParallel(engine: PythonEngine) throws {
    let failures = Mutex<[String]>([])
    DispatchQueue.concurrentPerform(iterations: 4) { index in
      do {
        let python = try TestGuest.python(engine) { $0.hostBridge = HostBridge(functions: ["who": { _ in "host \(index)" }]) }
        for round in 0..<5 {
          let source = """
            import boomslang_host
            open('/work/f', 'w').write('\(index) \(round)')
            print(boomslang_host.call('who'), open('/work/f').read(), sum(range(1000)))
            """
          let result = try python.execute(source)
          let expected = "host \(index) \(index) \(round) 499500\n"
          if result.stdout != expected { failures.withLock { $0.append(result.stdout + result.stderr) } }
        }
      } catch {
        failures.withLock { $0.append("\(error)") }
      }
    }
    #expect(failures.withLock { $0 } == [])
  }

  /// Calls that are made, stopped, interrupted, poisoned and reset from everywhere leave an instance that works.
  @Test(arguments: TestGuest.engines)
  func everythingAtOnce(engine: PythonEngine) throws {
    let python = try TestGuest.python(engine) { $0.limits.timeout = .milliseconds(200) }
    let end = ContinuousClock.now.advanced(by: .seconds(2))
    DispatchQueue.concurrentPerform(iterations: 4) { index in
      var round = index
      while ContinuousClock.now < end {
        round += 1
        switch round % 4 {
        case 0: _ = try? python.execute("for i in range(10**5): x = [i]")
        case 1: python.interrupt()
        case 2: if round % 64 == 2 { python.stop() }
        default: if python.isPoisoned { try? python.reset() }
        }
      }
    }
    try python.reset()
    #expect(try python.output("print(sum(range(1000)))") == "499500\n")
  }
}
