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
  let library: any FileSystem
  private let limits: MemoryFileSystem.Limits
  private let mounts: [WASIConfiguration.Mount]
  private let root: ReadOnlyFileSystem

  /// - Throws: `invalidOptions`.
  init(_ options: PythonInstance.Options) throws(PythonError) {
    let limits = MemoryFileSystem.Limits(byteCount: options.limits.maximumFileBytes)
    self.limits = limits
    library = MemoryFileSystem(limits: limits)
    switch options.workDirectory {
    case .memory: work = MemoryFileSystem(limits: limits)
    case .fileSystem(let files): work = files
    case .host(let path, let isReadOnly):
      do throws(Errno) { work = try HostFileSystem(path: path, isReadOnly: isReadOnly) } catch {
        throw .invalidOptions("the work directory \(path) cannot be opened: \(error.message)")
      }
    }
    mounts = options.mounts
    root = try Self.root(options.mounts)
  }

  /// What a new instance of the guest sees.
  /// - Parameter shared: what all instances see.
  func makeMounts(_ shared: [WASIConfiguration.Mount]) -> [WASIConfiguration.Mount] {
    let own: [WASIConfiguration.Mount] = [
      .init(root, at: "/"), .init(work, at: GuestPath.work), .init(library, at: GuestPath.library),
      .init(MemoryFileSystem(limits: limits), at: GuestPath.temporary),
    ]
    return own + shared + mounts
  }

  /// A directory that holds nothing but the places where others are mounted, so that listing it shows them.
  private static func root(_ mounts: [WASIConfiguration.Mount]) throws(PythonError) -> ReadOnlyFileSystem {
    let root = MemoryFileSystem()
    for path in GuestPath.reserved + mounts.map(\.path) {
      do throws(Errno) { try root.createDirectory(path) } catch {
        throw .invalidOptions("the mount \(path) has an impossible path: \(error.message)")
      }
    }
    for mount in mounts {
      guard mount.path.hasPrefix("/"), mount.path != "/", !GuestPath.reserved.contains(mount.path) else {
        throw .invalidOptions("a mount must have an absolute path that is not /, \(GuestPath.reserved.joined(separator: ", ")): \(mount.path)")
      }
    }
    return ReadOnlyFileSystem(root)
  }
}
