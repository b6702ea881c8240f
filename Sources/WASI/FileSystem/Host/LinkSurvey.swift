/// A look at the symbolic links in a directory that is about to be moved.
enum LinkSurvey {
  private static let maximumEntryCount = 10_000
  private static let maximumDepth = 64

  /// How many levels above `directory` its links lead; 0 when none leads above it.
  /// - Throws: `perm` for a link with `..` behind a name; `xdev` when there is too much to look at.
  static func levels(_ directory: HostDirectory) throws(Errno) -> Int {
    var (levels, count) = (0, 0)
    var pending = [(directory, try directory.entries(atMost: maximumEntryCount))]
    while let (current, entries) = pending.popLast() {
      var rest = entries
      let depth = pending.count
      while let (name, type) = rest.popLast() {
        count += 1
        guard count <= maximumEntryCount, depth < maximumDepth else { throw .xdev }
        switch type {
        case .symbolicLink:
          switch LinkTarget(try current.readSymbolicLink(name)) {
          case .absolute: break // of the host: it leads where it did
          case .relative(let above): levels = max(levels, above - depth)
          case .winding: throw .perm
          }
        case .directory:
          let next = try current.searchDirectory(name)
          pending.append((current, rest))
          pending.append((next, try next.entries(atMost: maximumEntryCount)))
          rest = []
        default: break
        }
      }
    }
    return levels
  }
}

extension HostDirectory {
  /// The names in the directory, with what they are.
  /// - Throws: `xdev` for more than `limit`, of which the rest is not read.
  fileprivate func entries(atMost limit: Int) throws(Errno) -> [(FileName, FileType)] {
    var entries: [(FileName, FileType)] = []
    try readEntries(from: 0) { entry in
      if let name = try? FileName(entry.name) { entries.append((name, entry.type)) }
      return entries.count <= limit
    }
    guard entries.count <= limit else { throw .xdev }
    // Not every file system of the host says what an entry is.
    for index in entries.indices where entries[index].1 == .unknown { entries[index].1 = try status(of: entries[index].0).type }
    return entries
  }
}
