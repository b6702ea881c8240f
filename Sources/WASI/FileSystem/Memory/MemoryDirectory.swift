/// An open directory in memory.
final class MemoryDirectory: OpenDirectory {
  private let fileSystem: MemoryFileSystem
  private let node: MemoryDirectoryNode
  /// For reading the entries of the lower file system.
  private var lower: (any OpenDirectory)?

  /// Call under the file system's lock.
  init(_ fileSystem: MemoryFileSystem, _ node: MemoryDirectoryNode) {
    self.fileSystem = fileSystem
    self.node = node
    node.openCount += 1
  }

  var usesDescriptor: Bool { false }

  deinit { fileSystem.lock.withLock { node.close() } }

  private func locked<Result>(_ body: () throws(Errno) -> Result) throws(Errno) -> Result {
    try fileSystem.lock.withLock(body)
  }

  private func existing(_ name: FileName) throws(Errno) -> MemoryNode {
    guard let node = try node.node(name) else { throw .noent }
    return node
  }

  func reopen() throws(Errno) -> any OpenDirectory {
    try locked { () throws(Errno) in MemoryDirectory(fileSystem, node) }
  }

  func openDirectory(_ name: FileName) throws(Errno) -> any OpenDirectory {
    try locked { () throws(Errno) in
      guard let directory = try existing(name) as? MemoryDirectoryNode else { throw .notdir }
      return MemoryDirectory(fileSystem, directory)
    }
  }

  func open(_ name: FileName, _ options: OpenOptions) throws(Errno) -> OpenedNode {
    try locked { () throws(Errno) in
      guard let found = try node.node(name) else {
        guard options.creates else { throw .noent }
        let file = try MemoryFileNode(fileSystem.tree)
        try add(name, file)
        return .file(MemoryFile(fileSystem, file, options))
      }
      if options.creates && options.isExclusive { throw .exist }
      switch found {
      case let directory as MemoryDirectoryNode:
        if options.writes || options.truncates || options.creates { throw .isdir }
        return .directory(MemoryDirectory(fileSystem, directory))
      case let file as MemoryFileNode:
        if options.isDirectory { throw .notdir }
        if options.truncates { try file.resize(to: 0) }
        return .file(MemoryFile(fileSystem, file, options))
      default: throw .loop
      }
    }
  }

  /// Adds a new node, or lets go of it.
  private func add(_ name: FileName, _ new: MemoryNode) throws(Errno) {
    do throws(Errno) { try node.add(name, new) } catch {
      // A link that never was: gives back what the node has used.
      new.linkCount += 1
      new.removeLink()
      throw error
    }
  }

  func status() throws(Errno) -> FileStatus { try locked { () throws(Errno) in node.status } }
  func setTimes(_ times: FileTimes) throws(Errno) { try locked { () throws(Errno) in try node.setTimes(times) } }
  func synchronize(dataOnly: Bool) throws(Errno) {}

  func status(of name: FileName) throws(Errno) -> FileStatus { try locked { () throws(Errno) in try node.status(of: name) } }
  func setTimes(_ times: FileTimes, of name: FileName) throws(Errno) {
    try locked { () throws(Errno) in try existing(name).setTimes(times) }
  }

  func readSymbolicLink(_ name: FileName) throws(Errno) -> ByteString {
    try locked { () throws(Errno) in
      guard let link = try existing(name) as? MemoryLinkNode else { throw .inval }
      return link.target
    }
  }

  func createDirectory(_ name: FileName) throws(Errno) {
    try locked { () throws(Errno) in
      guard try node.node(name) == nil else { throw .exist }
      try add(name, try MemoryDirectoryNode(fileSystem.tree))
    }
  }

  func createSymbolicLink(_ name: FileName, target: ByteString) throws(Errno) {
    try locked { () throws(Errno) in
      guard try node.node(name) == nil else { throw .exist }
      try add(name, try MemoryLinkNode(fileSystem.tree, target: target))
    }
  }

  func link(_ name: FileName, to directory: any OpenDirectory, as newName: FileName) throws(Errno) {
    let target = try sibling(directory)
    try locked { () throws(Errno) in
      let source = try existing(name)
      guard try target.node.node(newName) == nil else { throw .exist }
      guard source.type != .directory else { throw .perm }
      try target.node.add(newName, source)
      source.changeTime = fileSystem.tree.now
    }
  }

  func rename(_ name: FileName, to directory: any OpenDirectory, as newName: FileName) throws(Errno) {
    let target = try sibling(directory)
    try locked { () throws(Errno) in
      let source = try existing(name)
      let replaced = try target.node.node(newName)
      // Two names of one file stay both, as POSIX says.
      guard source !== replaced else { return }
      if source.type == .directory && target.node.isInside(source) { throw .inval }
      if let replaced { try requireReplaceable(replaced, by: source) }
      // Whether there is room has to be known before anything is gone: for the new name, and for what hides names of the lower file system.
      let names = [newName] + (node.isInLower(name) ? [name] : []) + (replaced != nil && target.node.isInLower(newName) ? [newName] : [])
      try fileSystem.tree.requireRoom(names)
      if let replaced { try target.node.remove(newName, replaced) }
      try target.node.add(newName, source)
      try node.remove(name, source)
    }
  }

  private func requireReplaceable(_ old: MemoryNode, by new: MemoryNode) throws(Errno) {
    guard let directory = old as? MemoryDirectoryNode else {
      if new.type == .directory { throw .notdir }
      return
    }
    guard new.type == .directory else { throw .isdir }
    guard try directory.isEmpty() else { throw .notempty }
  }

  private func sibling(_ directory: any OpenDirectory) throws(Errno) -> MemoryDirectory {
    guard let directory = directory as? MemoryDirectory, directory.fileSystem === fileSystem else { throw .xdev }
    return directory
  }

  func unlink(_ name: FileName) throws(Errno) {
    try locked { () throws(Errno) in
      let found = try existing(name)
      guard found.type != .directory else { throw .isdir }
      try node.remove(name, found)
    }
  }

  func removeDirectory(_ name: FileName) throws(Errno) {
    try locked { () throws(Errno) in
      guard let directory = try existing(name) as? MemoryDirectoryNode else { throw .notdir }
      guard try directory.isEmpty() else { throw .notempty }
      try node.remove(name, directory)
    }
  }

  /// Cookies: 1 and 2 for `.` and `..`, then the entries' numbers, then, from far above, those of the lower file system.
  func readEntries(from cookie: UInt64, _ body: (DirectoryEntry) -> Bool) throws(Errno) {
    let lowerBase: UInt64 = 1 << 62
    try locked { () throws(Errno) in
      if cookie < 1 { guard Self.hand(".", node.inode, 1, body) else { return } }
      if cookie < 2 { guard Self.hand("..", node.parent?.inode ?? node.inode, 2, body) else { return } }
      if cookie < lowerBase {
        let isComplete = node.entries.forEach(from: max(cookie, 2) - 2) { entry in
          entry.name.withUnsafeBytes {
            body(DirectoryEntry(name: $0, inode: entry.node.inode, type: entry.node.type, cookie: entry.serial + 3))
          }
        }
        guard isComplete else { return }
      }
      if lower == nil { lower = try node.openLower()?.reopen() }
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
