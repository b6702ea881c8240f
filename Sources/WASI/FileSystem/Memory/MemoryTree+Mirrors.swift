/// How long nodes stay that stand for something in the lower file system: as long as they are open or changed, and the last ones longer.
///
/// What is changed counts against the limits, and so do the directories on the way to it. The rest is only there so that it need not be looked
/// up below again.
extension MemoryTree {
  /// Makes a node count, before it is changed, and the directories that lead to it.
  /// - Throws: `nospc`.
  func claim(_ node: MemoryNode) throws(Errno) {
    var current: MemoryNode? = node
    // The root is one of a kind.
    while let node = current, !node.isCharged, let place = node.mirrored?.place {
      try state.claim(node, limits)
      current = state.nodes[place.directory]
    }
  }

  /// Call when a node has become one that nobody has open, and at the end of what else uses it.
  func noteIdle(_ node: MemoryNode) {
    if !node.isCharged && node.mirrored?.place != nil { idleMirrors.add(node.number) }
  }

  /// Lets go of those that nobody has used for the longest time, if there are many. What is not open and does not count must not be in use.
  func dropIdleMirrors() {
    while let number = idleMirrors.removeSurplus() {
      var current = state.nodes[number]
      // A directory goes after what is in it.
      while let node = current, isIdle(node), let place = node.mirrored?.place {
        state.release(node)
        let parent = state.nodes[place.directory] as? MemoryDirectoryNode
        parent?.lower?.mirrors[place.name] = nil
        current = parent
      }
    }
  }

  private func isIdle(_ node: MemoryNode) -> Bool {
    !node.isCharged && !isOpen(node) && (node as? MemoryDirectoryNode)?.lower?.mirrors.isEmpty != false
  }
}

/// Numbers of nodes, in the order in which they were used last. They may be in use again, or gone.
struct IdleMirrors {
  private let limit: Int
  private var uses = 0
  private var lastUses: [UInt64: Int] = [:]
  /// Also earlier uses, which do not matter any more.
  private var order: [(number: UInt64, use: Int)] = []
  /// How many of `order` are done with.
  private var start = 0

  init(limit: Int) { self.limit = limit }

  mutating func add(_ number: UInt64) {
    uses += 1
    lastUses[number] = uses
    order.append((number, uses))
    guard order.count > 4 * limit + 64 else { return }
    order.removeSubrange(..<start)
    order.removeAll { lastUses[$0.number] != $0.use }
    start = 0
  }

  /// The one that was not used for the longest time, if there are too many.
  mutating func removeSurplus() -> UInt64? {
    guard lastUses.count > limit else { return nil }
    while start < order.count {
      let (number, use) = order[start]
      start += 1
      guard lastUses[number] == use else { continue }
      lastUses[number] = nil
      return number
    }
    return nil
  }
}
