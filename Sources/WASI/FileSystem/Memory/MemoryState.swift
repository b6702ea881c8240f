/// All that a file system in memory holds, and what it counts for. Copies share the nodes.
struct MemoryState: Sendable {
  private(set) var nodes = SharedMap<MemoryNode>()
  private(set) var byteCount = 0
  private(set) var nodeCount = 0
  private(set) var nameCount = 0
  private var lastNumber: UInt64 = 0

  static let root: UInt64 = 1

  /// What a node and a name take besides contents and text, at the most: see the test of what is resident.
  private static let nodeOverhead = 256
  private static let nameOverhead = 256

  mutating func makeNumber() -> UInt64 {
    lastNumber += 1
    return lastNumber
  }

  mutating func set(_ node: MemoryNode) { nodes.set(node.number, node) }

  /// Whatever the limits are: without a root it is no file system.
  mutating func addRoot(_ root: MemoryDirectoryNode) {
    if root.isCharged { count(0, 1, 0) }
    set(root)
  }

  // MARK: Counting

  private static func byteCount(_ bytes: Int, _ nodes: Int, _ names: Int) -> Int { bytes + nodes * nodeOverhead + names * nameOverhead }

  /// - Throws: `nospc`.
  func requireRoom(bytes: Int = 0, nodes: Int = 0, names: Int = 0, _ limits: MemoryFileSystem.Limits) throws(Errno) {
    guard nodes <= limits.nodeCount - nodeCount, names <= limits.nameCount - nameCount,
      Self.byteCount(bytes, nodes, names) <= limits.byteCount - byteCount
    else { throw .nospc }
  }

  /// - Parameter bytes: the contents, and the lengths of the names.
  /// - Throws: `nospc`, with nothing counted.
  mutating func charge(bytes: Int = 0, nodes: Int = 0, names: Int = 0, _ limits: MemoryFileSystem.Limits) throws(Errno) {
    try requireRoom(bytes: bytes, nodes: nodes, names: names, limits)
    count(bytes, nodes, names)
  }

  mutating func refund(bytes: Int = 0, nodes: Int = 0, names: Int = 0) { count(-bytes, -nodes, -names) }

  private mutating func count(_ bytes: Int, _ nodes: Int, _ names: Int) {
    byteCount += Self.byteCount(bytes, nodes, names)
    nodeCount += nodes
    nameCount += names
  }

  /// Lets go of a node that nobody can reach any more, and gives back what it has used.
  mutating func release(_ node: MemoryNode) {
    // Nothing has to be remembered of what was in a directory that is gone.
    for name in (node as? MemoryDirectoryNode)?.lower?.hidden ?? [] { refund(bytes: name.count, names: 1) }
    if node.isCharged { refund(bytes: node.chargedByteCount, nodes: 1, names: node.mirrored == nil ? 0 : 1) }
    nodes.remove(node.number)
  }

  /// Makes a node count that stands for one of the lower file system, with the name that leads to it there.
  /// - Throws: `nospc`.
  mutating func claim(_ node: MemoryNode, _ limits: MemoryFileSystem.Limits) throws(Errno) {
    try charge(bytes: node.chargedByteCount, nodes: 1, names: 1, limits)
    node.isCharged = true
  }

  mutating func unclaim(_ node: MemoryNode) {
    refund(bytes: node.chargedByteCount, nodes: 1, names: 1)
    node.isCharged = false
  }
}
