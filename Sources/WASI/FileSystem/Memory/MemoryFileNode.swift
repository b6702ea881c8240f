/// A file in memory; or one of the lower file system, until it is changed.
final class MemoryFileNode: MemoryNode {
  private let bytes = ByteStorage()
  private var lower: (place: LowerPlace, size: Int)?

  init(_ tree: MemoryTree) throws(Errno) { try super.init(tree, .regularFile) }

  init(_ tree: MemoryTree, mirroring status: FileStatus, at place: LowerPlace) {
    lower = (place, Int(clamping: status.size))
    super.init(tree, mirroring: status)
  }

  override var size: Int { lower?.size ?? bytes.count }

  /// Opens the file of the lower file system that still has the contents; nil when there is none.
  func openLower() throws(Errno) -> (any OpenFile)? {
    guard let place = lower?.place, let tree = tree.lower else { return nil }
    return try tree.openFile(place)
  }

  var isInLower: Bool { lower != nil }

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

  func write(_ buffers: IOBuffers, at offset: UInt64) throws(Errno) -> Int {
    let count = buffers.byteCount
    guard count > 0 else { return 0 }
    let (end, overflows) = offset.addingReportingOverflow(UInt64(count))
    guard !overflows else { throw .fbig }
    try copyUp()
    if end > UInt64(bytes.count) { try setCount(end) }
    var position = Int(offset)
    try buffers.forEach { (buffer) throws(Errno) in
      bytes.write(UnsafeRawBufferPointer(buffer), at: position)
      position += buffer.count
      return true
    }
    touch()
    return count
  }

  func resize(to size: UInt64) throws(Errno) {
    if size == 0 { lower = nil } else { try copyUp() }
    try setCount(size)
    touch()
  }

  override func setTimes(_ times: FileTimes) throws(Errno) {
    try copyUp()
    try super.setTimes(times)
  }

  private func setCount(_ count: UInt64) throws(Errno) {
    guard count <= UInt64(tree.limits.byteCount) else { throw .fbig }
    let old = bytes.count
    let growth = Int(count) - old
    if growth > 0 { try tree.charge(growth) }
    do throws(Errno) { try bytes.resize(to: Int(count)) } catch {
      if growth > 0 { tree.refund(growth) }
      throw error
    }
    if growth < 0 { tree.refund(-growth) }
  }

  /// Makes the contents this file system's own, before they are changed.
  func copyUp() throws(Errno) {
    guard let file = try openLower() else { return }
    let size = try file.status().size
    try setCount(size)
    do throws(Errno) { try fill(from: file) } catch {
      try? setCount(0)
      throw error
    }
    lower = nil
  }

  private func fill(from file: any OpenFile) throws(Errno) {
    let piece = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 16, alignment: 16)
    defer { piece.deallocate() }
    var offset = 0
    while offset < bytes.count {
      let rest = UnsafeMutableRawBufferPointer(rebasing: piece[..<min(piece.count, bytes.count - offset)])
      let count = try IOBuffers.withOne(rest) { (buffers) throws(Errno) in try file.read(into: buffers, at: UInt64(offset)) }
      if count == 0 { return }
      bytes.write(UnsafeRawBufferPointer(rebasing: rest[..<count]), at: offset)
      offset += count
    }
  }

  override func releaseContents() { try? setCount(0) }
}
