/// Contents of files.
extension MemoryTree {
  func write(_ buffers: IOBuffers, to file: MemoryFileNode, at offset: UInt64) throws(Errno) -> Int {
    let count = buffers.byteCount
    guard count > 0 else { return 0 }
    let (end, overflows) = offset.addingReportingOverflow(UInt64(count))
    guard !overflows else { throw .fbig }
    let file = own(file)
    try copyUp(file)
    if end > UInt64(file.bytes.count) { try setCount(of: file, to: end) }
    var position = Int(offset)
    try buffers.forEach { (buffer) throws(Errno) in
      file.bytes.write(UnsafeRawBufferPointer(buffer), at: position)
      position += buffer.count
      return true
    }
    file.touch(now)
    return count
  }

  /// Cuts, or extends with zeros.
  func resize(_ file: MemoryFileNode, to size: UInt64) throws(Errno) {
    let file = own(file)
    if size > 0 { try copyUp(file) } else if file.lower != nil {
      try claim(file)
      file.lower = nil
    }
    try setCount(of: file, to: size)
    file.touch(now)
  }

  /// Holes count like bytes: what is written into them later finds room.
  func setCount(of file: MemoryFileNode, to count: UInt64) throws(Errno) {
    guard count <= UInt64(limits.byteCount) else { throw .fbig }
    let growth = Int(count) - file.bytes.count
    if growth > 0 { try state.charge(bytes: growth, limits) } else { state.refund(bytes: -growth) }
    file.bytes.resize(to: Int(count))
  }
}
