/// A descriptor of the host that the guest uses as it is: an inherited stream or a pipe.
///
/// A stream has no position, also where a file is behind it: the file's position belongs to whoever shares the descriptor,
/// and with it a guest could read what came before its input, or overwrite what came before its output.
///
/// Its flags belong to whoever shares it (a terminal's, for example, to the shell as well), so they are only imitated.
final class HostStream: OpenFile {
  private let descriptor: Int32
  private let output: OutputDescriptor
  private let limit: OutputLimit?
  let type: FileType
  private let mayBlock: Bool
  /// Whether this is a character device that is not a terminal, such as `/dev/null`.
  let isOtherDevice: Bool
  private(set) var flags: DescriptorFlags = []

  init(_ descriptor: Int32, limit: OutputLimit? = nil) {
    self.descriptor = descriptor
    self.limit = limit
    output = OutputDescriptor(descriptor)
    var status = stat()
    type = fstat(descriptor, &status) == 0 ? FileType(mode: status.st_mode) : .unknown
    isOtherDevice = type == .characterDevice && isatty(descriptor) == 0
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

  func write(_ buffers: IOBuffers) throws(Errno) -> Int {
    guard let limit else { return try output.write(buffers) }
    let room = limit.room
    // What is over the limit counts as written.
    let count = room == 0 ? buffers.byteCount : try buffers.withPart(from: 0, upTo: room) { (part) throws(Errno) in try output.write(part) }
    limit.add(count)
    return count
  }

  var writeSize: Int? { limit?.room == 0 ? nil : output.writeSize }

  var waitDescriptor: Int32? { mayBlock ? descriptor : nil }
  var availableByteCount: UInt64 { mayBlock ? HostIO.availableByteCount(descriptor) : 0 }
}
