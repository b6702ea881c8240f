/// The bytes of a file in memory. Owns them.
final class ByteStorage {
  private var address: UnsafeMutableRawPointer?
  private(set) var count = 0
  private var capacity = 0

  deinit { free(address) }

  /// Cuts, or extends with zeros.
  /// - Throws: `nomem`, with nothing changed.
  func resize(to newCount: Int) throws(Errno) {
    // Growing doubles, so that appending is cheap; shrinking gives back what is much too large.
    if newCount > capacity {
      try reallocate(max(newCount, min(capacity * 2, capacity + 64 << 20)))
    } else if newCount < capacity / 4 {
      try reallocate(newCount)
    }
    if let address, newCount > count { memset(address + count, 0, newCount - count) }
    count = newCount
  }

  private func reallocate(_ newCapacity: Int) throws(Errno) {
    guard newCapacity > 0 else {
      free(address)
      (address, capacity) = (nil, 0)
      return
    }
    guard let new = realloc(address, newCapacity) else { throw .nomem }
    (address, capacity) = (new, newCapacity)
  }

  /// Copies from `offset` on, as much as there is.
  func read(at offset: Int, into buffer: UnsafeMutableRawBufferPointer) -> Int {
    guard offset < count, let address else { return 0 }
    let length = min(buffer.count, count - offset)
    buffer.copyMemory(from: UnsafeRawBufferPointer(start: address + offset, count: length))
    return length
  }

  /// Replaces bytes that exist.
  func write(_ buffer: UnsafeRawBufferPointer, at offset: Int) {
    precondition(offset + buffer.count <= count, "beyond the end")
    if let address { UnsafeMutableRawBufferPointer(start: address + offset, count: buffer.count).copyMemory(from: buffer) }
  }
}
