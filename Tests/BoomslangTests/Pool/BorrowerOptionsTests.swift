import Boomslang
import Synchronization
import Testing
import WASI

/// Borrowers that bring options: what each of them gets, and what nobody else does.
@Suite("Options of borrowers", .needsGuest, .ownThreads)
struct BorrowerOptionsTests {
  private func pool(_ engine: PythonEngine, _ count: Int) throws -> InstancePool {
    var configuration = InstancePool.Configuration()
    (configuration.maximumCount, configuration.warmCount) = (count, count)
    return InstancePool(try TestGuest.factory(engine).image, configuration)
  }

  private static let script = """
    import os, random, boomslang_host
    print(os.environ.get("TENANT"), boomslang_host.call("who"), os.path.exists("/data"), random.random())
    open("/work/left", "w").close()
    """

  /// A hundred tenants at once, four at a time: each gets the answers and the output that are its own.
  @Test(arguments: TestGuest.engines)
  func tenants(engine: PythonEngine) async throws {
    let pool = try pool(engine, 4)
    try await pool.warmUp()
    let use = Use()
    let lines = try await withThrowingTaskGroup(of: (Int, [String]).self) { group in
      for tenant in 0..<100 {
        group.addTask {
          let received = Received()
          var options = pool.configuration.options
          options.environment = ["TENANT": "\(tenant)"]
          options.hostBridge = HostBridge(functions: ["who": { _ in "I am \(tenant)" }])
          options.standardOutput = .lines { received.add($0) }
          options.seed = UInt64(tenant % 2)
          if tenant % 3 == 0 { options.mounts = [.init(MemoryFileSystem(), at: "/data")] }
          try await pool.withInstance(options: options) { python in
            #expect(python.engine == engine)
            use.begin()
            let result = try await python.execute(Self.script)
            #expect(result.stdout.isEmpty)
            use.end()
          }
          return (tenant, received.lines)
        }
      }
      return try await group.reduce(into: [:]) { $0[$1.0] = $1.1 }
    }
    var numbers: [Int: Set<Substring>] = [:]
    for (tenant, output) in lines {
      let words = output.joined().split { $0 == " " || $0 == "\n" }
      #expect(output.count == 1 && words.dropLast() == ["\(tenant)", "I", "am", "\(tenant)", tenant % 3 == 0 ? "True" : "False"], "\(output)")
      numbers[tenant % 2, default: []].formUnion(words.suffix(1))
    }
    #expect(lines.count == 100 && numbers[0]?.count == 1 && numbers[1]?.count == 1 && numbers[0] != numbers[1])
    #expect((1...4).contains(use.most))
    let statistics = await pool.statistics
    #expect(statistics.borrowed == 100 && statistics.inUse == 0 && statistics.waiting == 0 && statistics.idle <= 4)
  }

  @Test(arguments: TestGuest.engines)
  func theNextBorrowerSeesNothing(engine: PythonEngine) async throws {
    let pool = try pool(engine, 1)
    var options = PythonInstance.Options()
    options.environment = ["TENANT": "a"]
    options.hostBridge = HostBridge(functions: ["who": { _ in "a" }])
    options.mounts = [.init(MemoryFileSystem(), at: "/data")]
    try await pool.warmUp()
    _ = try await pool.withInstance(options: options) { try await $0.execute(Self.script) }
    let seen = try await pool.withInstance { python in
      try await python.execute(
        """
        import os, boomslang_host
        try: answer = boomslang_host.call("who")
        except Exception as error: answer = type(error).__name__
        print(os.environ.get("TENANT"), os.path.exists("/data"), os.listdir("/work"), answer != "a")
        """
      ).stdout
    }
    #expect(seen == "None False [] True\n")
    // The warm one made place for the borrower's, and another was made for the last one.
    let statistics = await pool.statistics
    #expect(statistics.created == 3 && statistics.replaced == 1 && statistics.idle == 1)
  }

  /// A borrower that waits gets the place of the instance that comes back, whichever of the two kinds it is.
  @Test(arguments: TestGuest.engines)
  func waitingForAPlace(engine: PythonEngine) async throws {
    let pool = try pool(engine, 1)
    var options = PythonInstance.Options()
    options.environment = ["X": "1"]
    let own = options
    @Sendable func value(_ options: PythonInstance.Options?) async throws -> String {
      let code = "import os, time\ntime.sleep(0.01)\nprint(os.environ.get('X'))"
      if let options { return try await pool.withInstance(options: options) { try await $0.execute(code).stdout } }
      return try await pool.withInstance { try await $0.execute(code).stdout }
    }
    let values = try await withThrowingTaskGroup(of: Bool.self) { group in
      for number in 0..<20 {
        group.addTask { try await value(number % 3 == 0 ? nil : own) == (number % 3 == 0 ? "None\n" : "1\n") }
      }
      return try await group.reduce(into: []) { $0.append($1) }
    }
    #expect(values.count == 20 && values.allSatisfy { $0 })
    #expect(await pool.statistics.inUse == 0)
  }

  @Test(arguments: TestGuest.engines)
  func limitsAndMistakes(engine: PythonEngine) async throws {
    let pool = try pool(engine, 1)
    var options = PythonInstance.Options()
    options.limits.timeout = .milliseconds(50)
    let hasty = options
    await #expect(throws: PythonError.self) { try await pool.withInstance(options: hasty) { try await $0.execute("while True: pass") } }
    options.limits.timeout = nil
    let limited = options
    await #expect(throws: PoolError.timedOut(after: .milliseconds(50))) {
      try await pool.withInstance(options: limited, .init(timeout: .milliseconds(50))) { try await $0.execute("while True: pass") }
    }
    options.environment = ["A=B": "1"]
    let wrong = options
    await #expect {
      try await pool.withInstance(options: wrong) { _ in }
    } throws: { error in
      if case .invalidOptions = error as? PythonError { true } else { false }
    }
    // Each gave its place back.
    #expect(try await pool.withInstance { try await $0.execute("print('x' * 20)").stdout } == String(repeating: "x", count: 20) + "\n")
    await pool.close()
    await #expect(throws: PoolError.closed) { try await pool.withInstance(options: limited) { _ in } }
  }
}

/// Lines from any thread.
private final class Received: Sendable {
  private let all = Mutex<[String]>([])
  var lines: [String] { all.withLock { $0 } }
  func add(_ line: String) { all.withLock { $0.append(line) } }
}

/// How many do something at the same time.
private final class Use: Sendable {
  private let counts = Mutex((now: 0, most: 0))
  var most: Int { counts.withLock { $0.most } }
  func begin() { counts.withLock { $0 = ($0.now + 1, max($0.most, $0.now + 1)) } }
  func end() { counts.withLock { $0.now -= 1 } }
}
