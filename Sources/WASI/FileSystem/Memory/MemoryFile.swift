/// An open file in memory.
final class MemoryFile: OpenFile {
  private let fileSystem: MemoryFileSystem
  private let node: MemoryFileNode
  /// The same file in the lower file system, while it has the contents.
  private var lower: (any OpenFile)?
  private let options: OpenOptions
  private(set) var flags: DescriptorFlags
  private var position: UInt64 = 0

  /// Call under the file system's lock.
  init(_ fileSystem: MemoryFileSystem, _ node: MemoryFileNode, _ options: OpenOptions) {
    self.fileSystem = fileSystem
    self.node = node
    self.options = options
    flags = options.flags
    node.openCount += 1
  }

  deinit { fileSystem.lock.withLock { node.close() } }

  var type: FileType { .regularFile }
  var isSeekable: Bool { true }

  func setFlags(_ flags: DescriptorFlags) throws(Errno) { self.flags = flags }
  func status() throws(Errno) -> FileStatus { fileSystem.lock.withLock { node.status } }
  func setTimes(_ times: FileTimes) throws(Errno) {
    try fileSystem.lock.withLock { () throws(Errno) in try node.setTimes(times) }
  }

  func read(into buffers: IOBuffers) throws(Errno) -> Int {
    let count = try read(into: buffers, at: position)
    position += UInt64(count)
    return count
  }

  func write(_ buffers: IOBuffers) throws(Errno) -> Int {
    guard options.writes else { throw .badf }
    return try fileSystem.lock.withLock { () throws(Errno) in
      if flags.contains(.append) { position = UInt64(node.size) }
      let count = try node.write(buffers, at: position)
      position += UInt64(count)
      return count
    }
  }

  func read(into buffers: IOBuffers, at offset: UInt64) throws(Errno) -> Int {
    guard options.reads else { throw .badf }
    guard Int64(exactly: offset) != nil else { throw .inval }
    return try fileSystem.lock.withLock { () throws(Errno) in
      guard node.isInLower else { return try node.read(into: buffers, at: Int(offset)) }
      if lower == nil { lower = try node.openLower() }
      return try lower?.read(into: buffers, at: offset) ?? 0
    }
  }

  func write(_ buffers: IOBuffers, at offset: UInt64) throws(Errno) -> Int {
    guard options.writes else { throw .badf }
    guard Int64(exactly: offset) != nil else { throw .inval }
    return try fileSystem.lock.withLock { () throws(Errno) in try node.write(buffers, at: offset) }
  }

  func seek(by offset: Int64, from whence: Whence) throws(Errno) -> UInt64 {
    let origin: UInt64 =
      switch whence {
      case .set: 0
      case .current: position
      case .end: UInt64(fileSystem.lock.withLock { node.size })
      }
    let (sum, overflows) = Int64(origin).addingReportingOverflow(offset)
    guard !overflows else { throw .overflow }
    guard sum >= 0 else { throw .inval }
    position = UInt64(sum)
    return position
  }

  func resize(to size: UInt64) throws(Errno) {
    guard options.writes, Int64(exactly: size) != nil else { throw .inval }
    try fileSystem.lock.withLock { () throws(Errno) in try node.resize(to: size) }
  }

  func allocate(offset: UInt64, length: UInt64) throws(Errno) {
    guard options.writes else { throw .badf }
    try fileSystem.lock.withLock { () throws(Errno) in
      if offset + length > UInt64(node.size) { try node.resize(to: offset + length) }
    }
  }

  func advise(offset: UInt64, length: UInt64, _ advice: Advice) throws(Errno) {
    guard Int64(exactly: offset) != nil, Int64(exactly: length) != nil else { throw .inval }
  }
}
