import Synchronization

/// The descriptors of the files of a shared folder that were read last. Whoever gets one may use it as long as he holds it, also when it is
/// not kept any more.
final class KeptDescriptors: Sendable {
  private struct State {
    var files: [SharedPath: (descriptor: HostDescriptor, use: UInt64)] = [:]
    var uses: UInt64 = 0
  }

  private static let maximumCount = 32

  let root: HostDescriptor
  private let state = Mutex(State())

  init(root: HostDescriptor) { self.root = root }

  /// The descriptor of a regular file, opened for reading.
  /// - Throws: `acces` for anything else.
  func descriptor(of path: SharedPath) throws(Errno) -> HostDescriptor {
    let known: HostDescriptor? = state.withLock { state in
      state.uses += 1
      state.files[path]?.use = state.uses
      return state.files[path]?.descriptor
    }
    if let known { return known }
    let number = path.withCString { openat(root.number, $0, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY) }
    guard number >= 0 else { throw .current }
    let descriptor = HostDescriptor(number)
    guard try descriptor.status().type == .regularFile else { throw .acces }
    keep(descriptor, path)
    return descriptor
  }

  private func keep(_ descriptor: HostDescriptor, _ path: SharedPath) {
    // Closed after the lock was let go.
    let oldest: HostDescriptor? = state.withLock { state in
      state.files[path] = (descriptor, state.uses)
      guard state.files.count > Self.maximumCount, let oldest = state.files.min(by: { $0.value.use < $1.value.use }) else { return nil }
      return state.files.removeValue(forKey: oldest.key)?.descriptor
    }
    withExtendedLifetime(oldest) {}
  }
}
