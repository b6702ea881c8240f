/// Names in directories.
extension MemoryTree {
  /// What has this name, or nil.
  func find(_ name: FileName, in directory: MemoryDirectoryNode) throws(Errno) -> MemoryNode? {
    if let number = directory.knownNode(name) { return state.nodes[number] }
    return try mirror(name, in: directory)
  }

  /// - Throws: `noent`.
  func existing(_ name: FileName, in directory: MemoryDirectoryNode) throws(Errno) -> MemoryNode {
    guard let node = try find(name, in: directory) else { throw .noent }
    return node
  }

  /// The attributes of what has this name. Makes no node.
  /// - Throws: `noent`.
  func status(of name: FileName, in directory: MemoryDirectoryNode) throws(Errno) -> FileStatus {
    if let node = directory.knownNode(name).flatMap({ state.nodes[$0] }) { return status(node) }
    guard directory.lower?.hidden.contains(name) == false, let below = try openLower(directory) else { throw .noent }
    return try below.status(of: name)
  }

  /// Makes a node and gives it a name that is free.
  /// - Parameter byteCount: what of its contents counts.
  /// - Throws: `noent` when the directory has been removed, `nospc`.
  @discardableResult
  func create<Node: MemoryNode>(
    _ name: FileName, in directory: MemoryDirectoryNode, byteCount: Int = 0, _ make: (MemoryNode.Beginning) -> Node
  ) throws(Errno) -> Node {
    try requireLinked(directory)
    try claim(directory)
    try state.charge(bytes: byteCount + name.count, nodes: 1, names: 1, limits)
    let node = make(begin())
    state.set(node)
    give(name, to: node, in: directory)
    return node
  }

  /// Gives `node` a name that is free.
  /// - Throws: `noent` when the directory has been removed, `nospc`.
  func add(_ name: FileName, _ node: MemoryNode, to directory: MemoryDirectoryNode) throws(Errno) {
    try requireLinked(directory)
    try claim(directory)
    try claim(node)
    try state.charge(bytes: name.count, names: 1, limits)
    give(name, to: own(node), in: directory)
  }

  private func requireLinked(_ directory: MemoryDirectoryNode) throws(Errno) {
    guard directory.linkCount > 0 else { throw .noent }
  }

  private func give(_ name: FileName, to node: MemoryNode, in directory: MemoryDirectoryNode) {
    let directory = own(directory)
    directory.entries.add(name, node.number)
    directory.touch(now)
    node.linkCount += 1
    (node as? MemoryDirectoryNode)?.parent = directory.number
  }

  /// Takes a name away that is taken.
  /// - Throws: `nospc` when there is no room to remember that a name of the lower file system is gone.
  func remove(_ name: FileName, of node: MemoryNode, from directory: MemoryDirectoryNode) throws(Errno) {
    let directory = own(directory)
    if directory.entries[name] != nil {
      directory.entries.remove(name)
      state.refund(bytes: name.count, names: 1)
    } else {
      try claim(directory)
      try state.charge(bytes: name.count, names: 1, limits)
      directory.lower?.mirrors[name] = nil
      directory.lower?.hidden.insert(name)
    }
    removeLink(node)
    directory.touch(now)
  }

  /// - Throws: `nospc` when there is none for all of these.
  func requireRoom(_ names: [FileName]) throws(Errno) {
    try state.requireRoom(bytes: names.reduce(0) { $0 + $1.count }, names: names.count, limits)
  }

  func isEmpty(_ directory: MemoryDirectoryNode) throws(Errno) -> Bool {
    guard directory.entries.isEmpty else { return false }
    guard let below = try openLower(directory)?.reopen() else { return true }
    var isEmpty = true
    try below.readEntries(from: 0) { entry in
      isEmpty = directory.visibleName(entry) == nil
      return isEmpty
    }
    return isEmpty
  }

  /// The directory that this one is in; itself for the root, and for one whose parent is gone.
  func parent(_ directory: MemoryDirectoryNode) -> MemoryDirectoryNode {
    state.nodes[directory.parent] as? MemoryDirectoryNode ?? directory
  }

  /// Whether a directory is `node` or lies in it.
  func isInside(_ directory: MemoryDirectoryNode, _ node: MemoryNode) -> Bool {
    var current = directory
    while current.number != node.number {
      let next = parent(current)
      if next === current { return false }
      current = next
    }
    return true
  }
}
