import Boomslang
import Synchronization
import Testing

@Suite("Running Python while a task waits", .needsGuest, .ownThreads)
struct AsyncTests {
  private func python(_ engine: PythonEngine, _ configure: (inout PythonInstance.Options) -> Void = { _ in }) async throws -> PythonInstance {
    var options = PythonInstance.Options()
    configure(&options)
    let instance = try await TestGuest.factory(engine).createInstance(options)
    #expect(instance.engine == engine)
    return instance
  }

  @Test(arguments: TestGuest.engines)
  func everyCall(engine: PythonEngine) async throws {
    let python = try await python(engine)
    #expect(try await python.execute("def f(x): return x + 1\nprint('a')").stdout == "a\n")
    guard case .complete(let line) = try await python.executeInteractive("1 + 1") else {
      Issue.record("the line is incomplete")
      return
    }
    #expect(line.stdout == "2\n")
    let code = try await python.compile("print('compiled')")
    #expect(try await python.loadCode(code).stdout == "compiled\n")
    #expect(try await python.executeFunction("f", "[1]").value == "2")
    #expect(try await python.call("f", with: 2, returning: Int.self) == 3)
    try await python.installModule("m", source: "print('m')")
    #expect(try await python.execute("import m\nprint(m.__name__)").stdout == "m\n")
    try await python.uninstallModule("m")
    try await python.reset()
    #expect(try await python.execute("f").exitCode == 1)
    #expect(try await python.runModule("no_such_module").exitCode == 1)
    #expect(try await python.runFile("/no/such/file").exitCode == 1)
  }

  @Test(arguments: TestGuest.engines, ["while True: pass", "import time\ntime.sleep(1000)"])
  func cancelling(engine: PythonEngine, source: String) async throws {
    let (stream, started) = AsyncStream.makeStream(of: Void.self)
    let python = try await python(engine) { $0.hostBridge = HostBridge(functions: ["started": { _ in started.yield(); return "" }]) }
    let task = Task { try await python.execute("import boomslang_host\nprint('so far')\nboomslang_host.call('started')\n\(source)") }
    for await _ in stream { break }
    task.cancel()
    guard case .cancelled(let partial)? = await pythonError({ _ = try await task.value }) else {
      Issue.record("the call was not ended")
      return
    }
    #expect(partial.stdout == "so far\n")
    #expect(python.isPoisoned)
    try await python.reset()
    #expect(try await python.execute("print('back')").stdout == "back\n")
  }

  /// Nothing has run then, so the instance is as good as before.
  @Test(arguments: TestGuest.engines)
  func cancelledBeforeItStarted(engine: PythonEngine) async throws {
    let python = try await python(engine)
    let task = Task {
      withUnsafeCurrentTask { $0?.cancel() }
      return try await python.execute("open('/work/ran', 'w')")
    }
    guard case .cancelled(let partial)? = await pythonError({ _ = try await task.value }) else {
      Issue.record("the call was made")
      return
    }
    #expect(partial.stdout == "" && partial.exitCode == -1)
    #expect(!python.isPoisoned)
    #expect(try await python.execute("import os\nprint(os.listdir('/work'))").stdout == "[]\n")
  }

  @Test(arguments: TestGuest.engines)
  func cancelledCreation(engine: PythonEngine) async throws {
    let factory = try TestGuest.factory(engine)
    let task = Task {
      withUnsafeCurrentTask { $0?.cancel() }
      return try await factory.createInstance()
    }
    guard case .cancelled? = await pythonError({ _ = try await task.value }) else {
      Issue.record("the instance was made")
      return
    }
  }

  @Test(arguments: TestGuest.engines)
  func timeLimits(engine: PythonEngine) async throws {
    let python = try await python(engine) { $0.limits.timeout = .milliseconds(200) }
    guard case .timedOut? = await pythonError({ _ = try await python.execute("while True: pass") }) else {
      Issue.record("the call was not ended")
      return
    }
    #expect(python.isPoisoned)
  }

  /// More guests that wait for each other than Swift has threads: with fewer of our own it would be for ever.
  @Test(arguments: TestGuest.engines)
  func nothingBlocksTheTasks(engine: PythonEngine) async throws {
    let factory = try TestGuest.factory(engine)
    let count = 12
    let arrived = Mutex(0)
    let bridge = HostBridge(functions: [
      "arrive": { _ in "\(arrived.withLock { $0 += 1; return $0 })" },
      "arrived": { _ in "\(arrived.withLock { $0 })" },
    ])
    try await withThrowingTaskGroup { group in
      for _ in 0..<count {
        group.addTask {
          var options = PythonInstance.Options()
          options.hostBridge = bridge
          let source = "import boomslang_host as h, time\nh.call('arrive')\nwhile int(h.call('arrived')) < \(count): time.sleep(0.001)"
          let result = try await factory.createInstance(options).execute(source)
          #expect(result.succeeded)
        }
      }
      try await group.waitForAll()
    }
    #expect(arrived.withLock { $0 } == count)
  }

  /// Agents that run agents: each level waits for the next, in an asynchronous function of the host.
  @Test(arguments: TestGuest.engines)
  func agentsThatRunAgents(engine: PythonEngine) async throws {
    let factory = try TestGuest.factory(engine)
    @Sendable func agent(_ depth: Int) async throws -> Int {
      var options = PythonInstance.Options()
      options.hostBridge = HostBridge(asyncFunctions: ["agent": { _ in "\(try await agent(depth - 1))" }])
      let source = depth == 0 ? "print(1)" : "import boomslang_host\nprint(1 + int(boomslang_host.call('agent')))"
      let result = try await factory.createInstance(options).execute(source)
      return try #require(Int(result.stdout.dropLast()), "\(result)")
    }
    // More than run at a time, and than fit with the levels one after the other.
    let count = 200
    try await withThrowingTaskGroup(of: Int.self) { group in
      for _ in 0..<count { group.addTask { try await agent(3) } }
      for try await depth in group { #expect(depth == 4) }
    }
  }
}
