/// An open file or stream. What a kind of file cannot do has a default implementation that throws.
///
/// Reads and writes go straight from and to the guest's memory; they may transfer less than asked for, and reading 0 bytes
/// into a buffer that is not empty means the end.
public protocol OpenFile: OpenNode {
  var type: FileType { get }
  var isSeekable: Bool { get }
  var flags: DescriptorFlags { get }
  /// - Throws: `notsup` for flags that cannot be changed any more.
  func setFlags(_ flags: DescriptorFlags) throws(Errno)

  func read(into buffers: IOBuffers) throws(Errno) -> Int
  func write(_ buffers: IOBuffers) throws(Errno) -> Int
  /// The position does not change.
  func read(into buffers: IOBuffers, at offset: UInt64) throws(Errno) -> Int
  func write(_ buffers: IOBuffers, at offset: UInt64) throws(Errno) -> Int
  /// - Returns: the new position.
  func seek(by offset: Int64, from whence: Whence) throws(Errno) -> UInt64

  /// Cuts or extends the file, with zeros, to `size` bytes.
  func resize(to size: UInt64) throws(Errno)
  /// Makes sure that there is space for the range, extending the file if needed.
  func allocate(offset: UInt64, length: UInt64) throws(Errno)
  func advise(offset: UInt64, length: UInt64, _ advice: Advice) throws(Errno)

  /// A descriptor of the host that tells when reading or writing would not block; nil when they never block.
  var waitDescriptor: Int32? { get }
  /// The most bytes that one write is given, once `waitDescriptor` has room, so that it does not block; nil when writing never does.
  var writeSize: Int? { get }
  /// How many bytes can be read without blocking, as far as is known.
  var availableByteCount: UInt64 { get }
}

extension OpenFile {
  public var isSeekable: Bool { false }
  public var flags: DescriptorFlags { [] }
  public func setFlags(_ flags: DescriptorFlags) throws(Errno) { if flags != self.flags { throw .notsup } }
  public func status() throws(Errno) -> FileStatus { FileStatus(type: type) }
  public func setTimes(_ times: FileTimes) throws(Errno) { throw .notsup }
  public func synchronize(dataOnly: Bool) throws(Errno) {}
  public func read(into buffers: IOBuffers) throws(Errno) -> Int { throw .badf }
  public func write(_ buffers: IOBuffers) throws(Errno) -> Int { throw .badf }
  public func read(into buffers: IOBuffers, at offset: UInt64) throws(Errno) -> Int { throw .spipe }
  public func write(_ buffers: IOBuffers, at offset: UInt64) throws(Errno) -> Int { throw .spipe }
  public func seek(by offset: Int64, from whence: Whence) throws(Errno) -> UInt64 { throw .spipe }
  public func resize(to size: UInt64) throws(Errno) { throw .inval }
  public func allocate(offset: UInt64, length: UInt64) throws(Errno) { throw .spipe }
  public func advise(offset: UInt64, length: UInt64, _ advice: Advice) throws(Errno) { throw .spipe }
  public var waitDescriptor: Int32? { nil }
  public var writeSize: Int? { nil }
  public var availableByteCount: UInt64 { 0 }
}

/// Pieces of the guest's memory to read into or write from, in order. Valid only during the call they are passed to.
public struct IOBuffers {
  let vectors: UnsafeBufferPointer<iovec>

  /// More pieces than this are not transferred by one call.
  static let maximumCount = 1024

  /// The number of bytes in all pieces together.
  public var byteCount: Int { vectors.reduce(0) { $0 + $1.iov_len } }

  /// Calls `body` with each piece, until it returns false.
  public func forEach(_ body: (UnsafeMutableRawBufferPointer) throws(Errno) -> Bool) throws(Errno) {
    for vector in vectors {
      guard try body(UnsafeMutableRawBufferPointer(start: vector.iov_base, count: vector.iov_len)) else { return }
    }
  }

  /// Calls `body` with up to `count` bytes from `start` on, which is less than `byteCount`: with everything when that is so much, or else
  /// with what one piece has.
  func withPart<Result>(from start: Int, upTo count: Int, _ body: (IOBuffers) throws(Errno) -> Result) throws(Errno) -> Result {
    if start == 0 && byteCount <= count { return try body(self) }
    var offset = start
    var index = 0
    while offset >= vectors[index].iov_len {
      offset -= vectors[index].iov_len
      index += 1
    }
    let piece = UnsafeMutableRawBufferPointer(start: vectors[index].iov_base, count: vectors[index].iov_len)
    return try Self.withOne(UnsafeMutableRawBufferPointer(rebasing: piece.dropFirst(offset).prefix(count)), body)
  }

  /// Calls `body` with `buffer` as the only piece.
  static func withOne<Result>(
    _ buffer: UnsafeMutableRawBufferPointer, _ body: (IOBuffers) throws(Errno) -> Result
  ) throws(Errno) -> Result {
    var vector = iovec(iov_base: buffer.baseAddress, iov_len: buffer.count)
    return try withUnsafePointer(to: &vector) { (pointer) throws(Errno) in
      try body(IOBuffers(vectors: UnsafeBufferPointer(start: pointer, count: 1)))
    }
  }
}
