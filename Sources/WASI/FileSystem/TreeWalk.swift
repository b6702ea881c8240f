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

  private var trail: DirectoryTrail
  /// The names that are left in the directories on the way, in reverse.
  private var names: [[FileName]]
  private var entered: FileName?
  var directory: any OpenDirectory { trail.directory }

  init(_ fileSystem: any FileSystem) throws(Errno) {
    let root = try fileSystem.openRoot()
    trail = DirectoryTrail(from: root)
    names = [try root.names().reversed()]
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
