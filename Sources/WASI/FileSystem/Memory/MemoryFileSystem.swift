import Synchronization

/// Files in memory, within bounds. They live as long as this object, whoever has it mounted; several hosts, on several
/// threads, may share it.
public final class MemoryFileSystem: FileSystem, @unchecked Sendable {
  public struct Limits: Sendable, Hashable {
    /// The most bytes that contents, names and administration may take together, and the most a file may have.
    public var byteCount: Int
    /// The most files, directories and symbolic links.
    public var nodeCount: Int

    public init(byteCount: Int = 256 << 20, nodeCount: Int = 100_000) {
      self.byteCount = byteCount
      self.nodeCount = nodeCount
    }
  }

  // Everything in the tree is only touched under the lock: what makes this Sendable.
  let lock = Lock()
  let tree: MemoryTree
  private let root: MemoryDirectoryNode

  private static let lastDevice = Atomic<UInt64>(1 << 32)

  /// - Parameters:
  ///   - limits: how much it may hold.
  ///   - clock: where the times of files come from.
  public convenience init(limits: Limits = Limits(), clock: any ClockSource = SystemClock()) {
    let tree = MemoryTree(limits: limits, clock: clock, lower: nil, device: Self.makeDevice())
    do throws(Errno) {
      self.init(tree, root: try MemoryDirectoryNode(tree))
    } catch {
      preconditionFailure("the limits leave no room for a root directory")
    }
  }

  /// Shows the lower file system that begins with `lower`, until something is changed.
  convenience init(over lower: any OpenDirectory, limits: Limits, clock: any ClockSource) throws(Errno) {
    let tree = MemoryTree(limits: limits, clock: clock, lower: LowerTree(lower), device: Self.makeDevice())
    self.init(tree, root: MemoryDirectoryNode(tree, mirroring: try lower.status(), at: []))
  }

  private init(_ tree: MemoryTree, root: MemoryDirectoryNode) {
    self.tree = tree
    self.root = root
    root.linkCount = 1
  }

  /// Takes the tree apart node by node: releasing it from the root would need stack for each level of a deep one.
  deinit {
    var nodes: [MemoryNode] = [root]
    while let node = nodes.popLast() {
      if let directory = node as? MemoryDirectoryNode { nodes += directory.removeAll() }
    }
  }

  private static func makeDevice() -> UInt64 { lastDevice.add(1, ordering: .relaxed).newValue }

  /// How many bytes contents, names and administration take.
  public var usedByteCount: Int { lock.withLock { tree.usedByteCount } }

  public func openRoot() throws(Errno) -> any OpenDirectory {
    lock.withLock { MemoryDirectory(self, root) }
  }
}
