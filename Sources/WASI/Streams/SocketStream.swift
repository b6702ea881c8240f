/// A socket of the host. All calls return at once: waiting, where it can be interrupted, is the host's business.
final class SocketStream: OpenFile {
  let descriptor: Int32
  /// Closes a descriptor that is the guest's own.
  private let owner: HostDescriptor?
  let type: FileType
  private(set) var flags: DescriptorFlags = []

  /// A descriptor that stays the caller's to close.
  convenience init(_ descriptor: Int32) { self.init(descriptor, owner: nil) }

  private init(_ descriptor: Int32, owner: HostDescriptor?) {
    self.descriptor = descriptor
    self.owner = owner
    var kind: Int32 = 0
    var size = socklen_t(MemoryLayout<Int32>.size)
    let isDatagram = getsockopt(descriptor, SOL_SOCKET, SO_TYPE, &kind, &size) == 0 && kind == Self.datagram
    type = isDatagram ? .socketDatagram : .socketStream
  }

  #if canImport(Glibc)
  private static let datagram = Int32(SOCK_DGRAM.rawValue)
  #else
  private static let datagram = Int32(SOCK_DGRAM)
  #endif

  func setFlags(_ flags: DescriptorFlags) throws(Errno) {
    guard flags.isSubset(of: .nonblock) else { throw .notsup }
    self.flags = flags
  }

  func read(into buffers: IOBuffers) throws(Errno) -> Int { try receive(buffers, peeks: false).count }

  func write(_ buffers: IOBuffers) throws(Errno) -> Int { try HostIO.send(descriptor, buffers) }

  func receive(_ buffers: IOBuffers, peeks: Bool) throws(Errno) -> (count: Int, isTruncated: Bool) {
    var message = msghdr(buffers)
    let count = recvmsg(descriptor, &message, Self.dontWait | (peeks ? Self.peek : 0))
    guard count >= 0 else { throw .current }
    return (count, message.msg_flags & Self.truncated != 0)
  }

  private static let (dontWait, peek, truncated) = (Int32(MSG_DONTWAIT), Int32(MSG_PEEK), Int32(MSG_TRUNC))

  func accept(_ flags: DescriptorFlags) throws(Errno) -> SocketStream {
    let new = systemAccept(descriptor)
    guard new >= 0 else { throw .current }
    _ = fcntl(new, F_SETFD, FD_CLOEXEC)
    let stream = SocketStream(new, owner: HostDescriptor(new))
    stream.flags = flags
    return stream
  }

  func shutDown(_ how: Int32) throws(Errno) {
    guard shutdown(descriptor, how) == 0 else { throw .current }
  }

  var waitDescriptor: Int32? { descriptor }
  var writeSize: Int? { .max }
  var availableByteCount: UInt64 { HostIO.availableByteCount(descriptor) }
}

private func systemAccept(_ descriptor: Int32) -> Int32 { accept(descriptor, nil, nil) }
