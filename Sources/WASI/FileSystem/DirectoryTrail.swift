/// The way from a directory down to another one, by names, and up again. However long it is, few directories are open at a time:
/// host descriptors are scarce. Those far up are closed, and looked up again from the start, by the same names, when the way leads back to them.
struct DirectoryTrail {
  private let base: any OpenDirectory
  /// How many directories above the current one are kept open.
  private let keptCount: Int
  /// The directories on the way, the current one last.
  private var trail: [(name: FileName, directory: (any OpenDirectory)?)] = []
  private(set) var directory: any OpenDirectory

  init(from base: any OpenDirectory, keptCount: Int) {
    (self.base, self.keptCount, directory) = (base, keptCount, base)
  }

  mutating func enter(_ name: FileName) throws(Errno) {
    let next = try directory.openDirectory(name)
    trail.append((name, next))
    if trail.count > keptCount { trail[trail.count - 1 - keptCount].directory = nil }
    directory = next
  }

  /// - Returns: the name of the directory that was left; nil at the beginning of the way.
  mutating func leave() throws(Errno) -> FileName? {
    guard let left = trail.popLast() else { return nil }
    guard let last = trail.last else {
      directory = base
      return left.name
    }
    if let kept = last.directory { directory = kept } else { try reopen() }
    return left.name
  }

  private mutating func reopen() throws(Errno) {
    directory = base
    for index in trail.indices {
      directory = try directory.openDirectory(trail[index].name)
      if index >= trail.count - keptCount { trail[index].directory = directory }
    }
  }
}
