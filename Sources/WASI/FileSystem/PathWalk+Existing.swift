/// What one does at the end of a walk.
extension PathWalk {
  /// What the path leads to, which has to exist; `name` is nil for the directory it has come to itself.
  mutating func resolveExisting(following: Bool) throws(Errno) -> (name: FileName?, status: FileStatus) {
    var place = try resolve()
    while case .entry(let name, let mustBeDirectory) = place {
      let status = try directory.status(of: name)
      guard status.type == .symbolicLink, following || mustBeDirectory else {
        if mustBeDirectory && status.type != .directory { throw .notdir }
        return (name, status)
      }
      place = try follow(name)
    }
    return (nil, try directory.status())
  }

  /// Opens what the path leads to.
  mutating func open(_ options: OpenOptions, following: Bool) throws(Errno) -> OpenedNode {
    var place = try resolve()
    while case .entry(let name, let mustBeDirectory) = place {
      do throws(Errno) {
        return try directory.open(name, mustBeDirectory ? options.asDirectory() : options)
      } catch {
        // A path that is to be created cannot end in a slash.
        if error == .noent && mustBeDirectory && options.creates { throw .isdir }
        guard error == .loop, following || mustBeDirectory else { throw error }
      }
      place = try follow(name)
    }
    if options.creates && options.isExclusive { throw .exist }
    if options.writes || options.truncates { throw .isdir }
    return .directory(try directory.reopen())
  }
}

extension OpenOptions {
  /// The same for a path that ends in a slash.
  fileprivate func asDirectory() -> OpenOptions {
    var copy = self
    copy.isDirectory = true
    copy.creates = false
    copy.truncates = false
    return copy
  }
}
