/// All that a file system holds at one moment.
public struct FileArchive: Sendable, Hashable {
  public enum Content: Sendable, Hashable {
    case directory
    case file([UInt8])
    case symbolicLink(target: String)
  }

  public struct Item: Sendable, Hashable {
    /// Relative to the root. Directories come before what is in them.
    public let path: String
    public let content: Content
    /// Nanoseconds since 1970-01-01 00:00 UTC.
    public let modificationTime: UInt64

    public init(path: String, content: Content, modificationTime: UInt64) {
      (self.path, self.content, self.modificationTime) = (path, content, modificationTime)
    }
  }

  public var items: [Item] = []

  public init(items: [Item] = []) { self.items = items }

  /// Reads everything in `fileSystem`, but what is neither file, directory nor link.
  public init(of fileSystem: any FileSystem) throws(Errno) { try add(try fileSystem.openRoot(), at: "", of: fileSystem) }

  private mutating func add(_ directory: any OpenDirectory, at path: String, of fileSystem: any FileSystem) throws(Errno) {
    for name in try directory.names() {
      let status = try directory.status(of: name)
      let itemPath = path + name.string
      func append(_ content: Content) { items.append(Item(path: itemPath, content: content, modificationTime: status.modificationTime)) }
      switch status.type {
      case .directory:
        append(.directory)
        try add(try directory.openDirectory(name), at: itemPath + "/", of: fileSystem)
      case .symbolicLink: append(.symbolicLink(target: try directory.readSymbolicLink(name)))
      case .regularFile: append(.file(try fileSystem.readFile(itemPath)))
      default: continue
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
    var components = path.split(separator: "/")
    guard let last = components.popLast() else { throw .inval }
    for component in components { directory = try directory.openDirectory(try FileName(String(component))) }
    return (directory, try FileName(String(last)))
  }
}
