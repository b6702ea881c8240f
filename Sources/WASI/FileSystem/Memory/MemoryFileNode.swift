/// A file in memory; or one of the lower file system, until it is changed.
final class MemoryFileNode: MemoryNode, @unchecked Sendable {
  var bytes = FileBytes()
  /// The file of the lower file system that still has the contents.
  var lower: LowerPlace?

  init(_ beginning: Beginning) { super.init(beginning, .regularFile) }

  init(_ beginning: Beginning, mirroring status: FileStatus, _ place: MirroredFile.Place, at lower: LowerPlace) {
    self.lower = lower
    super.init(beginning, mirroring: status, place)
  }

  private init(_ other: MemoryFileNode, _ owner: UInt64) {
    (bytes, lower) = (other.bytes, other.lower)
    super.init(other, owner)
  }

  override func copy(for owner: UInt64) -> MemoryNode { MemoryFileNode(self, owner) }
  override var size: Int { lower?.size ?? bytes.count }
  override var chargedByteCount: Int { bytes.count }

  /// Reads from memory.
  func read(into buffers: IOBuffers, at offset: Int) throws(Errno) -> Int {
    var position = offset
    try buffers.forEach { (buffer) throws(Errno) in
      let count = bytes.read(at: position, into: buffer)
      position += count
      return count == buffer.count
    }
    return position - offset
  }
}
