import Boomslang
import Dispatch
import Synchronization
import Testing

/// Code that does not end by itself, at all places where it can be, ended by everything that can end it.
@Suite("What never ends", .needsGuest, .ownThreads)
struct EndlessTests {
  enum Place: String, CaseIterable {
    case loop = "while True: pass"
    case caught = "while True:\n  try:\n    while True: pass\n  except BaseException: pass"
    case iteration = "sum(iter(int, 1))"
    case regularExpression = "import re\nre.match('(a+)+b', 'a' * 60)"
    case integer = "7 ** 7 ** 9"
    case sorting = "values = [str(n) for n in range(300_000)]\nwhile True: values.sort(key=lambda v: v[::-1])"
    case copying = "blob = bytes(60_000_000)\nwhile True: copy = bytearray(blob)"
    case query = "import sqlite3\nsqlite3.connect(':memory:').execute('with recursive c(n) as (select 1 union all select n + 1 from c) select max(n) from c').fetchall()"
    case compression = "import lzma\nwhile True: lzma.compress(bytes(4_000_000))"
    case sleep = "import time\ntime.sleep(10_000)"
    case select = "import select\nselect.select([], [], [], 10_000)"
    case hostCall = "import boomslang_host\nboomslang_host.call('wait', '[]')"
    case finalizer = "class Thing:\n  def __del__(self):\n    while True: pass\nthing = Thing()\ndel thing"
  }

  private func python(_ engine: PythonEngine, timeout: Duration? = nil) throws -> PythonInstance {
    try TestGuest.python(engine) {
      $0.limits.timeout = timeout
      $0.hostBridge = HostBridge(asyncFunctions: ["wait": { _ in
        try await Task.sleep(for: .seconds(10_000))
        return "null"
      }])
    }
  }

  @Test(arguments: TestGuest.engines, Place.allCases)
  func timeLimits(engine: PythonEngine, place: Place) throws {
    let python = try python(engine, timeout: .milliseconds(100))
    let start = ContinuousClock.now
    guard case .timedOut? = pythonError({ _ = try python.execute(place.rawValue) }) else {
      Issue.record("it was not ended by its time limit")
      return
    }
    #expect(start.duration(to: .now) < .milliseconds(100) + patience && python.isPoisoned)
    try python.reset()
    #expect(try python.output("print('back')") == "back\n")
  }

  @Test(arguments: TestGuest.engines, Place.allCases)
  func stops(engine: PythonEngine, place: Place) throws {
    let python = try python(engine)
    let time = try timeAfter(.milliseconds(60)) { python.stop() } until: {
      guard case .stopped? = pythonError({ _ = try python.execute(place.rawValue) }) else {
        Issue.record("it was not stopped")
        return
      }
    }
    #expect(time < patience)
    try python.reset()
    #expect(try python.output("print('back')") == "back\n")
  }

  @Test(arguments: TestGuest.engines, [Place.loop, .integer, .sleep, .hostCall])
  func cancellation(engine: PythonEngine, place: Place) async throws {
    let python = try python(engine)
    let task = Task { try await python.execute(place.rawValue) }
    try await Task.sleep(for: .milliseconds(60))
    let start = ContinuousClock.now
    task.cancel()
    guard case .cancelled? = await pythonError({ _ = try await task.value }) else {
      Issue.record("it was not cancelled")
      return
    }
    #expect(start.duration(to: .now) < patience)
    try await python.reset()
    #expect(try await python.execute("print('back')").stdout == "back\n")
  }

  /// More than there are processors, or threads that tasks share.
  @Test(.ownThreads(running: 100), arguments: TestGuest.engines)
  func aHundredAtATime(engine: PythonEngine) async throws {
    let image = try TestGuest.factory(engine).image
    var options = PythonInstance.Options()
    options.limits.timeout = .milliseconds(300)
    let instances = try (0..<100).map { _ in try image.createInstance(options) }
    let ended = await withTaskGroup(of: Bool.self) { group in
      for python in instances {
        group.addTask {
          let error = await pythonError { () async throws in _ = try await python.execute("while True: pass") }
          // On a busy machine, a thread may come too late for some.
          return switch error {
          case .timedOut, .noThread: true
          default: false
          }
        }
      }
      return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
    }
    #expect(ended == 100)
    for python in instances {
      try await python.reset()
      #expect(try python.output("print('back')") == "back\n")
    }
  }

  @Test(arguments: TestGuest.engines)
  func asyncHostFunctions(engine: PythonEngine) throws {
    let wasCancelled = Mutex(false)
    let bridge = HostBridge(asyncFunctions: [
      "add": { arguments in
        await Task.yield()
        return "\(arguments.count)"
      },
      "fail": { _ in throw HostFunctionError("no such luck") },
      "wait": { _ in
        do { try await Task.sleep(for: .seconds(10_000)) } catch { wasCancelled.withLock { $0 = true } }
        return ""
      },
    ])
    let python = try TestGuest.python(engine) { $0.hostBridge = bridge }
    #expect(try python.output("import boomslang_host\nprint(boomslang_host.call('add', 'four'))") == "4\n")
    #expect(try python.execute("boomslang_host.call('fail', '')").stderr.contains("no such luck"))
    let limited = try TestGuest.python(engine) {
      $0.hostBridge = bridge
      $0.limits.timeout = .milliseconds(200)
    }
    guard case .timedOut? = pythonError({ _ = try limited.execute("import boomslang_host\nboomslang_host.call('wait', '')") }) else {
      Issue.record("it was not ended")
      return
    }
    let start = ContinuousClock.now
    while !wasCancelled.withLock({ $0 }), start.duration(to: .now) < patience { usleep(1000) }
    #expect(wasCancelled.withLock { $0 })
  }

  /// Each thread of Swift's pool waits for a guest that waits for a task.
  @Test(arguments: TestGuest.engines)
  func asyncHostFunctionsForAllTasks(engine: PythonEngine) async throws {
    let image = try TestGuest.factory(engine).image
    let outputs = try await withThrowingTaskGroup(of: String.self) { group in
      for number in 0..<8 {
        group.addTask {
          var options = PythonInstance.Options()
          options.hostBridge = HostBridge(asyncFunctions: ["wait": { arguments in
            try await Task.sleep(for: .milliseconds(10))
            return arguments
          }])
          return try Self.blocking(image, options, "import boomslang_host\nprint(boomslang_host.call('wait', '\(number)'))")
        }
      }
      return try await group.reduce(into: []) { $0.append($1) }
    }
    #expect(outputs.sorted() == (0..<8).map { "\($0)\n" })
  }

  private static func blocking(_ image: RuntimeImage, _ options: PythonInstance.Options, _ source: String) throws -> String {
    try image.createInstance(options).execute(source).stdout
  }

  #if os(Linux)
  @Test(arguments: TestGuest.engines)
  func privateMemory(engine: PythonEngine) throws {
    let python = try TestGuest.python(engine) { $0.limits.maximumPrivateBytes = 20 << 20 }
    #expect(try python.output("print(len(bytearray(b'x') * 10_000_000))") == "10000000\n")
    for source in ["blob = bytearray(b'x') * 40_000_000", "blobs = []\nwhile True: blobs.append(bytearray(b'x') * 100_000)"] {
      guard case .outOfPrivateMemory(limit: 20_971_520, let partial)? = pythonError({ _ = try python.execute("print('so far')\n\(source)") }) else {
        Issue.record("it was not ended")
        return
      }
      #expect(partial.stdout == "so far\n" && python.isPoisoned)
      try python.reset()
      #expect(try python.output("print('back')") == "back\n")
    }
  }
  #endif
}
