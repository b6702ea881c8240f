/// A directory in memory, which may also show one of the lower file system.
final class MemoryDirectoryNode: MemoryNode, @unchecked Sendable {
  var entries = MemoryEntries()
  /// The number of the directory that it is in; no directory has it when that is gone.
  var parent: UInt64 = 0
  let lower: LowerDirectory?

  init(_ beginning: Beginning) {
    lower = nil
    super.init(beginning, .directory)
  }

  init(_ beginning: Beginning, mirroring status: FileStatus, _ place: MirroredFile.Place?, at path: [FileName]) {
    lower = LowerDirectory(path)
    parent = place?.directory ?? 0
    super.init(beginning, mirroring: status, place)
  }

  private init(_ other: MemoryDirectoryNode, _ owner: UInt64) {
    (entries, parent, lower) = (other.entries, other.parent, other.lower)
    super.init(other, owner)
  }

  override func copy(for owner: UInt64) -> MemoryNode { MemoryDirectoryNode(self, owner) }
  override var chargedByteCount: Int { lower?.byteCount ?? 0 }

  /// The number of the node that has this name, if there is one yet.
  func knownNode(_ name: FileName) -> UInt64? { entries[name] ?? lower?.mirrors[name] }

  /// Whether a name that is taken is one of the lower file system.
  func isInLower(_ name: FileName) -> Bool { entries[name] == nil }

  /// The name of an entry of the lower file system, unless it is hidden, replaced, `.` or `..`, or none that a guest could use.
  func visibleName(_ entry: DirectoryEntry) -> FileName? {
    guard let name = try? FileName(entry.name), let lower else { return nil }
    return lower.hidden.contains(name) || entries[name] != nil ? nil : name
  }
}

/// What a directory of an overlay knows of the one below. Overlays are never frozen, so no two trees have the same.
final class LowerDirectory {
  /// From the root of the lower file system.
  let path: [FileName]
  /// Nodes for what lies in the lower file system and was opened.
  var mirrors: [FileName: UInt64] = [:]
  /// Names of the lower file system that are gone here, or replaced by entries of the upper one.
  var hidden: Set<FileName> = []
  private static let maximumDepth = PathWalk.maximumPathLength / 2

  init(_ path: [FileName]) { self.path = path }

  /// Each directory keeps its path: deeper ones would take memory with the square of their depth.
  var isTooDeep: Bool { path.count >= Self.maximumDepth }
  /// What the path takes; its names are those of the directories above.
  var byteCount: Int { path.count * MemoryLayout<FileName>.stride }
}
