/// An open directory in memory.
final class MemoryDirectory: OpenDirectory {
  private let fileSystem: MemoryFileSystem
  private let handle: MemoryHandle
  /// For reading the entries of the lower file system.
  private var lower: (any OpenDirectory)?

  /// Call under the file system's lock.
  init(_ fileSystem: MemoryFileSystem, _ node: MemoryDirectoryNode) {
    self.fileSystem = fileSystem
    handle = fileSystem.tree.open(node)
  }

  var usesDescriptor: Bool { false }

  deinit { fileSystem.lock.withLock { fileSystem.tree.close(handle) } }

  /// Calls `body` with the nodes, and that of this directory.
  private func locked<Result>(_ body: (MemoryTree, MemoryDirectoryNode) throws(Errno) -> Result) throws(Errno) -> Result {
    try fileSystem.lock.withLock { () throws(Errno) in
      defer { fileSystem.tree.dropIdleMirrors() }
      return try body(fileSystem.tree, try fileSystem.tree.node(handle))
    }
  }

  func reopen() throws(Errno) -> any OpenDirectory {
    try locked { (_, node) throws(Errno) in MemoryDirectory(fileSystem, node) }
  }

  func openDirectory(_ name: FileName) throws(Errno) -> any OpenDirectory {
    try locked { (tree, node) throws(Errno) in
      guard let directory = try tree.existing(name, in: node) as? MemoryDirectoryNode else { throw .notdir }
      return MemoryDirectory(fileSystem, directory)
    }
  }

  func open(_ name: FileName, _ options: OpenOptions) throws(Errno) -> OpenedNode {
    try locked { (tree, node) throws(Errno) in
      guard let found = try tree.find(name, in: node) else {
        guard options.creates else { throw .noent }
        return .file(MemoryFile(fileSystem, try tree.create(name, in: node) { MemoryFileNode($0) }, options))
      }
      if options.creates && options.isExclusive { throw .exist }
      switch found {
      case let directory as MemoryDirectoryNode:
        if options.writes || options.truncates || options.creates { throw .isdir }
        return .directory(MemoryDirectory(fileSystem, directory))
      case let file as MemoryFileNode:
        if options.isDirectory { throw .notdir }
        if options.truncates { try tree.resize(file, to: 0) }
        return .file(MemoryFile(fileSystem, file, options))
      default: throw .loop
      }
    }
  }

  func status() throws(Errno) -> FileStatus { try locked { (tree, node) throws(Errno) in tree.status(node) } }
  func setTimes(_ times: FileTimes) throws(Errno) { try locked { (tree, node) throws(Errno) in try tree.setTimes(times, of: node) } }
  func synchronize(dataOnly: Bool) throws(Errno) {}

  func status(of name: FileName) throws(Errno) -> FileStatus {
    try locked { (tree, node) throws(Errno) in try tree.status(of: name, in: node) }
  }

  func setTimes(_ times: FileTimes, of name: FileName) throws(Errno) {
    try locked { (tree, node) throws(Errno) in try tree.setTimes(times, of: try tree.existing(name, in: node)) }
  }

  func readSymbolicLink(_ name: FileName) throws(Errno) -> ByteString {
    try locked { (tree, node) throws(Errno) in
      guard let link = try tree.existing(name, in: node) as? MemoryLinkNode else { throw .inval }
      return link.target
    }
  }

  func createDirectory(_ name: FileName) throws(Errno) {
    try locked { (tree, node) throws(Errno) in
      guard try tree.find(name, in: node) == nil else { throw .exist }
      try tree.create(name, in: node) { MemoryDirectoryNode($0) }
    }
  }

  func createSymbolicLink(_ name: FileName, target: ByteString) throws(Errno) {
    try locked { (tree, node) throws(Errno) in
      guard try tree.find(name, in: node) == nil else { throw .exist }
      try tree.create(name, in: node, byteCount: target.count) { MemoryLinkNode($0, target: target) }
    }
  }

  func link(_ name: FileName, to directory: any OpenDirectory, as newName: FileName) throws(Errno) {
    let target = try sibling(directory)
    try locked { (tree, node) throws(Errno) in
      let target: MemoryDirectoryNode = try tree.node(target.handle)
      let source = try tree.existing(name, in: node)
      guard try tree.find(newName, in: target) == nil else { throw .exist }
      guard source.type != .directory else { throw .perm }
      try tree.add(newName, source, to: target)
      tree.own(source).changeTime = tree.now
    }
  }

