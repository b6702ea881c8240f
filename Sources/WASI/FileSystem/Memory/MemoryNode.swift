/// A file, directory or symbolic link in memory. Nodes refer to each other by their numbers.
///
/// Several file systems may share a node, on several threads: it is changed only by the tree that owns it, which makes itself a copy before
/// the first change, and shares none that it owns. That is what makes this Sendable.
class MemoryNode: @unchecked Sendable {
  /// Where it is among the nodes of its tree, and its inode.
  let number: UInt64
  /// The tree that may change it, and since when: see `MemoryTree.owner`.
  let owner: UInt64
  /// What it stands for in the lower file system.
  let mirrored: MirroredFile?
  /// Whether it counts against the limits: what stands for something in the lower file system does when it is changed.
  var isCharged: Bool
  let type: FileType
  /// How many names it has.
  var linkCount: UInt32 = 0
  var accessTime: UInt64
  var modificationTime: UInt64
  var changeTime: UInt64

  /// What all nodes begin with.
  struct Beginning {
    let number: UInt64
    let owner: UInt64
    let now: UInt64
  }

  init(_ beginning: Beginning, _ type: FileType) {
    (number, owner, mirrored, isCharged, self.type) = (beginning.number, beginning.owner, nil, true, type)
    (accessTime, modificationTime, changeTime) = (beginning.now, beginning.now, beginning.now)
  }

  /// A node that stands for one of the lower file system.
  init(_ beginning: Beginning, mirroring status: FileStatus, _ place: MirroredFile.Place?) {
    (number, owner, isCharged, type) = (beginning.number, beginning.owner, false, status.type)
    mirrored = MirroredFile(device: status.device, inode: status.inode, place: place)
    (accessTime, modificationTime, changeTime) = (status.accessTime, status.modificationTime, status.changeTime)
    linkCount = 1
  }

  /// A copy for another owner.
  init(_ other: MemoryNode, _ owner: UInt64) {
    (number, self.owner, mirrored, isCharged, type) = (other.number, owner, other.mirrored, other.isCharged, other.type)
    linkCount = other.linkCount
    (accessTime, modificationTime, changeTime) = (other.accessTime, other.modificationTime, other.changeTime)
  }

  func copy(for owner: UInt64) -> MemoryNode { MemoryNode(self, owner) }

  var size: Int { 0 }
  /// The bytes that count against the limits, when it counts.
  var chargedByteCount: Int { 0 }

  func touch(_ now: UInt64) { (modificationTime, changeTime) = (now, now) }
}

/// What a node of an overlay stands for.
final class MirroredFile: Sendable {
  /// Where it was found.
  struct Place: Sendable {
    /// The number of the directory's node.
    let directory: UInt64
    let name: FileName
  }

  let device: UInt64
  let inode: UInt64
  /// nil for the root.
  let place: Place?

  init(device: UInt64, inode: UInt64, place: Place?) { (self.device, self.inode, self.place) = (device, inode, place) }
}

/// A symbolic link in memory.
final class MemoryLinkNode: MemoryNode, @unchecked Sendable {
  let target: ByteString

  init(_ beginning: Beginning, target: ByteString) {
    self.target = target
    super.init(beginning, .symbolicLink)
  }

  init(_ beginning: Beginning, mirroring status: FileStatus, _ place: MirroredFile.Place, target: ByteString) {
    self.target = target
    super.init(beginning, mirroring: status, place)
  }

  private init(_ other: MemoryLinkNode, _ owner: UInt64) {
    target = other.target
    super.init(other, owner)
  }

  override func copy(for owner: UInt64) -> MemoryNode { MemoryLinkNode(self, owner) }
  override var size: Int { target.count }
  override var chargedByteCount: Int { target.count }
}
