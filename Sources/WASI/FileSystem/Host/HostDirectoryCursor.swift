/// Reads a directory of the host. Cookies count entries, so that they tell nothing about the host and mean the same on
/// every system; going on where the last call ended is one step, going anywhere else reads from the start.
final class HostDirectoryCursor {
  #if canImport(Darwin)
  private typealias Stream = UnsafeMutablePointer<DIR>
  #else
  private typealias Stream = OpaquePointer
  #endif

  private let stream: Stream
  /// The number of entries read from the stream.
  private var position: UInt64 = 0
  /// The last of them, if it is still to be handed out; valid until the next is read.
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
    try seek(to: cookie)
    while let entry = try next() {
      guard hand(out: entry, parentInode: parentInode, body) else {
        pending = entry
        return
      }
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
    position += 1
    return entry
  }

  private func seek(to cookie: UInt64) throws(Errno) {
    let current = pending == nil ? position : position - 1
    // At the start the directory is looked at anew, as POSIX has it for rewinddir.
    if cookie == current && cookie != 0 { return }
    pending = nil
    if cookie < position || cookie == 0 {
      rewinddir(stream)
      position = 0
    }
    while position < cookie, try next() != nil {}
  }

  private func hand(out entry: UnsafeMutablePointer<dirent>, parentInode: UInt64?, _ body: (DirectoryEntry) -> Bool) -> Bool {
    let offset = MemoryLayout<dirent>.offset(of: \.d_name).unsafelyUnwrapped
    let name = UnsafeRawPointer(entry) + offset
    let count = strlen(name.assumingMemoryBound(to: CChar.self))
    var inode = UInt64(entry.pointee.d_ino)
    if let parentInode, count == 2, name.loadUnaligned(as: UInt16.self) == 0x2E2E { inode = parentInode }
    return body(
      DirectoryEntry(
        name: UnsafeRawBufferPointer(start: name, count: count), inode: inode, type: FileType(entry: entry.pointee.d_type), cookie: position))
  }
}
