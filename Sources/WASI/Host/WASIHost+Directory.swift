/// Reading directories, and finding those that are open from the start.
extension WASIHost {
  private static let entryHeaderSize = 24

  func fdReaddir(_ call: Call) throws(Errno) {
    let directory = try descriptors.directory(call.u32(0), .fdReaddir)
    let buffer = try call.memory.bytes(at: call.u32(1), count: call.u32(2))
    var used = 0
    try directory.readEntries(from: call.u64(3)) { entry in
      let size = Self.entryHeaderSize + entry.name.count
      if size <= buffer.count - used {
        Self.store(entry, in: UnsafeMutableRawBufferPointer(rebasing: buffer[used...]))
        used += size
        return true
      }
      // The buffer is filled to its end, which tells the guest that there is more, by the part of the entry that fits.
      withUnsafeTemporaryAllocation(byteCount: size, alignment: 8) { whole in
        Self.store(entry, in: whole)
        let rest = UnsafeMutableRawBufferPointer(rebasing: buffer[used...])
        rest.copyMemory(from: UnsafeRawBufferPointer(rebasing: whole[..<rest.count]))
      }
      used = buffer.count
      return false
    }
    try call.store(size: used, at: 4)
  }

  private static func store(_ entry: DirectoryEntry, in buffer: UnsafeMutableRawBufferPointer) {
    buffer.storeBytes(of: entry.cookie.littleEndian, toByteOffset: 0, as: UInt64.self)
    buffer.storeBytes(of: entry.inode.littleEndian, toByteOffset: 8, as: UInt64.self)
    buffer.storeBytes(of: UInt32(entry.name.count).littleEndian, toByteOffset: 16, as: UInt32.self)
    buffer.storeBytes(of: UInt32(entry.type.rawValue).littleEndian, toByteOffset: 20, as: UInt32.self)
    UnsafeMutableRawBufferPointer(rebasing: buffer[entryHeaderSize...]).copyMemory(from: entry.name)
  }

  func fdPrestatGet(_ call: Call) throws(Errno) {
    let path = try preopenedPath(call.u32(0))
    let result = try call.memory.bytes(at: call.u32(1), count: UInt32(8))
    // The tag of a directory is 0.
    result.storeBytes(of: UInt64(path.count).littleEndian << 32, as: UInt64.self)
  }

  func fdPrestatDirName(_ call: Call) throws(Errno) {
    let path = try preopenedPath(call.u32(0))
    guard path.count <= call.u32(2) else { throw .nametoolong }
    try call.memory.bytes(at: call.u32(1), count: UInt32(path.count)).copyBytes(from: path.bytes)
  }

  private func preopenedPath(_ number: UInt32) throws(Errno) -> ByteString {
    guard let path = try descriptors[number].preopenedPath else { throw .badf }
    return path
  }
}
