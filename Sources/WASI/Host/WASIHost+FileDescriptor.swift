import WasmCore

/// Reading, writing and the state of descriptors.
extension WASIHost {
  func fdRead(_ call: Call) throws(Errno) {
    let file = try descriptors.file(call.u32(0), .fdRead)
    let count = try call.memory.withBuffers(at: call.u32(1), count: call.u32(2)) { (buffers) throws(Errno) in
      if let descriptor = file.waitDescriptor {
        try Waiting(call.store, wakeSignal).wait(descriptor, Int32(POLLIN), isNonblocking: file.flags.contains(.nonblock))
      }
      return try file.read(into: buffers)
    }
    try call.store(size: count, at: 3)
  }

  func fdWrite(_ call: Call) throws(Errno) {
    let file = try descriptors.file(call.u32(0), .fdWrite)
    let count = try call.memory.withBuffers(at: call.u32(1), count: call.u32(2)) { (buffers) throws(Errno) in
      try write(buffers, to: file, call.store)
    }
    try call.store(size: count, at: 3)
  }

  private func write(_ buffers: IOBuffers, to file: any OpenFile, _ store: Store) throws(Errno) -> Int {
    guard let descriptor = file.waitDescriptor, file.writeSize != nil, buffers.byteCount > 0 else { return try file.write(buffers) }
    return try Waiting(store, wakeSignal).write(buffers, to: file, descriptor)
  }

  /// Writes what a guest gave its host to write, as if the guest had done it itself.
  package func write(_ bytes: [UInt8], to number: UInt32, _ store: Store) throws(Errno) {
    let file = try descriptors.file(number, .fdWrite)
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: bytes.count, alignment: 1)
    defer { buffer.deallocate() }
    buffer.copyBytes(from: bytes)
    _ = try IOBuffers.withOne(buffer) { (buffers) throws(Errno) in try write(buffers, to: file, store) }
  }

  func fdPread(_ call: Call) throws(Errno) {
    let file = try seekableFile(call.u32(0), [.fdRead, .fdSeek])
    let offset = call.u64(3)
    let count = try call.memory.withBuffers(at: call.u32(1), count: call.u32(2)) { (buffers) throws(Errno) in
      try file.read(into: buffers, at: offset)
    }
    try call.store(size: count, at: 4)
  }

  func fdPwrite(_ call: Call) throws(Errno) {
    let file = try seekableFile(call.u32(0), [.fdWrite, .fdSeek])
    let offset = call.u64(3)
    let count = try call.memory.withBuffers(at: call.u32(1), count: call.u32(2)) { (buffers) throws(Errno) in
      try file.write(buffers, at: offset)
    }
    try call.store(size: count, at: 4)
  }

  func fdSeek(_ call: Call) throws(Errno) {
    let offset = Int64(bitPattern: call.u64(1))
    guard let whence = Whence(rawValue: UInt8(truncatingIfNeeded: call.u32(2))) else { throw .inval }
    // Asking where one is needs only the lesser right.
    let rights: Rights = offset == 0 && whence == .current ? .fdTell : .fdSeek
    let file = try seekableFile(call.u32(0), rights)
    try call.memory.store(try file.seek(by: offset, from: whence), at: call.u32(3))
  }

  func fdTell(_ call: Call) throws(Errno) {
    let file = try seekableFile(call.u32(0), .fdTell)
    try call.memory.store(try file.seek(by: 0, from: .current), at: call.u32(1))
  }

  /// A file with a position. That a stream has none is said before that it lacks the right, which programs do not expect.
  private func seekableFile(_ number: UInt32, _ rights: Rights) throws(Errno) -> any OpenFile {
    guard try descriptors.file(number, []).isSeekable else { throw .spipe }
    return try descriptors.file(number, rights)
  }

  func fdAdvise(_ call: Call) throws(Errno) {
    guard let advice = Advice(rawValue: UInt8(truncatingIfNeeded: call.u32(3))) else { throw .inval }
    try descriptors.file(call.u32(0), .fdAdvise).advise(offset: call.u64(1), length: call.u64(2), advice)
  }

  func fdAllocate(_ call: Call) throws(Errno) {
    let (_, overflows) = call.u64(1).addingReportingOverflow(call.u64(2))
    guard call.u64(2) > 0, !overflows else { throw .inval }
    try descriptors.file(call.u32(0), .fdAllocate).allocate(offset: call.u64(1), length: call.u64(2))
  }

  func fdClose(_ call: Call) throws(Errno) { try descriptors.remove(call.u32(0)) }
  func fdRenumber(_ call: Call) throws(Errno) { try descriptors.move(call.u32(0), to: call.u32(1)) }
  func fdDatasync(_ call: Call) throws(Errno) { try descriptors.node(call.u32(0), .fdDatasync).synchronize(dataOnly: true) }
  func fdSync(_ call: Call) throws(Errno) { try descriptors.node(call.u32(0), .fdSync).synchronize(dataOnly: false) }

  func fdFdstatGet(_ call: Call) throws(Errno) {
    let entry = try descriptors[call.u32(0)]
    let result = try call.memory.bytes(at: call.u32(1), count: UInt32(24))
    result.initializeMemory(as: UInt8.self, repeating: 0)
    switch entry.node {
    case .file(let file):
      result[0] = file.type.rawValue
      result.storeBytes(of: file.flags.rawValue.littleEndian, toByteOffset: 2, as: UInt16.self)
    case .directory: result[0] = FileType.directory.rawValue
    }
    result.storeBytes(of: entry.rights.rawValue.littleEndian, toByteOffset: 8, as: UInt64.self)
    result.storeBytes(of: entry.inheriting.rawValue.littleEndian, toByteOffset: 16, as: UInt64.self)
  }

  func fdFdstatSetFlags(_ call: Call) throws(Errno) {
    let flags = try call.flags(1, all: DescriptorFlags.all)
    let entry = try descriptors[call.u32(0)]
    try entry.require(.fdFdstatSetFlags)
    if case .file(let file) = entry.node { try file.setFlags(flags) } else if !flags.isEmpty { throw .notsup }
  }

  /// Rights can only be given up.
  func fdFdstatSetRights(_ call: Call) throws(Errno) {
    let (rights, inheriting) = (Rights(rawValue: call.u64(1)), Rights(rawValue: call.u64(2)))
    try descriptors.update(call.u32(0)) { (entry) throws(Errno) in
      guard entry.rights.isSuperset(of: rights), entry.inheriting.isSuperset(of: inheriting) else { throw .notcapable }
      entry.rights = rights
      entry.inheriting = inheriting
    }
  }
}
