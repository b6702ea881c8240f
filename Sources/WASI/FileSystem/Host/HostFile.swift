/// An open regular file of the host.
final class HostFile: OpenFile {
  private let descriptor: HostDescriptor
  private let identity: HostIdentity
  private(set) var flags: DescriptorFlags

  init(_ descriptor: HostDescriptor, identity: HostIdentity, flags: DescriptorFlags) {
    self.descriptor = descriptor
    self.identity = identity
    self.flags = flags
  }

  var type: FileType { .regularFile }
  var isSeekable: Bool { true }

  func setFlags(_ flags: DescriptorFlags) throws(Errno) {
    // The system cannot change these of an open file.
    guard flags.intersection(.synchronous) == self.flags.intersection(.synchronous) else { throw .notsup }
    guard fcntl(descriptor.number, F_SETFL, flags.contains(.append) ? O_APPEND : 0) == 0 else { throw .current }
    self.flags = flags
  }

  func status() throws(Errno) -> FileStatus { try descriptor.status() }

  func setTimes(_ times: FileTimes) throws(Errno) {
    try identity.requireWritable()
    guard futimens(descriptor.number, times.host) == 0 else { throw .current }
  }

  func synchronize(dataOnly: Bool) throws(Errno) {
    guard Platform.synchronize(descriptor.number, dataOnly: dataOnly) == 0 else { throw .current }
  }

  func read(into buffers: IOBuffers) throws(Errno) -> Int { try HostIO.read(descriptor.number, buffers) }
  func write(_ buffers: IOBuffers) throws(Errno) -> Int { try HostIO.write(descriptor.number, buffers) }
  func read(into buffers: IOBuffers, at offset: UInt64) throws(Errno) -> Int {
    try HostIO.read(descriptor.number, buffers, at: offset)
  }
  func write(_ buffers: IOBuffers, at offset: UInt64) throws(Errno) -> Int {
    try HostIO.write(descriptor.number, buffers, at: offset)
  }
  func seek(by offset: Int64, from whence: Whence) throws(Errno) -> UInt64 {
    try HostIO.seek(descriptor.number, offset, whence)
  }

  func resize(to size: UInt64) throws(Errno) {
    guard ftruncate(descriptor.number, try HostIO.position(size)) == 0 else { throw .current }
  }

  func allocate(offset: UInt64, length: UInt64) throws(Errno) {
    let result = Platform.allocate(descriptor.number, offset: try HostIO.position(offset), length: try HostIO.position(length))
    guard result == 0 else { throw Errno(host: result) }
  }

  func advise(offset: UInt64, length: UInt64, _ advice: Advice) throws(Errno) {
    Platform.advise(descriptor.number, offset: try HostIO.position(offset), length: try HostIO.position(length), advice)
  }
}
