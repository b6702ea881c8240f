/// An open directory of a shared folder: its path.
final class SharedDirectory: UnchangeableDirectory {
  private let folder: SharedFolder
  private let path: SharedPath
  /// What reading it has found, kept while it goes on.
  private var listing: [SharedEntry]?

  init(_ folder: SharedFolder, _ path: SharedPath) { (self.folder, self.path) = (folder, path) }

  var usesDescriptor: Bool { false }

  func reopen() throws(Errno) -> any OpenDirectory { SharedDirectory(folder, path) }

  func openDirectory(_ name: FileName) throws(Errno) -> any OpenDirectory {
    let path = try SharedPath(path, name)
    guard try folder.status(path).type == .directory else { throw .notdir }
    return SharedDirectory(folder, path)
  }

  func open(_ name: FileName, _ options: OpenOptions) throws(Errno) -> OpenedNode {
    if options.writes || options.truncates { throw .rofs }
    let path = try SharedPath(path, name)
    let status: FileStatus
    do throws(Errno) { status = try folder.status(path) } catch { throw options.creates && error == .noent ? .rofs : error }
    if options.creates && options.isExclusive { throw .exist }
    switch status.type {
    case .directory: return .directory(SharedDirectory(folder, path))
    case .regularFile where options.isDirectory: throw .notdir
    case .regularFile:
      // It is there and can be read; when somebody reads it, it may be opened again.
      _ = try folder.descriptors.descriptor(of: path)
      return .file(SharedFile(folder, path, options.flags))
    // Opening a device can do anything to it.
    default: throw .acces
    }
  }

  func status() throws(Errno) -> FileStatus { try folder.status(path) }
  func status(of name: FileName) throws(Errno) -> FileStatus { try folder.status(try SharedPath(path, name)) }
  func readSymbolicLink(_ name: FileName) throws(Errno) -> ByteString { throw try status(of: name).type == .symbolicLink ? .io : .inval }

  func readEntries(from cookie: UInt64, _ body: (DirectoryEntry) -> Bool) throws(Errno) {
    if cookie == 0 || listing == nil { listing = try read() }
    guard let listing, cookie < listing.count else { return }
    for index in Int(cookie)..<listing.count {
      let entry = listing[index]
      let goesOn = entry.name.withUnsafeBytes { name in
        body(DirectoryEntry(name: name, inode: entry.inode, type: entry.type, cookie: UInt64(index + 1)))
      }
      guard goesOn else { return }
    }
  }

  private func read() throws(Errno) -> [SharedEntry] {
    let number = path.withCString { openat(folder.descriptors.root.number, $0, O_RDONLY | O_DIRECTORY | O_CLOEXEC) }
    guard number >= 0 else { throw .current }
    let descriptor = HostDescriptor(number)
    let parent = path == SharedPath() ? try status().inode : nil
    var entries: [SharedEntry] = []
    try HostDirectoryCursor(descriptor).read(from: 0, parentInode: parent) { entry in
      entries.append(SharedEntry(name: Array(entry.name), inode: entry.inode, type: entry.type))
      return true
    }
    for index in entries.indices where entries[index].type == .symbolicLink || entries[index].type == .unknown {
      // Nothing that is known, when the link leads nowhere.
      let name = try? FileName(entries[index].name)
      entries[index].type = (try? name.map { name throws(Errno) in try status(of: name).type }) ?? .unknown
    }
    return entries
  }
}

/// An entry of a directory, as it is kept.
struct SharedEntry {
  let name: [UInt8]
  let inode: UInt64
  var type: FileType
}
