/// A descriptor of the host that the guest uses as it is: an inherited stream or a pipe.
///
/// Its flags belong to whoever shares it (a terminal's, for example, to the shell as well), so they are only imitated.
final class HostStream: OpenFile {
  private let descriptor: Int32
  let type: FileType
  let isSeekable: Bool
  private let mayBlock: Bool
  private(set) var flags: DescriptorFlags = []

  init(_ descriptor: Int32) {
    self.descriptor = descriptor
    var status = stat()
    type = fstat(descriptor, &status) == 0 ? FileType(mode: status.st_mode) : .unknown
    isSeekable = lseek(descriptor, 0, SEEK_CUR) >= 0 && isatty(descriptor) == 0
    mayBlock = type != .regularFile && type != .directory
  }

  func setFlags(_ flags: DescriptorFlags) throws(Errno) {
    guard flags.isDisjoint(with: .synchronous) else { throw .notsup }
    self.flags = flags
  }

  func status() throws(Errno) -> FileStatus {
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw .current }
    return FileStatus(status)
  }

  func synchronize(dataOnly: Bool) throws(Errno) {
    guard Platform.synchronize(descriptor, dataOnly: dataOnly) == 0 || errno == EINVAL else { throw .current }
  }

  func read(into buffers: IOBuffers) throws(Errno) -> Int { try HostIO.read(descriptor, buffers) }
  func write(_ buffers: IOBuffers) throws(Errno) -> Int { try HostIO.write(descriptor, buffers) }
  func read(into buffers: IOBuffers, at offset: UInt64) throws(Errno) -> Int { try HostIO.read(descriptor, buffers, at: offset) }
  func write(_ buffers: IOBuffers, at offset: UInt64) throws(Errno) -> Int { try HostIO.write(descriptor, buffers, at: offset) }
  func seek(by offset: Int64, from whence: Whence) throws(Errno) -> UInt64 { try HostIO.seek(descriptor, offset, whence) }
  func advise(offset: UInt64, length: UInt64, _ advice: Advice) throws(Errno) {
    guard isSeekable else { throw .spipe }
  }

  var waitDescriptor: Int32? { mayBlock ? descriptor : nil }
  var availableByteCount: UInt64 { mayBlock ? HostIO.availableByteCount(descriptor) : 0 }
}
