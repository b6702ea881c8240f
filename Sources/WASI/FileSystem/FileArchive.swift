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

  /// Reads everything in `fileSystem`, but what is neither file, directory nor link. A file with several names is read once.
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
    var contents: [UInt64: [UInt8]] = [:]
    // Not recursive: how deep directories are is up to the guest.
    var pending = [(path: ByteString(""), directory: try fileSystem.openRoot())]
    while let (path, directory) = pending.popLast() {
      for name in try directory.names() {
        let status = try directory.status(of: name)
        let itemPath = path + name.bytes
        guard itemPath.count <= PathWalk.maximumPathLength else { throw .nametoolong }
        try take(itemPath.count)
        let content: Content
        switch status.type {
        case .directory:
          content = .directory
          pending.append((itemPath + ByteString("/"), try directory.openDirectory(name)))
        case .symbolicLink: content = .symbolicLink(target: try directory.readSymbolicLink(name))
        case .regularFile:
          if contents[status.inode] == nil {
            try take(Int(clamping: status.size))
            contents[status.inode] = try fileSystem.readFile(itemPath)
          }
          content = .file(contents[status.inode, default: []])
        default: continue
        }
        items.append(Item(path: itemPath, content: content, modificationTime: status.modificationTime))
      }
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

extension FileArchive.Item {
  fileprivate func place(in fileSystem: any FileSystem) throws(Errno) -> (any OpenDirectory, FileName) {
    var directory = try fileSystem.openRoot()
    var components = path.components
    guard let last = components.popLast() else { throw .inval }
    for component in components { directory = try directory.openDirectory(try FileName(component)) }
    return (directory, try FileName(last))
  }
}
