/// The guest's open files, by number. Bounded, so that a guest cannot use up the host's descriptors.
struct DescriptorTable {
  struct Entry {
    enum Node {
      case file(any OpenFile)
      case directory(any OpenDirectory)
    }

    let node: Node
    var rights: Rights
    var inheriting: Rights
    let origin: DescriptorOrigin
    /// The path under which the guest finds a directory that it did not open itself.
    var preopenedPath: ByteString?

    /// - Throws: `notcapable`.
    func require(_ needed: Rights) throws(Errno) {
      guard rights.isSuperset(of: needed) else { throw .notcapable }
    }

    /// Whether it was open in an image, and could not be opened again.
    var isLost: Bool { if case .file(is LostFile) = node { true } else { false } }

    var openNode: any OpenNode {
      switch node {
      case .file(let file): file
      case .directory(let directory): directory
      }
    }
  }

  let limit: Int
  private var entries: [Entry?] = []
  /// All numbers below are taken, or for nobody.
  private var firstFree = 0
  /// Numbers that no file gets.
  private let kept: Range<Int>

  /// - Parameters:
  ///   - entries: what is open from the start, by number.
  ///   - kept: numbers that no other file gets.
  init(limit: Int, _ entries: [Int: Entry], keeping kept: Range<Int>) {
    self.limit = limit
    self.kept = kept
    if let last = entries.keys.max() { self.entries = (0...last).map { entries[$0] } }
    skipTaken()
  }

  private mutating func skipTaken() {
    while true {
      if kept.contains(firstFree) { firstFree = kept.upperBound }
      guard firstFree < entries.count && entries[firstFree] != nil else { return }
      firstFree += 1
    }
  }

  /// Everything that is open.
  var numbered: [(number: Int, entry: Entry)] {
    entries.indices.compactMap { number in entries[number].map { (number, $0) } }
  }

  /// - Throws: `badf`.
  subscript(_ number: UInt32) -> Entry {
    get throws(Errno) {
      guard number < entries.count, let entry = entries[Int(number)] else { throw .badf }
      return entry
    }
  }

  /// A file with all these rights.
  /// - Throws: `badf`, `isdir` or `notcapable`.
  func file(_ number: UInt32, _ rights: Rights) throws(Errno) -> any OpenFile {
    let entry = try self[number]
    guard case .file(let file) = entry.node else { throw .isdir }
    try entry.require(rights)
    return file
  }

  /// A directory with all these rights.
  /// - Throws: `badf`, `notdir` or `notcapable`.
  func directory(_ number: UInt32, _ rights: Rights) throws(Errno) -> any OpenDirectory {
    let entry = try self[number]
    guard case .directory(let directory) = entry.node else { throw entry.isLost ? .stale : .notdir }
    try entry.require(rights)
    return directory
  }

  /// Anything with all these rights.
  /// - Throws: `badf` or `notcapable`.
  func node(_ number: UInt32, _ rights: Rights) throws(Errno) -> any OpenNode {
    let entry = try self[number]
    try entry.require(rights)
    return entry.openNode
  }

  /// - Throws: `mfile` when the guest has as many open files as it may; ask before opening one.
  func requireSpace() throws(Errno) {
    guard firstFree < limit else { throw .mfile }
  }

  /// Gives `entry` the lowest free number.
  /// - Throws: `mfile`.
  mutating func add(_ entry: Entry) throws(Errno) -> UInt32 {
    try requireSpace()
    let number = firstFree
    while entries.count <= number { entries.append(nil) }
    entries[number] = entry
    skipTaken()
    return UInt32(number)
  }

  mutating func remove(_ number: UInt32) throws(Errno) {
    _ = try self[number]
    entries[Int(number)] = nil
    firstFree = min(firstFree, Int(number))
  }

  /// Gives `number` the number `target`, which is open and gets closed.
  mutating func move(_ number: UInt32, to target: UInt32) throws(Errno) {
    let entry = try self[number]
    _ = try self[target]
    guard number != target else { return }
    entries[Int(target)] = entry
    try remove(number)
  }

  mutating func update(_ number: UInt32, _ change: (inout Entry) throws(Errno) -> Void) throws(Errno) {
    var entry = try self[number]
    try change(&entry)
    entries[Int(number)] = entry
  }
}
