/// Symbolic links that a guest makes or moves stay inside of the mount also for programs of the host, which follow them
/// without knowing of it. All changes that may turn a link outwards happen under one lock for each mounted folder, so that
/// what was looked at is what is moved. Links that somebody else made are not the guest's, and lead where they lead.
extension HostDirectory {
  /// - Throws: `perm` for a target that is not inside.
  func requireInside(_ target: ByteString) throws(Errno) {
    guard case .relative(let levels) = LinkTarget(target), try isInside(levels: levels) else { throw .perm }
  }

  /// Looks at what `name` is, before it is moved to, or gets a second name in, `directory`.
  /// - Throws: `perm` for a link that would lead outside; `xdev` for a directory in which there are too many entries to look at all, so that
  ///   programs copy it.
  func requireInside(_ name: FileName, in directory: HostDirectory) throws(Errno) {
    // What is not there fails in the system's way.
    guard let type = try? status(of: name).type, type == .symbolicLink || type == .directory else { return }
    if try isSame(as: directory) { return }
    if type == .symbolicLink { return try directory.requireInside(try readSymbolicLink(name)) }
    if try directory.isAsDeep(as: self) { return }
    let levels = try LinkSurvey.levels(try searchDirectory(name))
    guard try directory.isInside(levels: levels - 1) else { throw .perm }
  }

  /// Whether the mount goes on for that many levels above this directory.
  private func isInside(levels: Int) throws(Errno) -> Bool {
    guard levels > 0 else { return true }
    var place = HostAscent(self)
    for _ in 0..<levels { guard try place.rises() else { return false } }
    return true
  }

  private func isSame(as other: HostDirectory) throws(Errno) -> Bool {
    try HostAscent.identifier(descriptor.number) == HostAscent.identifier(other.descriptor.number)
  }

  private func isAsDeep(as other: HostDirectory) throws(Errno) -> Bool {
    var (place, otherPlace) = (HostAscent(self), HostAscent(other))
    while try otherPlace.rises() { guard try place.rises() else { return false } }
    return true
  }
}

/// The way from a directory of a mounted folder up to that folder.
private struct HostAscent {
  struct Identifier: Equatable {
    let device: UInt64
    let inode: UInt64
  }

  private var place: HostDescriptor
  private let root: HostDescriptor

  init(_ directory: HostDirectory) {
    (place, root) = (directory.descriptor, directory.identity.root)
  }

  /// Goes one directory up, unless this is the root.
  /// - Throws: `perm` when the directory is not below the root any more.
  mutating func rises() throws(Errno) -> Bool {
    let identifier = try Self.identifier(place.number)
    if identifier == (try Self.identifier(root.number)) { return false }
    let parent = openat(place.number, "..", Platform.searchDirectory | O_CLOEXEC)
    guard parent >= 0 else { throw .current }
    place = HostDescriptor(parent)
    // Above the topmost directory is that directory.
    guard try Self.identifier(parent) != identifier else { throw .perm }
    return true
  }

  static func identifier(_ descriptor: Int32) throws(Errno) -> Identifier {
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw .current }
    return Identifier(device: UInt64(truncatingIfNeeded: status.st_dev), inode: UInt64(status.st_ino))
  }
}
