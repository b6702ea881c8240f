/// Reads a directory of the host. Going on where the last call ended is one step.
///
/// Cookies are the system's own positions, which stay right when files are added or removed in the meantime. Darwin has
/// none that could be kept; there they count entries, and going anywhere else reads from the start.
final class HostDirectoryCursor {
  #if canImport(Darwin)
  private typealias Stream = UnsafeMutablePointer<DIR>
  #else
  private typealias Stream = OpaquePointer
  #endif

  private let stream: Stream
  /// The cookie of the last entry that was handed out.
  private var position: UInt64 = 0
  /// The entry after it, if it has been read already; valid until the next is.
  private var pending: UnsafeMutablePointer<dirent>?

  init(_ directory: HostDescriptor) throws(Errno) {
    // A description of its own, so that its position is nobody else's.
    let descriptor = openat(directory.number, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { throw .current }
    guard let stream = fdopendir(descriptor) else {
      let error = Errno.current
      close(descriptor)
      throw error
    }
    self.stream = stream
  }

  deinit { closedir(stream) }

  /// - Parameter parentInode: what `..` shall have as its number; nil for what it has.
  func read(from cookie: UInt64, parentInode: UInt64?, _ body: (DirectoryEntry) -> Bool) throws(Errno) {
    // At the start the directory is looked at anew, as POSIX has it for rewinddir.
    if cookie != position || cookie == 0 { try seek(to: cookie) }
    while let entry = try next() {
      let following = position(after: entry)
      guard hand(out: entry, following, parentInode: parentInode, body) else {
        pending = entry
        return
      }
      position = following
    }
  }

  private func next() throws(Errno) -> UnsafeMutablePointer<dirent>? {
    if let entry = pending {
      pending = nil
      return entry
    }
    errno = 0
    guard let entry = readdir(stream) else {
      if errno != 0 { throw .current }
      return nil
    }
    return entry
  }

  private func seek(to cookie: UInt64) throws(Errno) {
    pending = nil
    position = cookie
    #if canImport(Darwin)
    rewinddir(stream)
    for _ in 0..<cookie { guard try next() != nil else { return } }
    #else
    if cookie == 0 { rewinddir(stream) } else { seekdir(stream, Int(truncatingIfNeeded: cookie)) }
    #endif
  }

  private func position(after entry: UnsafeMutablePointer<dirent>) -> UInt64 {
    #if canImport(Darwin)
    position + 1
    #else
    UInt64(truncatingIfNeeded: entry.pointee.d_off)
    #endif
  }

  private func hand(
    out entry: UnsafeMutablePointer<dirent>, _ cookie: UInt64, parentInode: UInt64?, _ body: (DirectoryEntry) -> Bool
  ) -> Bool {
    let offset = MemoryLayout<dirent>.offset(of: \.d_name).unsafelyUnwrapped
    let name = UnsafeRawPointer(entry) + offset
    let count = strlen(name.assumingMemoryBound(to: CChar.self))
    var inode = UInt64(entry.pointee.d_ino)
    if let parentInode, count == 2, name.loadUnaligned(as: UInt16.self) == 0x2E2E { inode = parentInode }
    return body(
      DirectoryEntry(
        name: UnsafeRawBufferPointer(start: name, count: count), inode: inode, type: FileType(entry: entry.pointee.d_type), cookie: cookie))
  }
}
