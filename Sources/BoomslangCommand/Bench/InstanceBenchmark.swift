import Boomslang
import WasmCore

/// What instances cost: the time to make, use, reset and copy them, and their memory.
struct InstanceBenchmark {
  private let image: RuntimeImage
  private static let script = "print('hello')"

  init(_ image: RuntimeImage) { self.image = image }

  // MARK: Time

  @discardableResult
  func measureOperations(count: Int) throws -> [Latencies] {
    var (floor, create, hello, close) = (Latencies("mmap floor"), Latencies("create"), Latencies("hello, fresh"), Latencies("close"))
    for _ in 0..<count {
      floor.measure { Self.mapAndUnmap(bytes: image.memoryByteCount) }
      let python = try create.measure { try image.createInstance() }
      try hello.measure { try greet(python) }
      close.measure { python.close() }
    }
    var (reset, again) = (Latencies("reset"), Latencies("hello, reset"))
    let python = try image.createInstance()
    try greet(python)
    for _ in 0..<count {
      try reset.measure { try python.reset() }
      try again.measure { try greet(python) }
    }
    var (fork, forked, freeze) = (Latencies("fork"), Latencies("hello, forked"), Latencies("freeze"))
    for _ in 0..<count {
      let child = try fork.measure { try python.fork() }
      try forked.measure { try greet(child) }
      child.close()
      _ = try freeze.measure { try python.freeze() }
      try greet(python)
    }
    return [floor, create, hello, close, reset, again, fork, forked, freeze]
  }

  func measureFiles(count: Int) throws -> [Latencies] {
    var (save, load) = (Latencies("save"), Latencies("load"))
    let path = "\(getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp")/boomslang-bench-\(getpid())"
    defer { unlink(path) }
    let python = try image.createInstance()
    try greet(python)
    for _ in 0..<count {
      let frozen = try python.freeze()
      try save.measure { try frozen.save(to: path) }
      let loaded = try load.measure { try image.load(path) }
      try greet(try loaded.createInstance())
    }
    return [save, load]
  }

  private func greet(_ python: PythonInstance) throws {
    let result = try python.execute(Self.script)
    guard result.stdout == "hello\n", result.exitCode == 0 else { throw PythonError.initializationFailed(result.stderr) }
  }

  /// What nobody can do without: a private mapping as large as the memory, in which nothing is touched.
  private static func mapAndUnmap(bytes: Int) {
    #if canImport(Darwin)
    let flags = MAP_PRIVATE | MAP_ANON
    #else
    let flags = MAP_PRIVATE | MAP_ANONYMOUS
    #endif
    if let address = mmap(nil, bytes, PROT_READ | PROT_WRITE, flags, -1, 0), address != MAP_FAILED { munmap(address, bytes) }
  }

  // MARK: Memory

  struct Memory {
    let image: Int
    /// Bytes of the instance's own.
    let idle, afterHello, afterReset: Int
    let liveCount: Int
    /// Bytes of the process that are resident, before there were so many instances, and with them.
    let before, after: Resident
  }

  func measureMemory(liveCount: Int) throws -> Memory {
    let python = try image.createInstance()
    let idle = python.memoryUse?.privateBytes ?? 0
    try greet(python)
    let afterHello = python.memoryUse?.privateBytes ?? 0
    try python.reset()
    let afterReset = python.memoryUse?.privateBytes ?? 0
    let before = Resident.now
    var instances: [PythonInstance] = []
    for _ in 0..<liveCount {
      let instance = try image.createInstance()
      try greet(instance)
      instances.append(instance)
    }
    let after = Resident.now
    for instance in instances { instance.close() }
    return Memory(
      image: image.memoryByteCount, idle: idle, afterHello: afterHello, afterReset: afterReset,
      liveCount: liveCount, before: before, after: after)
  }
}
