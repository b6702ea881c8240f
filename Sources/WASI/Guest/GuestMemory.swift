import WasmCore

/// The calling guest's memory during one call: the one place where its pointers are checked.
/// Whatever does not lie within the memory is a `fault`.
struct GuestMemory {
  /// All of the memory; it does not move while the call lasts, as the guest does not run.
  let bytes: UnsafeMutableRawBufferPointer

  /// `count` bytes at `address`.
  func bytes(at address: UInt32, count: UInt64) throws(Errno) -> UnsafeMutableRawBufferPointer {
    guard UInt64(address) + count <= UInt64(bytes.count) else { throw .fault }
    return UnsafeMutableRawBufferPointer(rebasing: bytes[Int(address)..<Int(address) + Int(count)])
  }

  func bytes(at address: UInt32, count: UInt32) throws(Errno) -> UnsafeMutableRawBufferPointer {
    try bytes(at: address, count: UInt64(count))
  }

  func load<T: FixedWidthInteger & BitwiseCopyable>(_ type: T.Type, at address: UInt32) throws(Errno) -> T {
    T(littleEndian: try bytes(at: address, count: UInt32(MemoryLayout<T>.size)).loadUnaligned(as: T.self))
  }

  func store<T: FixedWidthInteger & BitwiseCopyable>(_ value: T, at address: UInt32) throws(Errno) {
    try bytes(at: address, count: UInt32(MemoryLayout<T>.size)).storeBytes(of: value.littleEndian, as: T.self)
  }

  /// The path at `address`, whose bytes need not be UTF-8.
  /// - Throws: `nametoolong` beyond 4,096 bytes, `inval` with a NUL in it.
  func path(at address: UInt32, count: UInt32) throws(Errno) -> ByteString {
    let bytes = try bytes(at: address, count: count)
    guard bytes.count <= PathWalk.maximumPathLength else { throw .nametoolong }
    guard !bytes.contains(0) else { throw .inval }
    return ByteString(bytes)
  }

  /// Calls `body` with the pieces that the guest's array of `count` pairs of address and length at `address` names.
  /// Nothing is allocated on the heap but for more than a few dozen pieces.
  func withBuffers<Result>(
    at address: UInt32, count: UInt32, _ body: (IOBuffers) throws(Errno) -> Result
  ) throws(Errno) -> Result {
    let entries = try bytes(at: address, count: UInt64(count) * 8)
    if count == 1 {
      return try IOBuffers.withOne(try piece(entries, 0), body)
    }
    let capacity = min(Int(count), IOBuffers.maximumCount)
    let result: Swift.Result<Result, Errno> = withUnsafeTemporaryAllocation(of: iovec.self, capacity: max(capacity, 1)) { vectors in
      do throws(Errno) {
        var used = 0
        for index in 0..<Int(count) where used < capacity {
          let piece = try piece(entries, index)
          guard !piece.isEmpty else { continue }
          vectors.initializeElement(at: used, to: iovec(iov_base: piece.baseAddress, iov_len: piece.count))
          used += 1
        }
        return .success(try body(IOBuffers(vectors: UnsafeBufferPointer(rebasing: vectors[..<used]))))
      } catch {
        return .failure(error)
      }
    }
    return try result.get()
  }

  private func piece(_ entries: UnsafeMutableRawBufferPointer, _ index: Int) throws(Errno) -> UnsafeMutableRawBufferPointer {
    let address = UInt32(littleEndian: entries.loadUnaligned(fromByteOffset: index * 8, as: UInt32.self))
    let count = UInt32(littleEndian: entries.loadUnaligned(fromByteOffset: index * 8 + 4, as: UInt32.self))
    return try bytes(at: address, count: count)
  }
}
