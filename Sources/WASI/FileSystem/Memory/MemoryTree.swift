import Synchronization

/// The nodes of one file system in memory, who has them open, and what is used of the limits.
/// Like everything below it, only touched under the file system's lock.
final class MemoryTree {
  let limits: MemoryFileSystem.Limits
  let clock: any ClockSource
  /// What the file system shows where it has nothing of its own.
  let lower: LowerTree?
  /// A number that no other file system has.
  let device: UInt64
  var state: MemoryState
  /// What of the lower file system has nodes that nobody uses.
  var idleMirrors: IdleMirrors
  /// A number for this tree since the last time its nodes were shared: what has it is in no other tree, and is changed in place. What has
  /// another one is copied first.
  private(set) var owner: UInt64
  /// How often everything was replaced: see `MemoryHandle`.
  private var generation: UInt64 = 0
  /// How often nodes are open.
  private var openCounts: [UInt64: Int] = [:]

  private static let lastOwner = Atomic<UInt64>(0)
  private static let lastDevice = Atomic<UInt64>(1 << 32)

  init(
    _ state: MemoryState = MemoryState(), limits: MemoryFileSystem.Limits, clock: any ClockSource, lower: LowerTree? = nil, idleMirrorCount: Int = 0
  ) {
    (self.state, self.limits, self.clock, self.lower) = (state, limits, clock, lower)
    idleMirrors = IdleMirrors(limit: idleMirrorCount)
    device = Self.lastDevice.add(1, ordering: .relaxed).newValue
    owner = Self.makeOwner()
  }

  private static func makeOwner() -> UInt64 { lastOwner.add(1, ordering: .relaxed).newValue }

  var now: UInt64 { (try? clock.time(.realtime)) ?? 0 }

  /// For a new node.
  func begin() -> MemoryNode.Beginning { .init(number: state.makeNumber(), owner: owner, now: now) }

  /// The node in the version that this tree may change. Other trees keep the one they have.
  func own<Node: MemoryNode>(_ node: Node) -> Node {
    if node.owner == owner { return node }
    // It may have been copied since `node` was looked up.
    guard let current = state.nodes[node.number] as? Node else { preconditionFailure("the node is gone") }
    if current.owner == owner { return current }
    guard let copy = current.copy(for: owner) as? Node else { preconditionFailure("a copy is of the same kind") }
    state.set(copy)
    return copy
  }

  func status(_ node: MemoryNode) -> FileStatus {
    FileStatus(
      device: node.mirrored?.device ?? device, inode: node.mirrored?.inode ?? node.number, type: node.type, linkCount: UInt64(node.linkCount),
      size: UInt64(node.size), accessTime: node.accessTime, modificationTime: node.modificationTime, changeTime: node.changeTime)
  }

  func setTimes(_ times: FileTimes, of node: MemoryNode) throws(Errno) {
    let node = own(node)
    if let file = node as? MemoryFileNode { try copyUp(file) } else { try claim(node) }
    if let access = times.access { node.accessTime = access }
    if let modification = times.modification { node.modificationTime = modification }
    node.changeTime = now
  }

  /// - Parameter status: of the directory of the lower file system that it shows; nil: of none.
  func addRoot(mirroring status: FileStatus?) {
    let root = if let status { MemoryDirectoryNode(begin(), mirroring: status, nil, at: []) } else { MemoryDirectoryNode(begin()) }
    root.linkCount = 1
    state.addRoot(root)
  }

  // MARK: Opening

  func open(_ node: MemoryNode) -> MemoryHandle {
    openCounts[node.number, default: 0] += 1
    return MemoryHandle(number: node.number, generation: generation)
  }

  func close(_ handle: MemoryHandle) {
    guard handle.generation == generation, let count = openCounts[handle.number] else { return }
    openCounts[handle.number] = count > 1 ? count - 1 : nil
    guard let node = state.nodes[handle.number] else { return }
    releaseIfUnused(node)
    noteIdle(node)
  }

  func isOpen(_ node: MemoryNode) -> Bool { openCounts[node.number] != nil }

  /// - Throws: `stale` when everything has been replaced since it was opened.
  func node<Node: MemoryNode>(_ handle: MemoryHandle, _: Node.Type = Node.self) throws(Errno) -> Node {
    // A root stays one, whatever is in it.
    guard handle.generation == generation || handle.number == MemoryState.root else { throw .stale }
    guard let node = state.nodes[handle.number] as? Node else { preconditionFailure("what is open stays, and stays what it is") }
    return node
  }

  func removeLink(_ node: MemoryNode) {
    let node = own(node)
    node.linkCount -= 1
    node.changeTime = now
    releaseIfUnused(node)
  }

  private func releaseIfUnused(_ node: MemoryNode) {
    if node.linkCount == 0 && !isOpen(node) { state.release(node) }
  }

  // MARK: Sharing

  /// Everything that has a name.
  func freeze() -> MemoryState {
    owner = Self.makeOwner()
    var frozen = state
    for number in openCounts.keys {
      if let node = frozen.nodes[number], node.linkCount == 0 { frozen.release(node) }
    }
    return frozen
  }

  /// Replaces everything; nil: by nothing.
  /// - Returns: what was there.
  func replace(by new: MemoryState?) -> MemoryState {
    let old = state
    owner = Self.makeOwner()
    generation += 1
    openCounts = [:]
    state = new ?? MemoryState()
    if new == nil { addRoot(mirroring: nil) }
    return old
  }
}

/// Something open in a tree: the number of the node, which outlives versions of it; and of the tree's generation, as numbers mean something
/// else when everything was replaced.
struct MemoryHandle {
  let number: UInt64
  let generation: UInt64

  static let root = MemoryHandle(number: MemoryState.root, generation: 0)
}
