/// An input stream of bytes that are there already.
final class BytesInput: OpenFile {
  private var bytes: ArraySlice<UInt8>

  init(_ bytes: [UInt8]) { self.bytes = bytes[...] }

  var type: FileType { .unknown }
  var availableByteCount: UInt64 { UInt64(bytes.count) }

  func read(into buffers: IOBuffers) throws(Errno) -> Int {
    var total = 0
    try buffers.forEach { (buffer) throws(Errno) in
      let count = min(buffer.count, bytes.count)
      buffer.copyBytes(from: bytes.prefix(count))
      bytes.removeFirst(count)
      total += count
      return !bytes.isEmpty
    }
    return total
  }
}

/// An input stream that a function of the embedder feeds.
final class CallbackInput: OpenFile {
  private let fill: (UnsafeMutableRawBufferPointer) -> Int

  init(_ fill: @escaping (UnsafeMutableRawBufferPointer) -> Int) { self.fill = fill }

  var type: FileType { .unknown }

  func read(into buffers: IOBuffers) throws(Errno) -> Int {
    var total = 0
    try buffers.forEach { (buffer) throws(Errno) in
      // Asking again for a second piece could block although there is something to return.
      total = min(max(fill(buffer), 0), buffer.count)
      return false
    }
    return total
  }
}

/// An output stream that a function of the embedder takes.
final class CallbackOutput: OpenFile {
  private let take: (UnsafeRawBufferPointer) throws(Errno) -> Void

  init(_ take: @escaping (UnsafeRawBufferPointer) throws(Errno) -> Void) { self.take = take }

  var type: FileType { .unknown }

  func write(_ buffers: IOBuffers) throws(Errno) -> Int {
    var total = 0
    try buffers.forEach { (buffer) throws(Errno) in
      try take(UnsafeRawBufferPointer(buffer))
      total += buffer.count
      return true
    }
    return total
  }
}
