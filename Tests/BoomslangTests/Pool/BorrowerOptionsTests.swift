import Boomslang
import Synchronization
import Testing
import WASI

/// Borrowers that change options: what each of them gets, and what nobody else does.
@Suite("Options of borrowers", .needsGuest, .ownThreads)
struct BorrowerOptionsTests {
  private func pool(_ engine: PythonEngine, _ count: Int, _ configure: (inout PythonInstance.Options) -> Void = { _ in }) throws -> InstancePool {
    var configuration = InstancePool.Configuration()
    (configuration.maximumCount, configuration.warmCount) = (count, count)
    configure(&configuration.options)
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
          try await pool.withInstance(options: {
            $0.environment = ["TENANT": "\(tenant)"]
            $0.hostBridge = HostBridge(functions: ["who": { _ in "I am \(tenant)" }])
            $0.standardOutput = .lines { received.add($0) }
            $0.seed = UInt64(tenant % 2)
            if tenant % 3 == 0 { $0.mounts = [.init(MemoryFileSystem(), at: "/data")] }
          }) { python in
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
    try await pool.warmUp()
    let first = try await pool.withInstance(options: {
      $0.environment = ["TENANT": "a"]
      $0.hostBridge = HostBridge(functions: ["who": { _ in "a" }])
      $0.mounts = [.init(MemoryFileSystem(), at: "/data")]
    }) { try await $0.execute(Self.script).stdout }
    #expect(first.hasPrefix("a a True "))
    let seen = try await pool.withInstance { python in
      #expect(python.engine == engine)
      return try await python.execute(
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
    @Sendable func value(isOwn: Bool) async throws -> String {
      let run: @Sendable (PythonInstance) async throws -> String = { python in
        #expect(python.engine == engine)
        return try await python.execute("import os, time\ntime.sleep(0.01)\nprint(os.environ.get('X'))").stdout
      }
      return isOwn ? try await pool.withInstance(options: { $0.environment = ["X": "1"] }, run) : try await pool.withInstance(.init(), run)
    }
    let values = try await withThrowingTaskGroup(of: Bool.self) { group in
      for number in 0..<20 {
        group.addTask { try await value(isOwn: number % 3 != 0) == (number % 3 == 0 ? "None\n" : "1\n") }
      }
      return try await group.reduce(into: []) { $0.append($1) }
    }
    #expect(values.count == 20 && values.allSatisfy { $0 })
    #expect(await pool.statistics.inUse == 0)
  }

  @Test(arguments: TestGuest.engines)
  func limitsAndMistakes(engine: PythonEngine) async throws {
    let pool = try pool(engine, 1) { $0.limits.maximumOutput = 10 }
    // What a borrower changes is its own, what it leaves alone the pool's.
    let cut = try await pool.withInstance(options: { $0.limits.timeout = .seconds(100) }) { python in
      #expect(python.engine == engine)
      return try await python.execute("print('x' * 20)")
    }
    #expect(cut.stdout == "xxxxxxxxxx" && cut.isStdoutTruncated)
    await #expect {
      try await pool.withInstance(options: { $0.limits.timeout = .milliseconds(50) }) { try await $0.execute("while True: pass") }
    } throws: { error in
      if case .timedOut = error as? PythonError { true } else { false }
    }
    await #expect(throws: PoolError.timedOut(after: .milliseconds(50))) {
      try await pool.withInstance(.init(timeout: .milliseconds(50)), options: { _ in }) { try await $0.execute("while True: pass") }
    }
    await #expect {
      try await pool.withInstance(options: { $0.environment = ["A=B": "1"] }) { _ in }
    } throws: { error in
      if case .invalidOptions = error as? PythonError { true } else { false }
    }
    // Each gave its place back.
    #expect(try await pool.withInstance { try await $0.execute("print(1)").stdout } == "1\n")
    await pool.close()
    await #expect(throws: PoolError.closed) { try await pool.withInstance(options: { _ in }) { _ in } }
  }

  /// The host is warned once, whichever borrower's folder is the first that could leave it without descriptors.
  @Test(arguments: TestGuest.engines)
  func descriptorsOfTheHost(engine: PythonEngine) async throws {
    let warnings = Received()
    let image = try TestGuest.factory(engine) { $0.onWarning = { warnings.add($0) } }.image
    var configuration = InstancePool.Configuration()
    configuration.maximumCount = 1_000_000
    let pool = InstancePool(image, configuration)
    try await pool.withInstance(options: { _ in }) { #expect($0.engine == engine) }
    #expect(warnings.lines.isEmpty)
    for _ in 0..<2 { try await pool.withInstance(options: { $0.workDirectory = .host(path: "/") }) { _ in } }
    #expect(warnings.lines.count == 1 && warnings.lines[0].contains("ulimit"))
  }
}

/// Texts from any thread.
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