  func rename(_ name: FileName, to directory: any OpenDirectory, as newName: FileName) throws(Errno) {
    let target = try sibling(directory)
    try locked { (tree, node) throws(Errno) in
      let target: MemoryDirectoryNode = try tree.node(target.handle)
      let source = try tree.existing(name, in: node)
      let replaced = try tree.find(newName, in: target)
      // Two names of one file stay both, as POSIX says.
      guard source.number != replaced?.number else { return }
      if source.type == .directory && tree.isInside(target, source) { throw .inval }
      if let replaced { try Self.requireReplaceable(replaced, by: source, tree) }
      // Whether there is room has to be known before anything is gone: for the new name, and for what hides names of the lower file system.
      for node in [source, node, target] { try tree.claim(node) }
      let names = [newName] + (node.isInLower(name) ? [name] : []) + (replaced != nil && target.isInLower(newName) ? [newName] : [])
      try tree.requireRoom(names)
      if let replaced { try tree.remove(newName, of: replaced, from: target) }
      try tree.add(newName, source, to: target)
      try tree.remove(name, of: source, from: node)
    }
  }

  private static func requireReplaceable(_ old: MemoryNode, by new: MemoryNode, _ tree: MemoryTree) throws(Errno) {
    guard let directory = old as? MemoryDirectoryNode else {
      if new.type == .directory { throw .notdir }
      return
    }
    guard new.type == .directory else { throw .isdir }
    guard try tree.isEmpty(directory) else { throw .notempty }
  }

  private func sibling(_ directory: any OpenDirectory) throws(Errno) -> MemoryDirectory {
    guard let directory = directory as? MemoryDirectory, directory.fileSystem === fileSystem else { throw .xdev }
    return directory
  }

  func unlink(_ name: FileName) throws(Errno) {
    try locked { (tree, node) throws(Errno) in
      let found = try tree.existing(name, in: node)
      guard found.type != .directory else { throw .isdir }
      try tree.remove(name, of: found, from: node)
    }
  }

  func removeDirectory(_ name: FileName) throws(Errno) {
    try locked { (tree, node) throws(Errno) in
      guard let directory = try tree.existing(name, in: node) as? MemoryDirectoryNode else { throw .notdir }
      guard try tree.isEmpty(directory) else { throw .notempty }
      try tree.remove(name, of: directory, from: node)
    }
  }

  /// Cookies: 1 and 2 for `.` and `..`, then the entries' numbers, then, from far above, those of the lower file system.
  func readEntries(from cookie: UInt64, _ body: (DirectoryEntry) -> Bool) throws(Errno) {
    let lowerBase: UInt64 = 1 << 62
    try locked { (tree, node) throws(Errno) in
      if cookie < 1 { guard Self.hand(".", tree.status(node).inode, 1, body) else { return } }
      if cookie < 2 { guard Self.hand("..", tree.status(tree.parent(node)).inode, 2, body) else { return } }
      if cookie < lowerBase {
        let isComplete = node.entries.forEach(from: max(cookie, 2) - 2) { serial, entry in
          guard let status = tree.state.nodes[entry.node].map(tree.status) else { preconditionFailure("what has a name is there") }
          return entry.name.withUnsafeBytes {
            body(DirectoryEntry(name: $0, inode: status.inode, type: status.type, cookie: serial + 3))
          }
        }
        guard isComplete else { return }
      }
      if lower == nil { lower = try tree.openLower(node)?.reopen() }
      try lower?.readEntries(from: cookie < lowerBase ? 0 : cookie - lowerBase) { entry in
        guard node.visibleName(entry) != nil else { return true }
        return body(DirectoryEntry(name: entry.name, inode: entry.inode, type: entry.type, cookie: lowerBase + entry.cookie))
      }
    }
  }

  /// Hands out `.` or `..`.
  private static func hand(_ dots: StaticString, _ inode: UInt64, _ cookie: UInt64, _ body: (DirectoryEntry) -> Bool) -> Bool {
    dots.withUTF8Buffer { body(DirectoryEntry(name: UnsafeRawBufferPointer($0), inode: inode, type: .directory, cookie: cookie)) }
  }
}
