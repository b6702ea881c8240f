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

/// The files of one instance that survive a reset.
struct GuestFiles: Sendable {
  let work: any FileSystem
  let library: MemoryFileSystem
  /// `work`, unless it is the host's.
  private let ownWork: MemoryFileSystem?
  /// What `/tmp` holds from the start, and after every reset.
  private let initialTemporary: MemoryFileSystem.Image?
  private let limits: MemoryFileSystem.Limits
  /// Where the times of files come from.
  private let clock: any ClockSource
  private let mounts: [WASIConfiguration.Mount]
  private let root: ReadOnlyFileSystem

  /// - Parameter images: what the file systems in memory hold from the start.
  /// - Throws: `invalidOptions`.
  init(_ options: PythonInstance.Options, _ images: FileImages) throws(PythonError) {
    let count = options.limits.maximumFileCount
    let limits = MemoryFileSystem.Limits(byteCount: options.limits.maximumFileBytes, nodeCount: count, nameCount: 2 * count)
    self.limits = limits
    initialTemporary = images.temporary
    clock = options.seed == nil ? SystemClock() : VirtualClock()
    library = try Self.fileSystem(images.library, limits, clock)
    switch options.workDirectory {
    case .memory:
      let files = try Self.fileSystem(images.work, limits, clock)
      (work, ownWork) = (files, files)
    case .fileSystem(let files): (work, ownWork) = (files, nil)
    case .host(let path, let isReadOnly):
      ownWork = nil
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
    _ contents: MemoryFileSystem.Image?, _ limits: MemoryFileSystem.Limits, _ clock: any ClockSource
  ) throws(PythonError) -> MemoryFileSystem {
    guard let contents else { return MemoryFileSystem(limits: limits, clock: clock) }
    do throws(Errno) { return try MemoryFileSystem(contents, limits: limits, clock: clock) } catch {
      throw .invalidLimits("the files of the image do not fit into \(limits.byteCount) bytes and \(limits.nodeCount) files: \(error.message)")
    }
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
    try library.restore(images.library)
    try ownWork?.restore(images.work)
  }

  /// Keeps what the file systems in memory hold.
  /// - Parameter mounts: of the instance.
  func freeze(_ mounts: [WASIConfiguration.Mount]) -> FileImages {
    let temporary = mounts.first { $0.path == ByteString(GuestPath.temporary) }?.fileSystem as? MemoryFileSystem
    return FileImages(ownWork, library, temporary, limit: limits.byteCount)
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
