/// An open file of a shared folder: its path and a position.
final class SharedFile: OpenFile {
  private let folder: SharedFolder
  private let path: SharedPath
  private var position: UInt64 = 0
  private(set) var flags: DescriptorFlags

  init(_ folder: SharedFolder, _ path: SharedPath, _ flags: DescriptorFlags) { (self.folder, self.path, self.flags) = (folder, path, flags) }

  var type: FileType { .regularFile }
  var isSeekable: Bool { true }

  private func descriptor() throws(Errno) -> HostDescriptor { try folder.descriptors.descriptor(of: path) }

  func setFlags(_ flags: DescriptorFlags) throws(Errno) {
    guard flags.intersection(.synchronous) == self.flags.intersection(.synchronous) else { throw .notsup }
    self.flags = flags
  }

  func status() throws(Errno) -> FileStatus {
    let descriptor = try descriptor()
    var status = stat()
    guard fstat(descriptor.number, &status) == 0 else { throw .current }
    return FileStatus(shared: status)
  }

  func read(into buffers: IOBuffers) throws(Errno) -> Int {
    let count = try read(into: buffers, at: position)
    position += UInt64(count)
    return count
  }

  func read(into buffers: IOBuffers, at offset: UInt64) throws(Errno) -> Int {
    let descriptor = try descriptor()
    return try withExtendedLifetime(descriptor) { () throws(Errno) in try HostIO.read(descriptor.number, buffers, at: offset) }
  }

  func seek(by offset: Int64, from whence: Whence) throws(Errno) -> UInt64 {
    let start: UInt64 =
      switch whence {
      case .set: 0
      case .current: position
      case .end: try status().size
      }
    let (sum, overflows) = Int64(start).addingReportingOverflow(offset)
    guard !overflows, sum >= 0 else { throw .inval }
    position = UInt64(sum)
    return position
  }

  func advise(offset: UInt64, length: UInt64, _ advice: Advice) throws(Errno) {}
  func setTimes(_ times: FileTimes) throws(Errno) { throw .rofs }
}
