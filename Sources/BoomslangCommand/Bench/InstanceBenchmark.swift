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
    var (floor, create, hello) = (Latencies("mmap floor"), Latencies("create"), Latencies("hello, fresh"))
    var (reset, again, fork, forked) = (Latencies("reset"), Latencies("hello, reset"), Latencies("fork"), Latencies("hello, forked"))
    var (freeze, drop) = (Latencies("freeze"), Latencies("close"))
    for _ in 0..<count {
      floor.measure { Self.mapAndUnmap(bytes: image.memoryByteCount) }
      let python = try create.measure { try image.createInstance() }
      try hello.measure { try greet(python) }
      try reset.measure { try python.reset() }
      try again.measure { try greet(python) }
      let child = try fork.measure { try python.fork() }
      try forked.measure { try greet(child) }
      child.close()
      _ = try freeze.measure { try python.freeze() }
      drop.measure { python.close() }
    }
    return [floor, create, hello, reset, again, fork, forked, freeze, drop]
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
    let residentBefore, residentAfter: Int?
  }

  func measureMemory(liveCount: Int) throws -> Memory {
    let python = try image.createInstance()
    let idle = python.memoryUse?.privateBytes ?? 0
    try greet(python)
    let afterHello = python.memoryUse?.privateBytes ?? 0
    try python.reset()
    let afterReset = python.memoryUse?.privateBytes ?? 0
    let before = Self.residentBytes()
    var instances: [PythonInstance] = []
    for _ in 0..<liveCount {
      let instance = try image.createInstance()
      try greet(instance)
      instances.append(instance)
    }
    let after = Self.residentBytes()
    for instance in instances { instance.close() }
    return Memory(
      image: image.memoryByteCount, idle: idle, afterHello: afterHello, afterReset: afterReset,
      liveCount: liveCount, residentBefore: before, residentAfter: after)
  }

  /// nil where the system does not tell.
  private static func residentBytes() -> Int? {
    guard let file = fopen("/proc/self/statm", "r") else { return nil }
    defer { fclose(file) }
    var line = [CChar](repeating: 0, count: 200)
    guard fgets(&line, Int32(line.count), file) != nil else { return nil }
    let words = String(decoding: line.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self).split(separator: " ")
    return words.count > 1 ? Int(words[1]).map { $0 * Int(sysconf(Int32(_SC_PAGESIZE))) } : nil
  }
}
