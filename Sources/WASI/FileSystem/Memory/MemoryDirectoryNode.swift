/// A directory in memory, which may also show one of the lower file system.
final class MemoryDirectoryNode: MemoryNode {
  private(set) var entries = MemoryEntries()
  weak var parent: MemoryDirectoryNode?
  /// The path of the directory of the lower file system; nil when there is none behind this.
  let lowerPath: [FileName]?
  /// Nodes for what lies in the lower file system and was opened.
  private var mirrors: [FileName: MemoryNode] = [:]
  /// Names of the lower file system that are gone here, or replaced by `entries`.
  private(set) var hidden: Set<FileName> = []
  private static let maximumLowerDepth = PathWalk.maximumPathLength / 2

  init(_ tree: MemoryTree) throws(Errno) {
    lowerPath = nil
    try super.init(tree, .directory)
  }

  init(_ tree: MemoryTree, mirroring status: FileStatus, at path: [FileName]) {
    lowerPath = path
    super.init(tree, mirroring: status)
  }

  /// The directory of the lower file system behind this one.
  func openLower() throws(Errno) -> (any OpenDirectory)? {
    guard let lowerPath, let lower = tree.lower else { return nil }
    return try lower.directory(lowerPath)
  }

  /// The attributes of what has this name.
  /// - Throws: `noent`.
  func status(of name: FileName) throws(Errno) -> FileStatus {
    if let node = entries[name] ?? mirrors[name] { return node.status }
    guard !hidden.contains(name), let lower = try openLower() else { throw .noent }
    return try lower.status(of: name)
  }

  /// What has this name, or nil.
  func node(_ name: FileName) throws(Errno) -> MemoryNode? {
    if let node = entries[name] ?? mirrors[name] { return node }
    guard !hidden.contains(name), let lowerPath, let lower = try openLower() else { return nil }
    // Each directory keeps its path: deeper ones would take memory with the square of their depth.
    guard lowerPath.count < Self.maximumLowerDepth else { throw .nametoolong }
    let status: FileStatus
    do throws(Errno) { status = try lower.status(of: name) } catch {
      if error == .noent { return nil }
      throw error
    }
    let node: MemoryNode
    switch status.type {
    case .directory:
      let directory = MemoryDirectoryNode(tree, mirroring: status, at: lowerPath + [name])
      directory.parent = self
      node = directory
    case .regularFile: node = MemoryFileNode(tree, mirroring: status, at: LowerPlace(directory: lowerPath, name: name))
    case .symbolicLink: node = MemoryLinkNode(tree, mirroring: status, target: try lower.readSymbolicLink(name))
    default: throw .acces
    }
    node.linkCount = 1
    mirrors[name] = node
    return node
  }

  /// Gives `node` a name that is free.
  /// - Throws: `noent` when this directory has been removed, `nospc`.
  func add(_ name: FileName, _ node: MemoryNode) throws(Errno) {
    guard linkCount > 0 else { throw .noent }
    try tree.charge(name)
    entries.add(name, node)
    node.linkCount += 1
    if let directory = node as? MemoryDirectoryNode { directory.parent = self }
    touch()
  }

  /// Takes a name away that is taken.
  /// - Throws: `nospc` when there is no room to remember that a name of the lower file system is gone.
  func remove(_ name: FileName, _ node: MemoryNode) throws(Errno) {
    if entries[name] != nil {
      entries.remove(name)
      tree.refund(name)
    } else {
      try tree.charge(name)
      mirrors[name] = nil
      hidden.insert(name)
    }
    node.removeLink()
    touch()
  }

  func isEmpty() throws(Errno) -> Bool {
    guard entries.isEmpty else { return false }
    guard let lower = try openLower()?.reopen() else { return true }
    var isEmpty = true
    try lower.readEntries(from: 0) { entry in
      if let name = visibleName(entry) { isEmpty = hidden.contains(name) }
      return isEmpty
    }
    return isEmpty
  }

  /// The name of an entry of the lower file system, unless it is hidden, replaced, `.` or `..`, or none that a guest could use.
  func visibleName(_ entry: DirectoryEntry) -> FileName? {
    guard let name = try? FileName(entry.name) else { return nil }
    return hidden.contains(name) || entries[name] != nil ? nil : name
  }

  /// Whether a name that is taken is one of the lower file system.
  func isInLower(_ name: FileName) -> Bool { entries[name] == nil }

  /// Whether this is `node` or lies in it.
  func isInside(_ node: MemoryNode) -> Bool {
    var directory: MemoryDirectoryNode? = self
    while let current = directory {
      if current === node { return true }
      directory = current.parent
    }
    return false
  }

  /// Nothing has to be remembered of what was in a directory that is gone.
  override func releaseContents() {
    for name in hidden { tree.refund(name) }
    hidden = []
  }

  /// Takes all nodes out, for the end of the file system.
  func removeAll() -> [MemoryNode] {
    defer { mirrors = [:] }
    return entries.removeAll() + mirrors.values
  }
}
