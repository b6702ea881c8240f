/// An open regular file of the host.
final class HostFile: OpenFile {
  private let descriptor: HostDescriptor
  private let identity: HostIdentity
  private(set) var flags: DescriptorFlags
  /// Whether this is known to be a regular file, and not only was one when it was looked for.
  private var isCertain: Bool

  init(_ descriptor: HostDescriptor, identity: HostIdentity, flags: DescriptorFlags, isCertain: Bool) {
    self.descriptor = descriptor
    self.identity = identity
    self.flags = flags
    self.isCertain = isCertain
  }

  /// The descriptor, for use.
  /// - Throws: `acces` when it is of something else than a regular file.
  private func number() throws(Errno) -> Int32 {
    if !isCertain { _ = try status() }
    return descriptor.number
  }

  var type: FileType { .regularFile }
  var isSeekable: Bool { true }

  func setFlags(_ flags: DescriptorFlags) throws(Errno) {
    // The system cannot change these of an open file.
    guard flags.intersection(.synchronous) == self.flags.intersection(.synchronous) else { throw .notsup }
    guard fcntl(try number(), F_SETFL, flags.contains(.append) ? O_APPEND : 0) == 0 else { throw .current }
    self.flags = flags
  }

  func status() throws(Errno) -> FileStatus {
    let status = try descriptor.status()
    guard status.type == .regularFile else { throw .acces }
    isCertain = true
    return status
  }

  func setTimes(_ times: FileTimes) throws(Errno) {
    try identity.requireWritable()
    guard futimens(try number(), times.host) == 0 else { throw .current }
  }

  func synchronize(dataOnly: Bool) throws(Errno) {
    guard Platform.synchronize(try number(), dataOnly: dataOnly) == 0 else { throw .current }
  }

  func read(into buffers: IOBuffers) throws(Errno) -> Int { try HostIO.read(try number(), buffers) }
  func write(_ buffers: IOBuffers) throws(Errno) -> Int { try HostIO.write(try number(), buffers) }
  func read(into buffers: IOBuffers, at offset: UInt64) throws(Errno) -> Int {
    try HostIO.read(try number(), buffers, at: offset)
  }
  func write(_ buffers: IOBuffers, at offset: UInt64) throws(Errno) -> Int {
    try HostIO.write(try number(), buffers, at: offset)
  }
  func seek(by offset: Int64, from whence: Whence) throws(Errno) -> UInt64 {
    try HostIO.seek(try number(), offset, whence)
  }

  func resize(to size: UInt64) throws(Errno) {
    guard ftruncate(try number(), try HostIO.position(size)) == 0 else { throw .current }
  }

  func allocate(offset: UInt64, length: UInt64) throws(Errno) {
    let result = Platform.allocate(try number(), offset: try HostIO.position(offset), length: try HostIO.position(length))
    guard result == 0 else { throw Errno(host: result) }
  }

  func advise(offset: UInt64, length: UInt64, _ advice: Advice) throws(Errno) {
    Platform.advise(try number(), offset: try HostIO.position(offset), length: try HostIO.position(length), advice)
  }
}
