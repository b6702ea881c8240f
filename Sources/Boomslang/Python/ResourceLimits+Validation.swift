import WasmCore

extension ResourceLimits {
  /// What a file system in memory needs to be one.
  private static let minimumFileBytes = 64 << 10
  private static let openFiles = 1...65_536
  /// There are twice as many names.
  private static let mostFiles = Int(Int32.max)

  /// Makes sure that an instance can have these limits.
  /// - Parameter initialMemory: bytes that the guest has from its start.
  /// - Throws: `invalidLimits`.
  func validate(initialMemory: Int) throws(PythonError) {
    if let timeout, timeout <= .zero { throw .invalidLimits("the time-out must be more than nothing: \(timeout)") }
    if let maximumPrivateBytes, maximumPrivateBytes < Self.minimumPrivateBytes {
      throw .invalidLimits("the limit on memory of its own must be \(Self.minimumPrivateBytes) bytes or more: \(maximumPrivateBytes)")
    }
    if maximumPrivateBytes != nil, !MemoryProbe.isAvailable {
      throw .invalidLimits("this system does not tell how much memory of its own an instance has, so that cannot be limited")
    }
    for (what, limit) in [
      ("output", maximumOutput), ("values", maximumValueBytes), ("the log", maximumLogBytes), ("calls of the host", maximumHostCalls),
    ] where limit < 0 {
      throw .invalidLimits("the limit on \(what) must not be negative: \(limit)")
    }
    guard maximumMemory >= initialMemory else {
      throw .invalidLimits("the guest needs \(initialMemory) bytes of memory to start, and the limit is \(maximumMemory)")
    }
    guard maximumFileBytes >= Self.minimumFileBytes else {
      throw .invalidLimits("the limit on files in memory must be \(Self.minimumFileBytes) bytes or more: \(maximumFileBytes)")
    }
    guard 1...Self.mostFiles ~= maximumFileCount else {
      throw .invalidLimits("the limit on the number of files in memory must be 1 to \(Self.mostFiles): \(maximumFileCount)")
    }
    guard Self.openFiles.contains(maximumOpenFiles) else {
      throw .invalidLimits("the limit on open files must be \(Self.openFiles.lowerBound) to \(Self.openFiles.upperBound): \(maximumOpenFiles)")
    }
    let stackSizes = Store.Configuration.stackSizes
    guard stackSizes.contains(stackSize) else {
      throw .invalidLimits("the stack must have \(stackSizes.lowerBound) to \(stackSizes.upperBound) bytes: \(stackSize)")
    }
    if fuel == 0 { throw .invalidLimits("without fuel nothing can run; for no limit, use nil") }
  }

  /// What the engine enforces.
  var storeConfiguration: Store.Configuration {
    var configuration = Store.Configuration()
    configuration.maximumMemorySize = min(maximumMemory, configuration.maximumMemorySize)
    configuration.stackSize = stackSize
    configuration.metersFuel = fuel != nil
    return configuration
  }
}
