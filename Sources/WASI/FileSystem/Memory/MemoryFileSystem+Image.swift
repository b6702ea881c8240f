extension MemoryFileSystem {
  /// What a file system in memory held at one moment, for others to begin with. All of them share it until they change something: then they
  /// have that for themselves, and what is on the way to it.
  public struct Image: Sendable {
    let state: MemoryState

    /// How many bytes contents, names and administration take.
    public var usedByteCount: Int { state.byteCount }
    /// Whether there is nothing but the root directory.
    public var isEmpty: Bool { state.nodeCount == 1 }

    /// - Throws: `nospc` when it is more than the limits allow.
    func requireRoom(_ limits: Limits) throws(Errno) {
      guard state.byteCount <= limits.byteCount, state.nodeCount <= limits.nodeCount, state.nameCount <= limits.nameCount else { throw .nospc }
    }
  }

  /// Keeps everything that has a name. It takes no time to speak of, however much that is.
  public func freeze() -> Image { lock.withLock { Image(state: tree.freeze()) } }

  /// Replaces everything by what an image holds, or by nothing. It takes as long as letting go of what was changed since. What is open fails
  /// with `stale` from now on, but for root directories, which show what is new.
  /// - Throws: `nospc` when it is more than the limits allow, with nothing changed.
  public func restore(_ image: Image?) throws(Errno) {
    try image?.requireRoom(tree.limits)
    // What nobody else has is freed after the lock is.
    _ = lock.withLock { tree.replace(by: image?.state) }
  }
}
