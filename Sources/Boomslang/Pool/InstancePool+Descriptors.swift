import WASI

/// The host's descriptors are those of the whole process: guests that may use them all stop the host from opening anything.
extension InstancePool.Configuration {
  /// What is wrong when the instances together may open more files of the host than the process can; nil when nothing is.
  /// - Parameter options: what each of them gets.
  func descriptorProblem(_ options: PythonInstance.Options) -> String? {
    guard options.usesHostFolders else { return nil }
    let (wanted, overflows) = maximumCount.multipliedReportingOverflow(by: options.limits.maximumOpenFiles)
    let processLimit = sysconf(Int32(_SC_OPEN_MAX))
    guard overflows || wanted > processLimit else { return nil }
    return """
      the instances of the pool may open \(options.limits.maximumOpenFiles) files in folders of the host each, \(maximumCount) of them more than the \
      \(processLimit) that the process may: lower ResourceLimits.maximumOpenFiles, or raise the limit of the process (ulimit -n)
      """
  }
}

extension PythonInstance.Options {
  /// Whether files that scripts open may be the host's. File systems that the library does not know are taken for such.
  fileprivate var usesHostFolders: Bool {
    let work: Bool =
      switch workDirectory {
      case .memory: false
      case .host: true
      case .fileSystem(let files): !(files is MemoryFileSystem)
      }
    return work || mounts.contains { !($0.fileSystem is MemoryFileSystem) }
  }
}
