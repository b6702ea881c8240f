/// A directory of the host and everything below it.
///
/// It is opened once; from then on names are only looked up in open directories, one at a time and without following
/// links, so neither links nor renames lead outside. Devices, pipes and sockets in it cannot be opened. What lies inside
/// because somebody outside linked or mounted it there is inside.
public struct HostFileSystem: FileSystem {
  private let root: HostDescriptor
  public let isReadOnly: Bool

  /// Opens the directory at `path` of the host.
  /// - Throws: `noent`, `notdir`, `acces` …
  public init(path: String, isReadOnly: Bool = false) throws(Errno) {
    let descriptor = open(path, Platform.searchDirectory | O_CLOEXEC)
    guard descriptor >= 0 else { throw .current }
    root = HostDescriptor(descriptor)
    self.isReadOnly = isReadOnly
  }

  public func openRoot() throws(Errno) -> any OpenDirectory {
    try HostDirectory(root, identity: HostIdentity(root: root, isReadOnly: isReadOnly), isRoot: true).reopen()
  }
}

/// What the open files of one host file system have in common.
struct HostIdentity {
  let root: HostDescriptor
  let isReadOnly: Bool

  /// - Throws: `rofs`.
  func requireWritable() throws(Errno) {
    if isReadOnly { throw .rofs }
  }
}
