/// The resolution of one path inside an open directory, component by component: the wall of the sandbox.
///
/// File systems are only asked for single names and never follow symbolic links, so whatever happens to the tree in the
/// meantime, a walk can only go down, or back where it came from: `..` beyond the directory it began in, absolute paths
/// and absolute links fail with `perm`.
struct PathWalk {
  /// Where the walk has come.
  enum Place {
    /// A name in `directory` that need not exist. `mustBeDirectory`: the path ends in a slash.
    case entry(FileName, mustBeDirectory: Bool)
    /// `directory` itself.
    case directory
  }

  private enum Step {
    case enter(FileName)
    case up
  }

  static let maximumPathLength = 4096
  private static let maximumLinkCount = 40
  private static let slash = UInt8(ascii: "/")
  private static let current: [UInt8] = [UInt8(ascii: ".")]
  private static let parent = current + current
  /// How many directories above the current one are kept open; host descriptors are scarce.
  private static let keptCount = 8

  private let base: any OpenDirectory
  /// The directories on the way from `base`, the current one last; those far up may be closed.
  private var trail: [(name: FileName, directory: (any OpenDirectory)?)] = []
  private(set) var directory: any OpenDirectory
  /// What is left of the path, in reverse.
  private var steps: [Step] = []
  private var endsInSlash = false
  private var endsInDirectory = false
  private var linkCount = 0

  init(_ path: ByteString, from base: any OpenDirectory) throws(Errno) {
    self.base = base
    directory = base
    guard !path.isEmpty else { throw .noent }
    try push(path, isEnd: true)
  }

  /// Goes to the last component.
  mutating func resolve() throws(Errno) -> Place {
    while let step = steps.popLast() {
      switch step {
      case .up: try leave()
      case .enter(let name):
        if steps.isEmpty && !endsInDirectory { return .entry(name, mustBeDirectory: endsInSlash) }
        try enter(name)
      }
    }
    return .directory
  }

  /// Goes on from the symbolic link `name` in the current directory, where `resolve` has come to.
  mutating func follow(_ name: FileName) throws(Errno) -> Place {
    try countLink()
    let target: ByteString
    do throws(Errno) { target = try directory.readSymbolicLink(name) } catch {
      // It was a link a moment ago: look again at what it is now.
      guard error == .inval else { throw error }
      return .entry(name, mustBeDirectory: endsInSlash)
    }
    try push(target, isEnd: true)
    return try resolve()
  }

  /// - Parameter isEnd: whether the last component of `path` is that of the whole.
  private mutating func push(_ path: ByteString, isEnd: Bool) throws(Errno) {
    guard path.count <= Self.maximumPathLength else { throw .nametoolong }
    guard path.bytes.first != Self.slash else { throw .perm }
    var added: [Step] = []
    var lastIsName = true
    for component in path.components {
      lastIsName = false
      if component.elementsEqual(Self.current) { continue }
      if component.elementsEqual(Self.parent) {
        added.append(.up)
      } else {
        added.append(.enter(try FileName(component)))
        lastIsName = true
      }
    }
    if isEnd {
      if !lastIsName { endsInDirectory = true }
      if path.bytes.last == Self.slash { endsInSlash = true }
    }
    steps += added.reversed()
  }

  private mutating func enter(_ name: FileName) throws(Errno) {
    let next: any OpenDirectory
    do throws(Errno) {
      next = try directory.openDirectory(name)
    } catch {
      guard error == .notdir || error == .loop else { throw error }
      return try expand(name)
    }
    trail.append((name, next))
    if trail.count > Self.keptCount { trail[trail.count - 1 - Self.keptCount].directory = nil }
    directory = next
  }

  /// Puts the target of what should be a symbolic link in its place.
  private mutating func expand(_ name: FileName) throws(Errno) {
    let target: ByteString
    do throws(Errno) {
      target = try directory.readSymbolicLink(name)
    } catch {
      throw error == .inval ? .notdir : error
    }
    try countLink()
    try push(target, isEnd: false)
  }

  private mutating func countLink() throws(Errno) {
    linkCount += 1
    guard linkCount <= Self.maximumLinkCount else { throw .loop }
  }

  private mutating func leave() throws(Errno) {
    guard trail.popLast() != nil else { throw .perm }
    guard let last = trail.last else {
      directory = base
      return
    }
    if let kept = last.directory {
      directory = kept
      return
    }
    // Closed on the way down: go there again from the start, by the same names.
    directory = base
    for index in trail.indices {
      directory = try directory.openDirectory(trail[index].name)
      if index >= trail.count - Self.keptCount { trail[index].directory = directory }
    }
  }
}

extension ByteString {
  /// What stands between the slashes, as bytes.
  var components: [ArraySlice<UInt8>] { bytes.split(separator: UInt8(ascii: "/")) }
}
