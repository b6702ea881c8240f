/// Files in memory, within bounds. They live as long as this object, whoever has it mounted; several hosts, on several
/// threads, may share it.
public final class MemoryFileSystem: FileSystem, @unchecked Sendable {
  public struct Limits: Sendable, Hashable {
    /// The most bytes that contents, names and administration may take together, and the most a file may have.
    public var byteCount: Int
    /// The most files, directories and symbolic links.
    public var nodeCount: Int
    /// The most entries of directories: a file may have many names.
    public var nameCount: Int

    public init(byteCount: Int = 256 << 20, nodeCount: Int = 100_000, nameCount: Int = 200_000) {
      self.byteCount = byteCount
      self.nodeCount = nodeCount
      self.nameCount = nameCount
    }
  }

  // Everything in the tree is only touched under the lock: what makes this Sendable.
  let lock = Lock()
  let tree: MemoryTree

  /// - Parameters:
  ///   - limits: how much it may hold.
  ///   - clock: where the times of files come from.
  public init(limits: Limits = Limits(), clock: any ClockSource = SystemClock()) {
    tree = MemoryTree(limits: limits, clock: clock)
    tree.addRoot(mirroring: nil)
  }

  /// Shows the lower file system that begins with `lower`, until something is changed.
  init(over lower: any OpenDirectory, limits: Limits, clock: any ClockSource, idleMirrorCount: Int) throws(Errno) {
    tree = MemoryTree(limits: limits, clock: clock, lower: LowerTree(lower), idleMirrorCount: idleMirrorCount)
    tree.addRoot(mirroring: try lower.status())
  }

  /// Begins with what another one held.
  /// - Throws: `nospc` when that is more than the limits allow.
  public init(_ image: Image, limits: Limits = Limits(), clock: any ClockSource = SystemClock()) throws(Errno) {
    tree = MemoryTree(image.state, limits: limits, clock: clock)
    try image.requireRoom(limits)
  }

  /// How many bytes contents, names and administration take.
  public var usedByteCount: Int { lock.withLock { tree.state.byteCount } }
  /// How many files, directories and symbolic links there are.
  public var usedNodeCount: Int { lock.withLock { tree.state.nodeCount } }

  public func openRoot() throws(Errno) -> any OpenDirectory {
    try lock.withLock { () throws(Errno) in MemoryDirectory(self, try tree.node(MemoryHandle.root)) }
  }
}
