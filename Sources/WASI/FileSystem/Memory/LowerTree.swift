/// A file of the lower file system.
final class LowerPlace: Sendable {
  let directory: [FileName]
  let name: FileName
  let size: Int

  init(directory: [FileName], name: FileName, size: Int) { (self.directory, self.name, self.size) = (directory, name, size) }
}

/// The read-only file system behind an overlay. It is taken not to change while it is.
final class LowerTree {
  private let root: any OpenDirectory
  /// Directories that were opened lately; bounded, as they may take descriptors of the host.
  private var recent: [[FileName]: any OpenDirectory] = [:]
  private static let recentLimit = 32

  init(_ root: any OpenDirectory) { self.root = root }

  func directory(_ path: [FileName]) throws(Errno) -> any OpenDirectory {
    if path.isEmpty { return root }
    if let directory = recent[path] { return directory }
    var directory = root
    for name in path { directory = try directory.openDirectory(name) }
    if recent.count >= Self.recentLimit { recent.removeAll(keepingCapacity: true) }
    recent[path] = directory
    return directory
  }

  func openFile(_ place: LowerPlace) throws(Errno) -> any OpenFile {
    guard case .file(let file) = try directory(place.directory).open(place.name, OpenOptions()) else { throw .io }
    return file
  }

  func status() throws(Errno) -> FileStatus { try root.status() }
}
