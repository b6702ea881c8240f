/// A file, directory or symbolic link in memory.
class MemoryNode {
  let tree: MemoryTree
  let type: FileType
  let device: UInt64
  let inode: UInt64
  /// How many names it has.
  var linkCount: UInt64 = 0
  /// How many times it is open.
  var openCount = 0
  var accessTime: UInt64
  var modificationTime: UInt64
  var changeTime: UInt64
  /// Whether it counts against the limits: what only mirrors a file of the lower file system does not.
  private var isCharged = false

  var size: Int { 0 }

  /// A new node.
  /// - Throws: `nospc`.
  init(_ tree: MemoryTree, _ type: FileType) throws(Errno) {
    try tree.chargeNode()
    isCharged = true
    self.tree = tree
    self.type = type
    device = tree.device
    inode = tree.makeInode()
    let now = tree.now
    (accessTime, modificationTime, changeTime) = (now, now, now)
  }

  /// A node that stands for one of the lower file system.
  init(_ tree: MemoryTree, mirroring status: FileStatus) {
    self.tree = tree
    type = status.type
    device = status.device
    inode = status.inode
    (accessTime, modificationTime, changeTime) = (status.accessTime, status.modificationTime, status.changeTime)
  }

  var status: FileStatus {
    FileStatus(
      device: device, inode: inode, type: type, linkCount: linkCount, size: UInt64(size), accessTime: accessTime,
      modificationTime: modificationTime, changeTime: changeTime)
  }

  func setTimes(_ times: FileTimes) throws(Errno) {
    if let access = times.access { accessTime = access }
    if let modification = times.modification { modificationTime = modification }
    changeTime = tree.now
  }

  func touch() {
    modificationTime = tree.now
    changeTime = modificationTime
  }

  func close() {
    openCount -= 1
    releaseIfUnused()
  }

  func removeLink() {
    linkCount -= 1
    changeTime = tree.now
    releaseIfUnused()
  }

  /// Gives back what a node that nobody can reach any more has used.
  private func releaseIfUnused() {
    guard linkCount == 0, openCount == 0 else { return }
    if isCharged { tree.refundNode() }
    isCharged = false
    releaseContents()
  }

  /// Gives back what the contents have used; nothing the second time.
  func releaseContents() {}
}

/// A symbolic link in memory.
final class MemoryLinkNode: MemoryNode {
  let target: ByteString
  private var countsTarget: Bool

  init(_ tree: MemoryTree, target: ByteString) throws(Errno) {
    self.target = target
    countsTarget = true
    try tree.charge(target.count)
    do throws(Errno) { try super.init(tree, .symbolicLink) } catch {
      tree.refund(target.count)
      throw error
    }
  }

  init(_ tree: MemoryTree, mirroring status: FileStatus, target: ByteString) {
    self.target = target
    countsTarget = false
    super.init(tree, mirroring: status)
  }

  override var size: Int { target.count }
  override func releaseContents() {
    if countsTarget { tree.refund(target.count) }
    countsTarget = false
  }
}
