import WASI

/// Where things are in the guest's file system.
enum GuestPath {
  /// The standard library: `PYTHONHOME`.
  static let home = "/usr"
  static let work = "/work"
  static let library = "/lib"
  static let temporary = "/tmp"
  static let reserved = [home, work, library, temporary]

  /// What a `PythonLibrary` is mounted as.
  static func library(_ name: String) -> String { "\(home)/libraries/\(name)" }
}

/// What the file systems in memory of an instance hold.
struct FileImages: Sendable, Hashable {
  var work = FileArchive()
  var library = FileArchive()
  var temporary = FileArchive()
}

/// The files of one instance that survive a reset.
struct GuestFiles: Sendable {
  let work: any FileSystem
  let library: any FileSystem
  private let ownsWork: Bool
  /// What `/tmp` holds from the start, and after every reset.
  private let initialTemporary: FileArchive
  private let limits: MemoryFileSystem.Limits
  /// Where the times of files come from.
  private let clock: any ClockSource
  private let mounts: [WASIConfiguration.Mount]
  private let root: ReadOnlyFileSystem

  /// - Parameter images: what the file systems in memory hold from the start.
  /// - Throws: `invalidOptions`.
  init(_ options: PythonInstance.Options, _ images: FileImages) throws(PythonError) {
    let limits = MemoryFileSystem.Limits(byteCount: options.limits.maximumFileBytes)
    self.limits = limits
    initialTemporary = images.temporary
    clock = options.seed == nil ? SystemClock() : VirtualClock()
    library = try Self.fileSystem(images.library, limits, clock)
    ownsWork = if case .memory = options.workDirectory { true } else { false }
    switch options.workDirectory {
    case .memory: work = try Self.fileSystem(images.work, limits, clock)
    case .fileSystem(let files): work = files
    case .host(let path, let isReadOnly):
      do throws(Errno) { work = try HostFileSystem(path: path, isReadOnly: isReadOnly) } catch {
        throw .invalidOptions("the work directory \(path) cannot be opened: \(error.message)")
      }
    }
    var mounts: [WASIConfiguration.Mount] = []
    for mount in options.mounts { mounts.append(.init(mount.fileSystem, at: try mount.guestPath())) }
    self.mounts = mounts
    root = try Self.root(mounts)
  }

  private static func fileSystem(
    _ contents: FileArchive, _ limits: MemoryFileSystem.Limits, _ clock: any ClockSource
  ) throws(PythonError) -> MemoryFileSystem {
    let files = MemoryFileSystem(limits: limits, clock: clock)
    do throws(Errno) { try contents.write(to: files) } catch {
      throw .invalidLimits("the files of the image do not fit into \(limits.byteCount) bytes: \(error.message)")
    }
    return files
  }

  /// What a new instance of the guest sees.
  /// - Parameter shared: what all instances see.
  /// - Throws: `invalidLimits`.
  func makeMounts(_ shared: [WASIConfiguration.Mount]) throws(PythonError) -> [WASIConfiguration.Mount] {
    let own: [WASIConfiguration.Mount] = [
      .init(root, at: "/"), .init(work, at: GuestPath.work), .init(library, at: GuestPath.library),
      .init(try Self.fileSystem(initialTemporary, limits, clock), at: GuestPath.temporary),
    ]
    return own + shared + mounts
  }

  /// Gives the file systems in memory that survive resets their first contents again.
  func restore(_ images: FileImages) throws(Errno) {
    try library.removeContents()
    try images.library.write(to: library)
    guard ownsWork else { return }
    try work.removeContents()
    try images.work.write(to: work)
  }

  /// Keeps what the file systems in memory hold.
  /// - Parameter mounts: of the instance.
  func freeze(_ mounts: [WASIConfiguration.Mount]) throws(Errno) -> FileImages {
    var images = FileImages()
    // What is in memory fits, unless it is counted otherwise here than there.
    if ownsWork { images.work = try FileArchive(of: work, limit: limits.byteCount) }
    images.library = try FileArchive(of: library, limit: limits.byteCount)
    if let temporary = mounts.first(where: { $0.path == ByteString(GuestPath.temporary) }) {
      images.temporary = try FileArchive(of: temporary.fileSystem, limit: limits.byteCount)
    }
    return images
  }

  /// A directory that holds nothing but the places where others are mounted, so that listing it shows them.
  private static let rootWithoutMounts = Result { () throws(PythonError) in try makeRoot([]) }

  private static func root(_ mounts: [WASIConfiguration.Mount]) throws(PythonError) -> ReadOnlyFileSystem {
    mounts.isEmpty ? try rootWithoutMounts.get() : try makeRoot(mounts)
  }

  private static func makeRoot(_ mounts: [WASIConfiguration.Mount]) throws(PythonError) -> ReadOnlyFileSystem {
    // The same times everywhere, so that all instances see the same.
    let root = MemoryFileSystem(clock: VirtualClock())
    for path in GuestPath.reserved.map({ ByteString($0) }) + mounts.map(\.path) {
      do throws(Errno) { try root.createDirectory(path) } catch {
        throw .invalidOptions("mounts: \(path) is an impossible path: \(error.message)")
      }
    }
    return ReadOnlyFileSystem(root)
  }
}
