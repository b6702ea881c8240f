/// Sockets that the guest was given, and those it accepts from them.
extension WASIHost {
  /// - Throws: `notsock` for any other file.
  private func socket(_ number: UInt32, _ rights: Rights) throws(Errno) -> SocketStream {
    let entry = try descriptors[number]
    guard case .file(let file) = entry.node, let socket = file as? SocketStream else { throw .notsock }
    try entry.require(rights)
    return socket
  }

  func sockAccept(_ call: Call) throws(Errno) {
    let socket = try socket(call.u32(0), .sockAccept)
    let flags = try call.flags(1, all: DescriptorFlags.nonblock)
    _ = try call.memory.bytes(at: call.u32(2), count: UInt32(4))
    try descriptors.requireSpace()
    try Waiting(call.store, wakeSignal).wait(socket.descriptor, Int32(POLLIN), isNonblocking: socket.flags.contains(.nonblock))
    let new = try socket.accept(flags)
    let inheriting = try descriptors[call.u32(0)].inheriting
    try call.memory.store(try descriptors.add(.init(node: .file(new), rights: inheriting, inheriting: inheriting, origin: .socket)), at: call.u32(2))
  }

  func sockRecv(_ call: Call) throws(Errno) {
    let socket = try socket(call.u32(0), .fdRead)
    let flags = call.u32(3)
    // peek and waitall
    guard flags & ~0b11 == 0 else { throw .inval }
    let received = try call.memory.withBuffers(at: call.u32(1), count: call.u32(2)) { (buffers) throws(Errno) in
      try Waiting(call.store, wakeSignal).wait(socket.descriptor, Int32(POLLIN), isNonblocking: socket.flags.contains(.nonblock))
      return try socket.receive(buffers, peeks: flags & 1 != 0)
    }
    try call.store(size: received.count, at: 4)
    try call.memory.store(UInt16(received.isTruncated ? 1 : 0), at: call.u32(5))
  }

  func sockSend(_ call: Call) throws(Errno) {
    let socket = try socket(call.u32(0), .fdWrite)
    guard call.u32(3) == 0 else { throw .inval }
    let count = try call.memory.withBuffers(at: call.u32(1), count: call.u32(2)) { (buffers) throws(Errno) in
      try Waiting(call.store, wakeSignal).wait(socket.descriptor, Int32(POLLOUT), isNonblocking: socket.flags.contains(.nonblock))
      return try socket.write(buffers)
    }
    try call.store(size: count, at: 4)
  }

  func sockShutdown(_ call: Call) throws(Errno) {
    let socket = try socket(call.u32(0), .sockShutdown)
    switch call.u32(1) {
    case 1: try socket.shutDown(Int32(SHUT_RD))
    case 2: try socket.shutDown(Int32(SHUT_WR))
    case 3: try socket.shutDown(Int32(SHUT_RDWR))
    default: throw .inval
    }
  }
}
