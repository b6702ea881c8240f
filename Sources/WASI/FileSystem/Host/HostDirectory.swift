/// An open directory of the host. Every name is looked up by an `…at` call that does not follow links, and `FileName` is
/// checked once more before each of them; where the kernel can, it also refuses to leave the directory (`openBeneath`).
final class HostDirectory: OpenDirectory {
  let descriptor: HostDescriptor
  let identity: HostIdentity
  private let isRoot: Bool
  private var cursor: HostDirectoryCursor?

  init(_ descriptor: HostDescriptor, identity: HostIdentity, isRoot: Bool = false) {
    self.descriptor = descriptor
    self.identity = identity
    self.isRoot = isRoot
  }

  private var number: Int32 { descriptor.number }

  func reopen() throws(Errno) -> any OpenDirectory {
    let new = openat(number, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard new >= 0 else { throw .current }
    return HostDirectory(HostDescriptor(new), identity: identity, isRoot: isRoot)
  }

  func openDirectory(_ name: FileName) throws(Errno) -> any OpenDirectory { try searchDirectory(name) }

  func searchDirectory(_ name: FileName) throws(Errno) -> HostDirectory {
    let new = try name.withCString { openBeneath(number, $0, Platform.searchDirectory | O_CLOEXEC) }
    guard new >= 0 else { throw .current }
    return HostDirectory(HostDescriptor(new), identity: identity)
  }

  func open(_ name: FileName, _ options: OpenOptions) throws(Errno) -> OpenedNode {
    if options.writes || options.truncates { try identity.requireWritable() }
    let found = try typeToOpen(name)
    var options = options
    // With this the system refuses everything else; together with creating it means nothing.
    if found == .directory && !options.creates { options.isDirectory = true }
    let descriptor = HostDescriptor(try openHost(name, options))
    // Something else may have the name by now: a file is looked at again before it is used.
    if found == .regularFile { return .file(HostFile(descriptor, identity: identity, flags: options.flags, isCertain: false)) }
    switch try descriptor.status().type {
    case .regularFile:
      return .file(HostFile(descriptor, identity: identity, flags: options.flags, isCertain: true))
    case .directory:
      return .directory(HostDirectory(descriptor, identity: identity))
    default: throw .acces
    }
  }

  /// What has the name; nil when nothing has. Opening a device can do anything to it, and opening one end of a pipe lets go of who waits at
  /// the other.
  /// - Throws: `acces` for what is neither file, directory nor link.
  private func typeToOpen(_ name: FileName) throws(Errno) -> FileType? {
    var status = stat()
    guard try systemStatus(name, &status) == 0 else { return nil }
    switch status.st_mode & S_IFMT {
    case S_IFREG: return .regularFile
    case S_IFDIR: return .directory
    case S_IFLNK: return .symbolicLink
    default: throw .acces
    }
  }

  /// Opens without waiting, whatever it is; the caller looks what it got.
  private func openHost(_ name: FileName, _ options: OpenOptions) throws(Errno) -> Int32 {
    var flags = options.writes || options.truncates ? (options.reads ? O_RDWR : O_WRONLY) : O_RDONLY
    flags |= O_CLOEXEC | O_NONBLOCK | O_NOCTTY
    if options.isDirectory { flags |= O_DIRECTORY }
    // A read-only file system still opens what exists already.
    if options.creates && !identity.isReadOnly { flags |= options.isExclusive ? O_CREAT | O_EXCL : O_CREAT }
    if options.truncates { flags |= O_TRUNC }
    if options.flags.contains(.append) { flags |= O_APPEND }
    if options.flags.contains(.dsync) { flags |= O_DSYNC }
    if !options.flags.isDisjoint(with: [.sync, .rsync]) { flags |= O_SYNC }
    let new = try name.withCString { openBeneath(number, $0, flags, mode: 0o666) }
    guard new < 0 else {
      if options.creates && options.isExclusive && identity.isReadOnly {
        close(new)
        throw .exist
      }
      return new
    }
    switch errno {
    case ENOENT where options.creates && identity.isReadOnly: throw .rofs
    // With O_DIRECTORY, a link is first of all no directory.
    case ENOTDIR where options.isDirectory: throw try isSymbolicLink(name) ? .loop : .notdir
    // Pipes without a reader, and devices that are not there.
    case ENXIO, ENODEV: throw .acces
    default: throw .current
    }
  }

  private func isSymbolicLink(_ name: FileName) throws(Errno) -> Bool {
    var status = stat()
    return try systemStatus(name, &status) == 0 && status.st_mode & S_IFMT == S_IFLNK
  }

  func status() throws(Errno) -> FileStatus { try descriptor.status() }

  func setTimes(_ times: FileTimes) throws(Errno) {
    try identity.requireWritable()
    guard futimens(number, times.host) == 0 else { throw .current }
  }

  func synchronize(dataOnly: Bool) throws(Errno) {
    guard Platform.synchronize(number, dataOnly: dataOnly) == 0 else { throw .current }
  }

  func status(of name: FileName) throws(Errno) -> FileStatus {
    var status = stat()
    guard try systemStatus(name, &status) == 0 else { throw .current }
    return FileStatus(status)
  }

  private func systemStatus(_ name: FileName, _ status: inout stat) throws(Errno) -> Int32 {
    try name.withCString { fstatat(number, $0, &status, AT_SYMLINK_NOFOLLOW) }
  }

  func setTimes(_ times: FileTimes, of name: FileName) throws(Errno) {
    try identity.requireWritable()
    guard try name.withCString({ utimensat(number, $0, times.host, AT_SYMLINK_NOFOLLOW) }) == 0 else { throw .current }
  }

  func readSymbolicLink(_ name: FileName) throws(Errno) -> ByteString {
    let target = try name.withCString { name in
      withUnsafeTemporaryAllocation(of: CChar.self, capacity: PathWalk.maximumPathLength) { buffer -> ByteString? in
        guard let address = buffer.baseAddress else { return nil }
        let count = readlinkat(number, name, address, buffer.count)
        return count < 0 ? nil : ByteString(UnsafeRawBufferPointer(UnsafeBufferPointer(rebasing: buffer[..<count])))
      }
    }
    guard let target else { throw .current }
    return target
  }

  func readEntries(from cookie: UInt64, _ body: (DirectoryEntry) -> Bool) throws(Errno) {
    if cursor == nil { cursor = try HostDirectoryCursor(descriptor) }
    try cursor?.read(from: cookie, parentInode: isRoot ? try status().inode : nil, body)
  }

  // MARK: Changes

  func createDirectory(_ name: FileName) throws(Errno) {
    try identity.requireWritable()
    guard try name.withCString({ mkdirat(number, $0, 0o777) }) == 0 else { throw .current }
  }

  func createSymbolicLink(_ name: FileName, target: ByteString) throws(Errno) {
    try identity.requireWritable()
    guard !target.bytes.contains(0) else { throw .inval }
    try identity.links.withLock { () throws(Errno) in
      try requireInside(target)
      let result = try name.withCString { name in
        (target.bytes + [0]).withUnsafeBytes { symlinkat($0.baseAddress.unsafelyUnwrapped.assumingMemoryBound(to: CChar.self), number, name) }
      }
      guard result == 0 else { throw .current }
    }
  }

  func link(_ name: FileName, to directory: any OpenDirectory, as newName: FileName) throws(Errno) {
    try identity.requireWritable()
    let target = try sibling(directory)
    try identity.links.withLock { () throws(Errno) in
      try requireInside(name, in: target)
      let result = try name.withCString { (name) in
        Result { () throws(Errno) in try newName.withCString { linkat(number, name, target.number, $0, 0) } }
      }
      guard try result.get() == 0 else { throw .current }
    }
  }

  func rename(_ name: FileName, to directory: any OpenDirectory, as newName: FileName) throws(Errno) {
    try identity.requireWritable()
    let target = try sibling(directory)
    try identity.links.withLock { () throws(Errno) in
      try requireInside(name, in: target)
      let result = try name.withCString { (name) in
        Result { () throws(Errno) in try newName.withCString { renameat(number, name, target.number, $0) } }
      }
      guard try result.get() == 0 else { throw errno == EEXIST ? .notempty : .current }
    }
  }

  /// `directory`, if it is of the same file system: a link from a read-only one into a writable one would be writable.
  private func sibling(_ directory: any OpenDirectory) throws(Errno) -> HostDirectory {
    guard let directory = directory as? HostDirectory, directory.identity.root === identity.root else { throw .xdev }
    return directory
  }

  func unlink(_ name: FileName) throws(Errno) {
    try identity.requireWritable()
    guard try name.withCString({ unlinkat(number, $0, 0) }) == 0 else {
      let error = Errno.current
      // What POSIX says where Linux says `isdir`.
      if error == .perm, let status = try? status(of: name), status.type == .directory { throw .isdir }
      throw error
    }
  }

  func removeDirectory(_ name: FileName) throws(Errno) {
    try identity.requireWritable()
    guard try name.withCString({ unlinkat(number, $0, AT_REMOVEDIR) }) == 0 else { throw errno == EEXIST ? .notempty : .current }
  }
}
