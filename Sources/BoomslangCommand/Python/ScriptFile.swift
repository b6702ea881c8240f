import CommandSupport
import WASI

/// Where the guest finds a script of the host.
///
/// Through a mount that it lies in, if there is one. Otherwise in `/work`: a file (or archive) is copied there, a folder
/// mounted. When `/work` is somewhere on the host, nothing is put there; then it is `/script`.
struct ScriptFile {
  let guestPath: String
  private(set) var mount: WASIConfiguration.Mount?
  private(set) var workFile: (name: String, bytes: [UInt8]?)?

  init(_ path: String, mounts: [MountOption], reader: ProgramSource) throws {
    let real = HostPath.real(path)
    if let real, let mounted = Self.mountedPath(real, mounts) {
      guestPath = mounted
      return
    }
    // The name it was called by, which may be that of a link.
    let name = path.utf8.split(separator: UInt8(ascii: "/")).last { !$0.elementsEqual(".".utf8) && !$0.elementsEqual("..".utf8) }
      .map { String(Substring($0)) } ?? "script"
    let isWorkFree = !mounts.contains { $0.guest == GuestPath.work }
    guestPath = (isWorkFree ? GuestPath.work : GuestPath.script) + "/" + name
    if Self.isDirectory(path) {
      mount = .init(try Self.open(path), at: guestPath)
      workFile = isWorkFree ? (name, nil) : nil
    } else {
      let bytes = try Self.read(path, reader)
      workFile = isWorkFree ? (name, bytes) : nil
      mount = isWorkFree ? nil : .init(try Self.files(name, bytes), at: GuestPath.script)
    }
  }

  /// The path of a file under the mount that shows it, the innermost if there are several.
  private static func mountedPath(_ real: String, _ mounts: [MountOption]) -> String? {
    let candidates = mounts.compactMap { mount -> (depth: Int, path: String)? in
      guard let host = HostPath.real(mount.host) else { return nil }
      let folder = host == "/" ? host : host + "/"
      guard real.utf8.starts(with: folder.utf8) else { return nil }
      return (host.utf8.count, (mount.guest == "/" ? "" : mount.guest) + "/" + String(Substring(real.utf8.dropFirst(folder.utf8.count))))
    }
    return candidates.max { $0.depth < $1.depth }?.path
  }

  private static func isDirectory(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }

  private static func open(_ path: String) throws(FileProblem) -> any FileSystem {
    do throws(Errno) { return try HostFileSystem(path: path, isReadOnly: true) } catch { throw FileProblem("\(path): \(error.message)") }
  }

  private static func read(_ path: String, _ reader: ProgramSource) throws -> [UInt8] {
    let descriptor = try Descriptor.openForReading(path)
    defer { close(descriptor) }
    return try reader.read(descriptor, name: path)
  }

  private static func files(_ name: String, _ bytes: [UInt8]) throws -> any FileSystem {
    let files = MemoryFileSystem()
    try files.writeFile(ByteString(name), bytes)
    return files
  }
}
