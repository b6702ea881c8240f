/// Reading and writing descriptors of the host, straight from and to the guest's memory.
enum HostIO {
  static func read(_ descriptor: Int32, _ buffers: IOBuffers) throws(Errno) -> Int {
    let vectors = buffers.vectors
    if vectors.count == 1 {
      return try retry { systemRead(descriptor, vectors[0].iov_base, vectors[0].iov_len) }
    }
    return try retry { readv(descriptor, vectors.baseAddress, Int32(vectors.count)) }
  }

  static func write(_ descriptor: Int32, _ buffers: IOBuffers) throws(Errno) -> Int {
    let vectors = buffers.vectors
    if vectors.count == 1 {
      return try retry { systemWrite(descriptor, vectors[0].iov_base, vectors[0].iov_len) }
    }
    return try retry { writev(descriptor, vectors.baseAddress, Int32(vectors.count)) }
  }

  static func read(_ descriptor: Int32, _ buffers: IOBuffers, at offset: UInt64) throws(Errno) -> Int {
    let offset = try position(offset)
    return try retry { preadv(descriptor, buffers.vectors.baseAddress, Int32(buffers.vectors.count), offset) }
  }

  static func write(_ descriptor: Int32, _ buffers: IOBuffers, at offset: UInt64) throws(Errno) -> Int {
    let offset = try position(offset)
    return try retry { pwritev(descriptor, buffers.vectors.baseAddress, Int32(buffers.vectors.count), offset) }
  }

  /// Writes to a socket, without waiting.
  static func send(_ descriptor: Int32, _ buffers: IOBuffers) throws(Errno) -> Int {
    var message = msghdr(buffers)
    return try retry { sendmsg(descriptor, &message, Platform.sendFlags | Int32(MSG_DONTWAIT)) }
  }

  static func seek(_ descriptor: Int32, _ offset: Int64, _ whence: Whence) throws(Errno) -> UInt64 {
    let origin =
      switch whence {
      case .set: SEEK_SET
      case .current: SEEK_CUR
      case .end: SEEK_END
      }
    let position = lseek(descriptor, off_t(offset), Int32(origin))
    guard position >= 0 else { throw .current }
    return UInt64(position)
  }

  /// An offset as the C library takes it.
  static func position(_ offset: UInt64) throws(Errno) -> off_t {
    guard let offset = off_t(exactly: offset) else { throw .inval }
    return offset
  }

  static func availableByteCount(_ descriptor: Int32) -> UInt64 {
    var count: Int32 = 0
    return ioctl(descriptor, UInt(FIONREAD), &count) == 0 ? UInt64(max(count, 0)) : 0
  }

  private static func retry(_ call: () -> Int) throws(Errno) -> Int {
    while true {
      let count = call()
      if count >= 0 { return count }
      if errno != EINTR { throw .current }
    }
  }
}

extension msghdr {
  init(_ buffers: IOBuffers) {
    self.init()
    msg_iov = UnsafeMutablePointer(mutating: buffers.vectors.baseAddress)
    msg_iovlen = numericCast(buffers.vectors.count)
  }
}

private func systemRead(_ descriptor: Int32, _ address: UnsafeMutableRawPointer?, _ count: Int) -> Int { read(descriptor, address, count) }
private func systemWrite(_ descriptor: Int32, _ address: UnsafeMutableRawPointer?, _ count: Int) -> Int { write(descriptor, address, count) }
