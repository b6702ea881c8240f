import Boomslang
import Foundation
import Testing

/// Calls that find all threads taken.
@Suite("Calls that wait for a thread", .needsGuest)
struct ThreadLimitTests {
  /// Runs `body` with two threads for guests, which are taken until it ends.
  private func withoutThreads(standstill: Duration = .seconds(60), _ body: () async throws -> Void) async throws {
    var limits = PythonThreads.Limits()
    limits.maximumRunning = 2
    limits.maximumStandstill = standstill
    let pool = WasmThreadPool(limits, stackSize: 16 << 20, idleTime: .milliseconds(50))
    let release = DispatchSemaphore(value: 0)
    for _ in 0..<2 { pool.submit(.init { WasmThreadPool.inHost { release.wait() } } refuse: { _ in Issue.record("refused") }) }
    defer { for _ in 0..<2 { release.signal() } }
    try await WasmThreadPool.$used.withValue(pool) { try await body() }
  }

  private func python(_ engine: PythonEngine, timeout: Duration? = nil) throws -> PythonInstance {
    var options = PythonInstance.Options()
    options.limits.timeout = timeout
    let instance = try TestGuest.factory(engine).image.createInstance(options)
    #expect(instance.engine == engine)
    return instance
  }

  /// On this thread.
  private func output(_ python: PythonInstance, _ source: String) throws -> String { try python.execute(source).stdout }

  private func expectNoThread(_ python: PythonInstance, location: SourceLocation = #_sourceLocation, _ body: () async throws -> Void) async throws {
    guard case .noThread? = await pythonError(body) else {
      Issue.record("the call had a thread", sourceLocation: location)
      return
    }
    // As good as before: it has not begun.
    #expect(!python.isPoisoned, sourceLocation: location)
    #expect(try output(python, "print(1)") == "1\n", sourceLocation: location)
  }

  @Test(arguments: TestGuest.engines) func timeLimitsHoldForTheWait(engine: PythonEngine) async throws {
    let python = try python(engine, timeout: .milliseconds(500))
    try await withoutThreads {
      let time = try await ContinuousClock().measure { try await expectNoThread(python) { _ = try await python.execute("open('/work/ran', 'w')") } }
      #expect(time >= .milliseconds(500), "\(time)")
      try await expectNoThread(python) { _ = try await python.freeze() }
      try await expectNoThread(python) { try await python.reset() }
    }
    #expect(try output(python, "import os\nprint(os.listdir('/work'))") == "[]\n")
  }

  /// What is left of the time limit when a thread is free at last.
  @Test(arguments: TestGuest.engines) func theWaitIsPartOfTheTime(engine: PythonEngine) async throws {
    var limits = PythonThreads.Limits()
    limits.maximumRunning = 1
    let pool = WasmThreadPool(limits, stackSize: 16 << 20, idleTime: .milliseconds(50))
    let python = try python(engine, timeout: .seconds(2))
    pool.submit(.init { Thread.sleep(forTimeInterval: 1.5) } refuse: { _ in })
    let error = await WasmThreadPool.$used.withValue(pool) { await pythonError { _ = try await python.execute("while True: pass") } }
    guard case .timedOut(_, let partial)? = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(partial.duration < .seconds(2), "the limit began with the thread")
  }

  @Test(arguments: TestGuest.engines) func stopsAndCancellationsReachTheWait(engine: PythonEngine) async throws {
    let python = try python(engine)
    try await withoutThreads {
      let call = Task { await pythonError { _ = try await python.execute("1") } }
      try await Task.sleep(for: .milliseconds(30))
      python.stop()
      guard case .stopped? = await call.value else {
        Issue.record("not stopped")
        return
      }
      let other = Task { await pythonError { _ = try await python.execute("1") } }
      try await Task.sleep(for: .milliseconds(30))
      other.cancel()
      guard case .cancelled? = await other.value else {
        Issue.record("not cancelled")
        return
      }
    }
    #expect(!python.isPoisoned)
    #expect(try output(python, "print(1)") == "1\n")
  }

  @Test(arguments: TestGuest.engines) func aStandstillIsSaid(engine: PythonEngine) async throws {
    let python = try python(engine)
    try await withoutThreads(standstill: .milliseconds(100)) {
      try await expectNoThread(python) { _ = try await python.execute("1") }
      guard case .noThread(after: .milliseconds(100))? = await pythonError({ _ = try await TestGuest.factory(engine).createInstance() }) else {
        Issue.record("an instance was made")
        return
      }
    }
  }

  @Test(arguments: TestGuest.engines) func poolsWaitNoLongerThanTheySay(engine: PythonEngine) async throws {
    var configuration = InstancePool.Configuration()
    configuration.maximumWait = .milliseconds(200)
    let pool = InstancePool(try TestGuest.factory(engine).image, configuration)
    try await withoutThreads {
      await #expect(throws: PoolError.noInstance(after: .milliseconds(200))) { try await pool.withInstance { _ in } }
    }
    #expect(await pool.statistics.refused == 1)
  }
}
