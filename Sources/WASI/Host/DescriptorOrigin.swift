/// How a guest came by something open, so that another one can get the same.
enum DescriptorOrigin: Sendable, Hashable, Codable {
  /// 0, 1 or 2.
  case stream(Int)
  /// The index of a mount, whose root it is.
  case mount(Int)
  /// Opened by the guest, at a path below the root of a mount.
  case opened(mount: Int, path: ByteString, OpenOptions)
  /// Opened at a path below the root of the mount that was at `mount`, and lost since.
  case lost(mount: ByteString, path: ByteString, OpenOptions)
  /// A socket of the host, or one that it accepted.
  case socket
  /// Opened at a path that has become too long to be opened again.
  case tooFar

  /// What opening `path` in this directory gives.
  func opening(_ path: ByteString, _ options: OpenOptions) -> DescriptorOrigin {
    switch self {
    case .mount(let mount): return .opened(mount: mount, path: path, options)
    case .opened(let mount, let directory, _):
      guard directory.count + path.count < PathWalk.maximumPathLength else { return .tooFar }
      return .opened(mount: mount, path: directory + ByteString("/") + path, options)
    case .tooFar: return .tooFar
    case .stream, .socket, .lost: preconditionFailure("only directories have paths in them")
    }
  }
}
