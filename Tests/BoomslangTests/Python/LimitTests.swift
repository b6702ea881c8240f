import Boomslang
import Synchronization
import Testing

@Suite("Limits", .needsGuest)
struct LimitTests {
  @Test(
    arguments: TestGuest.engines,
    ["while True: pass", "import time\ntime.sleep(1000)", "sum(range(10**12))", "while True:\n  try:\n    while True: pass\n  except BaseException: pass"])
  func timeLimits(engine: PythonEngine, source: String) throws {
    let limit = Duration.milliseconds(300)
    let python = try TestGuest.python(engine) { $0.limits.timeout = limit }
    let start = ContinuousClock.now
    guard case .timedOut(after: limit, let partial)? = pythonError({ _ = try python.execute("print('so far')\n\(source)") }) else {
      Issue.record("the call was not ended")
      return
    }
    let duration = start.duration(to: .now)
    #expect(duration >= limit && duration < limit + patience)
    #expect(partial.stdout == "so far\n")
    #expect(partial.exitCode == -1)
    #expect(partial.duration >= limit)
    #expect(python.isPoisoned)
    guard case .poisoned? = pythonError({ _ = try python.execute("1") }) else {
      Issue.record("the instance was used again")
      return
    }
    try python.reset()
    #expect(try python.output("print('back')") == "back\n")
  }

  /// The limit is for each call, and what ran in time is not touched by it later.
  @Test(arguments: TestGuest.engines)
  func timeLimitsOfShortCalls(engine: PythonEngine) throws {
    let python = try TestGuest.python(engine) { $0.limits.timeout = .seconds(2) }
    for _ in 0..<6 { #expect(try python.output("import time\ntime.sleep(0.5)\nprint(1)") == "1\n") }
  }

  @Test(arguments: TestGuest.engines)
  func memoryLimits(engine: PythonEngine) throws {
    let baseline = try TestGuest.python(engine).heapBytes
    let python = try TestGuest.python(engine) { $0.limits.maximumMemory = baseline + 32 << 20 }
    let result = try python.execute("try:\n  x = bytearray(64 << 20)\nexcept MemoryError:\n  print('MemoryError')")
    #expect(result.stdout == "MemoryError\n")
    #expect(python.heapBytes <= baseline + 32 << 20)
    let uncaught = try python.execute("x = []\nwhile True: x.append(bytearray(1 << 20))")
    #expect(uncaught.exitCode == 1)
    #expect(uncaught.stderr.contains("MemoryError"))
    #expect(try python.output("x = None\nprint('fine')") == "fine\n")
  }

  /// A source that does not fit is refused, and nothing happens to the instance.
  @Test(arguments: TestGuest.engines)
  func sourceBeyondTheMemory(engine: PythonEngine) throws {
    let baseline = try TestGuest.python(engine).heapBytes
    let python = try TestGuest.python(engine) { $0.limits.maximumMemory = baseline + 16 << 20 }
    guard case .outOfMemory? = pythonError({ _ = try python.execute(String(repeating: "#", count: 128 << 20)) }) else {
      Issue.record("there was room")
      return
    }
    #expect(try python.output("print('fine')") == "fine\n")
  }

  @Test(arguments: TestGuest.engines)
  func outputLimits(engine: PythonEngine) throws {
    let python = try TestGuest.python(engine) { $0.limits.maximumOutput = 10 }
    let result = try python.execute("import sys\nprint('0123456789abc')\nprint('err', file=sys.stderr)")
    #expect(result.stdout == "0123456789")
    #expect(result.isStdoutTruncated)
    #expect(result.stderr == "err\n")
    #expect(!result.isStderrTruncated)
    #expect(result.exitCode == 0)
    let next = try python.execute("print('012345678')")
    #expect(next.stdout == "012345678\n")
    #expect(!next.isStdoutTruncated)
    #expect(try python.execute("print('0123456789')").isStdoutTruncated)
  }

  /// The limit holds while output is produced: neither host nor guest has room for all of this.
  @Test(arguments: TestGuest.engines)
  func endlessOutput(engine: PythonEngine) throws {
    let python = try TestGuest.python(engine) {
      $0.limits.maximumOutput = 1000
      $0.limits.timeout = .milliseconds(500)
    }
    guard case .timedOut(_, let partial)? = pythonError({ _ = try python.execute("line = 'x' * (1 << 20)\nwhile True: print(line)") }) else {
      Issue.record("the call was not ended")
      return
    }
    #expect(partial.stdoutBytes.count == 1000)
    #expect(partial.isStdoutTruncated)
  }

  @Test(arguments: TestGuest.engines)
  func fuel(engine: PythonEngine) throws {
    let python = try TestGuest.python(engine) { $0.limits.fuel = 2_000_000_000 }
    #expect(try python.output("print(1)") == "1\n")
    guard case .outOfFuel(let partial)? = pythonError({ _ = try python.execute("print('so far')\nwhile True: pass") }) else {
      Issue.record("the call was not ended")
      return
    }
    #expect(partial.stdout == "so far\n")
    #expect(python.isPoisoned)
    try python.reset()
    #expect(try python.output("print(1)") == "1\n")
  }

  /// Everything else that scripts hand to the host.
  @Test(arguments: TestGuest.engines)
  func valuesAndCallsOfTheHost(engine: PythonEngine) throws {
    let lines = Mutex<[String]>([])
    let python = try TestGuest.python(engine) { options in
      options.limits.maximumValueBytes = 1_000
      options.limits.maximumLogBytes = 1_000
      options.limits.maximumHostCalls = 20
      options.hostBridge = HostBridge(functions: ["count": { "\($0.utf8.count)" }], logHandler: { _, text in lines.withLock { $0.append(text) } })
    }
    // For each call anew; JSON has quotation marks.
    for _ in 0..<2 {
      _ = try python.output("def value(n): return 'x' * n")
      #expect(try python.call("value", with: 998, returning: String.self).count == 998)
      guard case .invalidValue(let message)? = pythonError({ _ = try python.executeFunction("value", "[999]") }) else {
        Issue.record("a value was too long")
        return
      }
      #expect(message.contains("1001") && message.contains("1000") && !python.isPoisoned)

      let calls = try python.output("""
        import boomslang_host as h
        print(h.call('count', 'x' * 1000))
        for arguments in 'x' * 1001, 'x' * 300_000_000:
          try: h.call('count', arguments)
          except h.HostError as error: print(error)
        done = 3
        try:
          while True: h.call('count'); done += 1
        except h.HostError as error: print(done, error)
        for _ in range(100_000): h.log(2, 'x')
        """)
      #expect(calls == """
        1000
        the arguments have 1001 bytes, and may have 1000
        the arguments have 300000000 bytes, and may have 1000
        20 there were 20 calls of the host, and there may be no more

        """)
      #expect(lines.withLock { $0.filter { $0 == "x" }.count } == 15 && lines.withLock { $0.count } == 16)
      lines.withLock { $0 = [] }
    }
    // What one line may have.
    _ = try python.output("import boomslang_host as h\nh.log(2, 'x' * 936)\nh.log(2, '')")
    #expect(lines.withLock { $0.map(\.utf8.count) }.first == 936 && lines.withLock { $0.count } == 2)
    for change: (inout ResourceLimits) -> Void in [{ $0.maximumValueBytes = -1 }, { $0.maximumLogBytes = -1 }, { $0.maximumHostCalls = -1 }] {
      guard case .invalidLimits? = pythonError({ _ = try TestGuest.python(engine) { change(&$0.limits) } }) else {
        Issue.record("a negative limit")
        return
      }
    }
  }
}
