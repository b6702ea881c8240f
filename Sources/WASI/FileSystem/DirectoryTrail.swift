/// The way from a directory down to another one, by names, and up again. However long it is, few directories are open at a time:
/// host descriptors are scarce. Those that are closed are looked up again, by the same names, when the way leads back to them.
///
/// The further up, the fewer are kept: all of the last four, every second of the four above, every fourth of the eight above those.
/// So a way of a hundred thousand levels keeps some sixty open, and going up opens each level a few times rather than
/// thousands of times.
struct DirectoryTrail {
  private static let keptCount = 4

  private let base: any OpenDirectory
  /// The directories on the way, the current one last.
  private var trail: [(name: FileName, directory: (any OpenDirectory)?)] = []
  private(set) var directory: any OpenDirectory

  init(from base: any OpenDirectory) { (self.base, directory) = (base, base) }

  mutating func enter(_ name: FileName) throws(Errno) {
    let next = try directory.openDirectory(name)
    trail.append((name, next))
    directory = next
    if base.usesDescriptor { closeSome(above: trail.count - 1) }
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

  /// Closes those that are now too far above the directory at `index` to be kept.
  private mutating func closeSome(above index: Int) {
    var (distance, step) = (Self.keptCount, 2)
    while distance <= index {
      if (index - distance) % step != 0 { trail[index - distance].directory = nil }
      (distance, step) = (distance * 2, step * 2)
    }
  }

  /// Opens the last directory again, from the nearest one above that is open.
  private mutating func reopen() throws(Errno) {
    let start = trail.lastIndex { $0.directory != nil }
    directory = start.flatMap { trail[$0].directory } ?? base
    for index in (start.map { $0 + 1 } ?? 0)..<trail.count {
      directory = try directory.openDirectory(trail[index].name)
      trail[index].directory = directory
      closeSome(above: index)
    }
  }
}
