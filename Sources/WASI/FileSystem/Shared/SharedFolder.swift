/// A folder of the host that belongs to the host alone, for any number of guests: read-only, and with symbolic links that are what they lead
/// to, wherever that is, as package managers put folders together.
///
/// What guests open in it costs the host nothing: all of them together have a few descriptors, which are those of the files read last.
/// Somebody who changes the folder while guests use it may find that they see both its states. All times of a file are that of its last
/// modification, so that guests see, and leave in their memory, the same each time.
public struct SharedFolder: FileSystem {
  let descriptors: KeptDescriptors

  /// Opens the directory at `path` of the host.
  /// - Throws: `noent`, `notdir`, `acces` …
  public init(path: String) throws(Errno) {
    let descriptor = open(path, Platform.searchDirectory | O_CLOEXEC)
    guard descriptor >= 0 else { throw .current }
    descriptors = KeptDescriptors(root: HostDescriptor(descriptor))
  }

  public func openRoot() throws(Errno) -> any OpenDirectory { SharedDirectory(self, SharedPath()) }

  /// The attributes of what is at `path`.
  func status(_ path: SharedPath) throws(Errno) -> FileStatus {
    var status = stat()
    guard path.withCString({ fstatat(descriptors.root.number, $0, &status, 0) }) == 0 else { throw .current }
    return FileStatus(shared: status)
  }
}

extension FileStatus {
  init(shared status: stat) {
    self.init(status)
    (accessTime, changeTime) = (modificationTime, modificationTime)
  }
}

/// The way from the root of a shared folder down to something in it, by names.
struct SharedPath: Hashable {
  /// With slashes in between and a NUL at the end, as system calls take it.
  private let terminated: [UInt8]

  /// The folder itself.
  init() { terminated = [UInt8(ascii: "."), 0] }

  /// - Throws: `nametoolong`.
  init(_ directory: SharedPath, _ name: FileName) throws(Errno) {
    terminated = name.withUnsafeBytes { directory.terminated.dropLast() + [UInt8(ascii: "/")] + $0 + [0] }
    guard terminated.count <= PathWalk.maximumPathLength else { throw .nametoolong }
  }

  func withCString<Result>(_ system: (UnsafePointer<CChar>) -> Result) -> Result {
    terminated.withUnsafeBytes { system($0.baseAddress.unsafelyUnwrapped.assumingMemoryBound(to: CChar.self)) }
  }
}
