import WASI

/// What the file systems in memory of an instance hold; nil: nothing. Instances share it until they change it.
struct FileImages: Sendable {
  private(set) var work: MemoryFileSystem.Image?
  private(set) var library: MemoryFileSystem.Image?
  private(set) var temporary: MemoryFileSystem.Image?
  /// The most bytes that each may take in a file.
  private var limit = Int.max

  init() {}

  /// - Parameter limit: the most bytes that each of them may hold.
  init(_ work: MemoryFileSystem?, _ library: MemoryFileSystem, _ temporary: MemoryFileSystem?, limit: Int) {
    self.limit = limit
    self.work = work.flatMap(Self.contents)
    self.library = Self.contents(library)
    self.temporary = temporary.flatMap(Self.contents)
  }

  /// An empty one is made anew in each instance, so that its times are the instance's.
  private static func contents(_ files: MemoryFileSystem) -> MemoryFileSystem.Image? {
    let image = files.freeze()
    return image.isEmpty ? nil : image
  }

  // MARK: In files

  struct Archives {
    var work, library, temporary: FileArchive

    var all: [FileArchive] { [work, library, temporary] }
  }

  /// - Throws: `nospc` when paths and contents take more than the limit, `nametoolong` for a path that no guest could name.
  func archives() throws(Errno) -> Archives {
    Archives(work: try archive(work), library: try archive(library), temporary: try archive(temporary))
  }

  private func archive(_ image: MemoryFileSystem.Image?) throws(Errno) -> FileArchive {
    guard let image else { return FileArchive() }
    let archive = try FileArchive(of: try MemoryFileSystem(image, limits: .none), limit: limit)
    // The names of one file become files.
    var rest = limit
    for case .file(let bytes) in archive.items.map(\.content) {
      rest -= bytes.count
      guard rest >= 0 else { throw .nospc }
    }
    return archive
  }

  init(_ archives: Archives) throws(Errno) {
    work = try Self.image(archives.work)
    library = try Self.image(archives.library)
    temporary = try Self.image(archives.temporary)
  }

  private static func image(_ archive: FileArchive) throws(Errno) -> MemoryFileSystem.Image? {
    let files = MemoryFileSystem(limits: .none)
    try archive.write(to: files)
    return contents(files)
  }
}

extension MemoryFileSystem.Limits {
  /// For what is within the limits of an instance already, or will have to be.
  fileprivate static let none = Self(byteCount: .max, nodeCount: .max, nameCount: .max)
}
