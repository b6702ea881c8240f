/// An open file in memory.
final class MemoryFile: OpenFile {
  private let fileSystem: MemoryFileSystem
  private let handle: MemoryHandle
  /// The same file in the lower file system, while it has the contents.
  private var lower: (any OpenFile)?
  private let options: OpenOptions
  private(set) var flags: DescriptorFlags
  private var position: UInt64 = 0

  /// Call under the file system's lock.
  init(_ fileSystem: MemoryFileSystem, _ node: MemoryFileNode, _ options: OpenOptions) {
    self.fileSystem = fileSystem
    self.options = options
    flags = options.flags
    handle = fileSystem.tree.open(node)
  }

  deinit { fileSystem.lock.withLock { fileSystem.tree.close(handle) } }

  /// Calls `body` with the nodes, and that of this file.
  private func locked<Result>(_ body: (MemoryTree, MemoryFileNode) throws(Errno) -> Result) throws(Errno) -> Result {
    try fileSystem.lock.withLock { () throws(Errno) in try body(fileSystem.tree, try fileSystem.tree.node(handle)) }
  }

  var type: FileType { .regularFile }
  var isSeekable: Bool { true }

  func setFlags(_ flags: DescriptorFlags) throws(Errno) { self.flags = flags }
  func status() throws(Errno) -> FileStatus { try locked { (tree, node) throws(Errno) in tree.status(node) } }
  func setTimes(_ times: FileTimes) throws(Errno) { try locked { (tree, node) throws(Errno) in try tree.setTimes(times, of: node) } }

  func read(into buffers: IOBuffers) throws(Errno) -> Int {
    let count = try read(into: buffers, at: position)
    position += UInt64(count)
    return count
  }

  func write(_ buffers: IOBuffers) throws(Errno) -> Int {
    guard options.writes else { throw .badf }
    return try locked { (tree, node) throws(Errno) in
      if flags.contains(.append) { position = UInt64(node.size) }
      let count = try tree.write(buffers, to: node, at: position)
      position += UInt64(count)
      return count
    }
  }

  func read(into buffers: IOBuffers, at offset: UInt64) throws(Errno) -> Int {
    guard options.reads else { throw .badf }
    guard Int64(exactly: offset) != nil else { throw .inval }
    return try locked { (tree, node) throws(Errno) in
      guard node.lower != nil else { return try node.read(into: buffers, at: Int(offset)) }
      if lower == nil { lower = try tree.openLower(node) }
      return try lower?.read(into: buffers, at: offset) ?? 0
    }
  }

  func write(_ buffers: IOBuffers, at offset: UInt64) throws(Errno) -> Int {
    guard options.writes else { throw .badf }
    guard Int64(exactly: offset) != nil else { throw .inval }
    return try locked { (tree, node) throws(Errno) in try tree.write(buffers, to: node, at: offset) }
  }

  func seek(by offset: Int64, from whence: Whence) throws(Errno) -> UInt64 {
    let origin: UInt64 =
      switch whence {
      case .set: 0
      case .current: position
      case .end: try locked { (_, node) throws(Errno) in UInt64(node.size) }
      }
    let (sum, overflows) = Int64(origin).addingReportingOverflow(offset)
    guard !overflows else { throw .overflow }
    guard sum >= 0 else { throw .inval }
    position = UInt64(sum)
    return position
  }

  func resize(to size: UInt64) throws(Errno) {
    guard options.writes, Int64(exactly: size) != nil else { throw .inval }
    try locked { (tree, node) throws(Errno) in try tree.resize(node, to: size) }
  }

  func allocate(offset: UInt64, length: UInt64) throws(Errno) {
    guard options.writes else { throw .badf }
    try locked { (tree, node) throws(Errno) in
      if offset + length > UInt64(node.size) { try tree.resize(node, to: offset + length) }
    }
  }

  func advise(offset: UInt64, length: UInt64, _ advice: Advice) throws(Errno) {
    guard Int64(exactly: offset) != nil, Int64(exactly: length) != nil else { throw .inval }
  }
}
