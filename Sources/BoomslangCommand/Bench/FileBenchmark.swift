import Boomslang

/// What instances cost that have many small files: the time to make, fork and reset them, which depends on what has changed and not on how
/// many files there are.
struct FileBenchmark {
  let image: RuntimeImage
  let fileCount: Int

  private static let folders = ["/work", "/lib", "/tmp"]
  private static let changedCount = 1_000

  func measure(count: Int) throws -> [Latencies] {
    var options = PythonInstance.Options()
    options.limits.maximumFileBytes = max(fileCount << 10, options.limits.maximumFileBytes)
    options.limits.maximumFileCount = max(fileCount, options.limits.maximumFileCount)
    var (make, freeze, create, fork) = (Latencies("make files"), Latencies("freeze"), Latencies("create"), Latencies("fork"))
    let parent = try image.createInstance(options)
    try make.measure { try run(parent, write(fileCount)) }
    let frozen = try freeze.measure { try parent.freeze() }
    for _ in 0..<count {
      try create.measure { try frozen.createInstance(options) }.close()
      try fork.measure { try parent.fork() }.close()
    }
    var (reset, changed, change) = (Latencies("reset"), Latencies("reset, changed"), Latencies("change files"))
    let python = try frozen.createInstance(options)
    for _ in 0..<count { try reset.measure { try python.reset() } }
    // Only `/tmp` is part of a reset.
    for _ in 0..<max(count / 100, 1) {
      try change.measure { try run(python, write(Self.changedCount * Self.folders.count)) }
      try changed.measure { try python.reset() }
    }
    return [make, freeze, create, fork, reset, change, changed]
  }

  /// A script that writes so many files.
  private func write(_ count: Int) -> String {
    """
    for folder in \(Self.folders):
      for number in range(\(count / Self.folders.count)):
        with open(f'{folder}/{number}', 'w') as file: file.write('x')
    """
  }

  private func run(_ python: PythonInstance, _ script: String) throws {
    let result = try python.execute(script)
    guard result.exitCode == 0 else { throw PythonError.initializationFailed(result.stderr) }
  }
}
