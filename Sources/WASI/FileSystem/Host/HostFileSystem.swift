/// A directory of the host and everything below it.
///
/// It is opened once; from then on names are only looked up in open directories, one at a time and without following
/// links, so neither links nor renames lead outside. Devices, pipes and sockets in it cannot be opened. What lies inside
/// because somebody outside mounted it there, or gave it a second name there, is inside.
///
/// A guest cannot make a symbolic link that leads outside, nor move one so that it does: targets begin with at most as many `..`
/// as lead to the mounted folder, followed by names. Links that others have put into the folder lead where they lead for everybody but the
/// guest, so results of a guest are best read through the file system too (`readFile`), which never goes outside.
public struct HostFileSystem: FileSystem {
  private let identity: HostIdentity
  public var isReadOnly: Bool { identity.isReadOnly }

  /// Opens the directory at `path` of the host.
  /// - Throws: `noent`, `notdir`, `acces` …
  public init(path: String, isReadOnly: Bool = false) throws(Errno) {
    identity = try HostIdentity(path, isReadOnly: isReadOnly)
  }

  public func openRoot() throws(Errno) -> any OpenDirectory {
    try HostDirectory(identity.root, identity: identity, isRoot: true).reopen()
  }
}

/// What the open files of one host file system have in common.
struct HostIdentity: Sendable {
  let root: HostDescriptor
  let isReadOnly: Bool
  /// Held while links are made or moved; the same for all file systems of the folder.
  let links: Lock

  /// For folders in turn. Two with the same lock wait for each other without need, and nothing else.
  private static let locks = (0..<64).map { _ in Lock() }

  init(_ path: String, isReadOnly: Bool) throws(Errno) {
    let descriptor = openFolder(path)
    guard descriptor >= 0 else { throw .current }
    root = HostDescriptor(descriptor)
    self.isReadOnly = isReadOnly
    links = Self.locks[Int(try root.status().inode % UInt64(Self.locks.count))]
  }

  /// - Throws: `rofs`.
  func requireWritable() throws(Errno) {
    if isReadOnly { throw .rofs }
  }
}

private func openFolder(_ path: String) -> Int32 { open(path, Platform.searchDirectory | O_CLOEXEC) }
