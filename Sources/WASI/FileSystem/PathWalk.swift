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

  private var trail: DirectoryTrail
  var directory: any OpenDirectory { trail.directory }
  /// What is left of the path, in reverse.
  private var steps: [Step] = []
  private var endsInSlash = false
  private var endsInDirectory = false
  private var linkCount = 0

  init(_ path: ByteString, from base: any OpenDirectory) throws(Errno) {
    trail = DirectoryTrail(from: base)
    guard !path.isEmpty else { throw .noent }
    try push(path, isEnd: true)
  }

  /// Goes to the last component.
  mutating func resolve() throws(Errno) -> Place {
    while let step = steps.popLast() {
      switch step {
      case .up: guard try trail.leave() != nil else { throw .perm }
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
    do throws(Errno) { try trail.enter(name) } catch {
      guard error == .notdir || error == .loop else { throw error }
      try expand(name)
    }
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
}

extension ByteString {
  /// What stands between the slashes, as bytes.
  var components: [ArraySlice<UInt8>] { bytes.split(separator: UInt8(ascii: "/")) }
}
