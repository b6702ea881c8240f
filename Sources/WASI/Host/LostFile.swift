/// Something that was open when an image was made, and cannot be opened again. It keeps its number, so that no other file
/// gets what is written to it.
public final class LostFile: OpenFile {
  /// What was lost, and why.
  public struct Description: Sendable, Hashable {
    /// The descriptor's number.
    public let number: Int
    /// The path of the guest under which it was opened.
    public let path: ByteString
    public let reason: Errno
  }

  public var type: FileType { .unknown }
  public var isSeekable: Bool { true }
  /// What is to be restored if an image of this guest is opened where the file is.
  public let flags: DescriptorFlags
  let position: UInt64?

  init(flags: DescriptorFlags, position: UInt64?) { (self.flags, self.position) = (flags, position) }

  public func status() throws(Errno) -> FileStatus { throw .stale }
  public func setFlags(_ flags: DescriptorFlags) throws(Errno) { throw .stale }
  public func setTimes(_ times: FileTimes) throws(Errno) { throw .stale }
  public func synchronize(dataOnly: Bool) throws(Errno) { throw .stale }
  public func read(into buffers: IOBuffers) throws(Errno) -> Int { throw .stale }
  public func write(_ buffers: IOBuffers) throws(Errno) -> Int { throw .stale }
  public func read(into buffers: IOBuffers, at offset: UInt64) throws(Errno) -> Int { throw .stale }
  public func write(_ buffers: IOBuffers, at offset: UInt64) throws(Errno) -> Int { throw .stale }
  public func seek(by offset: Int64, from whence: Whence) throws(Errno) -> UInt64 { throw .stale }
  public func resize(to size: UInt64) throws(Errno) { throw .stale }
  public func allocate(offset: UInt64, length: UInt64) throws(Errno) { throw .stale }
  public func advise(offset: UInt64, length: UInt64, _ advice: Advice) throws(Errno) { throw .stale }
}
