/// All that a file system holds at one moment.
public struct FileArchive: Sendable, Hashable {
  public enum Content: Sendable, Hashable {
    case directory
    case file([UInt8])
    case symbolicLink(target: ByteString)
  }

  public struct Item: Sendable, Hashable {
    /// Relative to the root. Directories come before what is in them.
    public let path: ByteString
    public let content: Content
    /// Nanoseconds since 1970-01-01 00:00 UTC.
    public let modificationTime: UInt64

    public init(path: ByteString, content: Content, modificationTime: UInt64) {
      (self.path, self.content, self.modificationTime) = (path, content, modificationTime)
    }
  }

  public var items: [Item] = []

  public init(items: [Item] = []) { self.items = items }

  /// Reads everything in `fileSystem`, but what is neither file, directory nor link. A file with several names is read once, and becomes
  /// several files that share its bytes.
  /// - Parameters:
  ///   - fileSystem: what is read; nothing in it may change meanwhile.
  ///   - limit: the most bytes that contents and paths may have together.
  /// - Throws: `nospc` beyond the limit, `nametoolong` for a path that no guest could name.
  public init(of fileSystem: any FileSystem, limit: Int = .max) throws(Errno) {
    var rest = limit
    func take(_ count: Int) throws(Errno) {
      guard count <= rest else { throw .nospc }
      rest -= count
    }
    // Names of one file share its bytes.
    var contents: [FileKey: [UInt8]] = [:]
    var folder = ByteString("")
    var walk = try TreeWalk(fileSystem)
    while let step = try walk.next() {
      let (name, status): (FileName, FileStatus)
      let content: Content
      switch step {
      case .leave(let name):
        folder = ByteString(folder.bytes.dropLast(name.count + 1))
        continue
      case .enter(let directory, let itsStatus):
        (name, status, content) = (directory, itsStatus, .directory)
      case .entry(let entry, let itsStatus):
        (name, status) = (entry, itsStatus)
        switch status.type {
        case .symbolicLink: content = .symbolicLink(target: try walk.directory.readSymbolicLink(name))
        case .regularFile:
          let key = FileKey(device: status.device, inode: status.inode)
          if contents[key] == nil {
            try take(Int(clamping: status.size))
            contents[key] = try walk.readFile(name)
          }
          content = .file(contents[key, default: []])
        default: continue
        }
      }
      let path = folder + name.bytes
      guard path.count <= PathWalk.maximumPathLength else { throw .nametoolong }
      try take(path.count)
      items.append(Item(path: path, content: content, modificationTime: status.modificationTime))
      if case .directory = content { folder = path + ByteString("/") }
    }
  }

  /// Puts everything into `fileSystem`, which must not have anything at these paths but directories.
  public func write(to fileSystem: any FileSystem) throws(Errno) {
    for item in items {
      switch item.content {
      case .directory: try fileSystem.createDirectory(item.path)
      case .file(let bytes): try fileSystem.writeFile(item.path, bytes)
      case .symbolicLink(let target):
        let (directory, name) = try item.place(in: fileSystem)
        try directory.createSymbolicLink(name, target: target)
      }
    }
    // Afterwards and from the end, as each file changes the times of its directory.
    for item in items.reversed() {
      let (directory, name) = try item.place(in: fileSystem)
      try directory.setTimes(FileTimes(access: item.modificationTime, modification: item.modificationTime), of: name)
    }
  }
}

/// A file, whatever its names: inodes are those of a device only, and a tree may show files of several.
private struct FileKey: Hashable {
  let device: UInt64
  let inode: UInt64
}

extension TreeWalk {
  fileprivate func readFile(_ name: FileName) throws(Errno) -> [UInt8] {
    guard case .file(let file) = try directory.open(name, OpenOptions()) else { throw .io }
    return try file.contents()
  }
}

extension FileArchive.Item {
  fileprivate func place(in fileSystem: any FileSystem) throws(Errno) -> (any OpenDirectory, FileName) {
    var directory = try fileSystem.openRoot()
    var components = path.components
    guard let last = components.popLast() else { throw .inval }
    for component in components { directory = try directory.openDirectory(try FileName(component)) }
    return (directory, try FileName(last))
  }
}
