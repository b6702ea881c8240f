import Boomslang
import Synchronization
import Testing

@Suite("Pools of instances", .needsGuest, .ownThreads)
struct PoolTests {
  private func pool(_ engine: PythonEngine, _ configure: (inout InstancePool.Configuration) -> Void = { _ in }) throws -> InstancePool {
    var configuration = InstancePool.Configuration()
    configure(&configuration)
    return InstancePool(try TestGuest.factory(engine).image, configuration)
  }

  @Test(arguments: TestGuest.engines)
  func aThousandBorrowers(engine: PythonEngine) async throws {
    let pool = try pool(engine)
    try await pool.warmUp()
    #expect(await pool.statistics.idle == 8)
    let results = try await withThrowingTaskGroup(of: (Int, String).self) { group in
      for number in 0..<1000 {
        group.addTask {
          try await pool.withInstance { python in
            #expect(python.engine == engine)
            return (number, try await python.execute("print('x' in globals(), \(number) * 2)\nx = 1").stdout)
          }
        }
      }
      return try await group.reduce(into: [:]) { $0[$1.0] = $1.1 }
    }
    #expect(results.count == 1000 && results.allSatisfy { $0.value == "False \($0.key * 2)\n" })
    let statistics = await pool.statistics
    #expect(statistics.borrowed == 1000 && statistics.inUse == 0 && statistics.waiting == 0 && statistics.idle == 8)
    #expect(statistics.created == 8 && statistics.replaced == 0 && statistics.refused == 0)
  }

  @Test(arguments: TestGuest.engines)
  func nothingIsLeftForTheNext(engine: PythonEngine) async throws {
    let pool = try pool(engine) { $0.maximumCount = 1 }
    try await pool.withInstance { python in
      _ = try await python.execute("import os\nsecret = 1\nopen('/work/f', 'w').close()\nopen('/lib/m.py', 'w').close()\nopen('/tmp/f', 'w').close()\nos.close(1)")
    }
    let left = try await pool.withInstance { try await $0.execute("import os\nprint('secret' in globals(), *map(os.listdir, ('/work', '/lib', '/tmp')))").stdout }
    #expect(left == "False [] [] []\n")
    #expect(await pool.statistics.created == 1)
  }

  @Test(arguments: TestGuest.engines)
  func badInstancesAreReplaced(engine: PythonEngine) async throws {
    let pool = try pool(engine) {
      $0.maximumCount = 1
      $0.options.limits.timeout = .seconds(1)
    }
    // Poisoned ones are reset.
    await #expect(throws: PythonError.self) { try await pool.withInstance { try await $0.execute("while True: pass") } }
    #expect(try await pool.withInstance { try await $0.execute("print(1)").stdout } == "1\n")
    #expect(await pool.statistics.replaced == 0)
    try await pool.withInstance { $0.close() }
    #expect(try await pool.withInstance { try await $0.execute("print(2)").stdout } == "2\n")
    #expect(await pool.statistics.replaced == 1)
    // What the borrower throws comes back, and the instance too.
    await #expect(throws: CancellationError.self) { try await pool.withInstance { _ in throw CancellationError() } }
    #expect(try await pool.withInstance { try await $0.execute("print(3)").stdout } == "3\n")
    let old = try self.pool(engine) {
      $0.maximumCount = 1
      $0.maximumUses = 2
    }
    for _ in 0..<6 { try await old.withInstance { _ in } }
    #expect(await old.statistics.replaced == 3)
  }

  @Test(arguments: TestGuest.engines)
  func tooManyBorrowers(engine: PythonEngine) async throws {
    let pool = try pool(engine) { ($0.maximumCount, $0.maximumWaiting, $0.maximumWait) = (1, 1, nil) }
    try await pool.withInstance { _ in
      let waiting = Task { try await pool.withInstance { _ in } }
      while await pool.statistics.waiting == 0 { await Task.yield() }
      await #expect(throws: PoolError.overloaded) { try await pool.withInstance { _ in } }
      waiting.cancel()
      await #expect(throws: PoolError.cancelled) { try await waiting.value }
      let cancelled = Task { try await pool.withInstance { _ in } }
      cancelled.cancel()
      await #expect(throws: PoolError.cancelled) { try await cancelled.value }
    }
    let statistics = await pool.statistics
    #expect(statistics.refused == 3 && statistics.waiting == 0 && statistics.mostWaiting == 1)
    try await pool.withInstance { _ in }
  }

  @Test(arguments: TestGuest.engines)
  func waitingHasAnEnd(engine: PythonEngine) async throws {
    let pool = try pool(engine) { ($0.maximumCount, $0.maximumWait) = (1, .milliseconds(30)) }
    try await pool.withInstance { _ in
      _ = await #expect(throws: PoolError.noInstance(after: .milliseconds(30))) { try await pool.withInstance { _ in } }
    }
    let statistics = await pool.statistics
    #expect(statistics.refused == 1 && statistics.waiting == 0 && statistics.mostWaiting == 1)
  }

  @Test(arguments: TestGuest.engines)
  func aBorrowersTime(engine: PythonEngine) async throws {
    let pool = try pool(engine) { $0.maximumCount = 1 }
    await #expect(throws: PoolError.timedOut(after: .milliseconds(50))) {
      try await pool.withInstance(.init(timeout: .milliseconds(50))) { try await $0.execute("while True: pass") }
    }
    await #expect(throws: PoolError.timedOut(after: .milliseconds(20))) {
      try await pool.withInstance(.init(timeout: .milliseconds(20))) { python in
        while true { _ = try await python.execute("1") }
      }
    }
    // In time.
    #expect(try await pool.withInstance(.init(timeout: .seconds(60))) { try await $0.execute("print(1)").stdout } == "1\n")
    #expect(await pool.statistics.timedOut == 2)
  }

  @Test(arguments: TestGuest.engines)
  func closing(engine: PythonEngine) async throws {
    let pool = try pool(engine) { $0.maximumCount = 1 }
    let lent = try await pool.withInstance { (python) async throws -> PythonInstance in
      await pool.close()
      #expect(try await python.execute("print(1)").stdout == "1\n")
      return python
    }
    #expect(lent.isClosed)
    await #expect(throws: PoolError.closed) { try await pool.withInstance { _ in } }
    #expect(await pool.statistics.inUse == 0)
  }

  /// Instances that together could leave the host without descriptors.
  @Test(arguments: TestGuest.engines)
  func descriptorsOfTheHost(engine: PythonEngine) throws {
    let box = Warnings()
    let factory = try TestGuest.factory(engine) { $0.onWarning = { text in box.texts.withLock { $0.append(text) } } }
    let image = try factory.image
    var configuration = InstancePool.Configuration()
    configuration.maximumCount = 1_000_000
    _ = InstancePool(image, configuration)
    #expect(box.texts.withLock { $0.isEmpty }, "files in memory are none of the host's")
    configuration.options.workDirectory = .host(path: "/tmp")
    _ = InstancePool(image, configuration)
    #expect(box.texts.withLock { $0.count == 1 && $0[0].contains("256") && $0[0].contains("ulimit") })
    configuration.options.limits.maximumOpenFiles = 1
    configuration.maximumCount = 2
    _ = InstancePool(image, configuration)
    #expect(box.texts.withLock { $0.count } == 1)
  }

  private final class Warnings: Sendable {
    let texts = Mutex<[String]>([])
  }
}
