/// A way through all of a tree, each directory before what is in it. Not recursive: how deep directories are is up to the guest.
struct TreeWalk {
  enum Step {
    /// An entry of `directory` that is no directory.
    case entry(FileName, FileStatus)
    /// A directory in `directory`, which the walk enters next.
    case enter(FileName, FileStatus)
    /// The walk is back in `directory`, and done with this one.
    case leave(FileName)
  }

  /// Bounds the descriptors of the host that a walk needs. Beyond so many levels, going up costs time.
  private static let keptCount = 64

  private var trail: DirectoryTrail
  /// The names that are left in the directories on the way, in reverse.
  private var names: [[FileName]]
  private var entered: FileName?
  var directory: any OpenDirectory { trail.directory }

  init(_ fileSystem: any FileSystem) throws(Errno) {
    let root = try fileSystem.openRoot()
    trail = Self.trail(from: root)
    names = [try root.names().reversed()]
  }

  /// A way in another tree, which follows the steps of a walk.
  static func trail(from root: any OpenDirectory) -> DirectoryTrail {
    DirectoryTrail(from: root, keptCount: root.usesDescriptor ? keptCount : .max)
  }

  /// - Returns: nil at the end.
  mutating func next() throws(Errno) -> Step? {
    if let name = entered {
      entered = nil
      try trail.enter(name)
      names.append(try directory.names().reversed())
    }
    guard let name = names[names.count - 1].popLast() else {
      names.removeLast()
      return try trail.leave().map { .leave($0) }
    }
    let status = try directory.status(of: name)
    guard status.type == .directory else { return .entry(name, status) }
    entered = name
    return .enter(name, status)
  }
}
