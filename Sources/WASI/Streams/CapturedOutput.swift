import Synchronization

/// Collects what a guest writes, up to a limit that is enforced while it writes: the beginning is kept, the rest counted
/// and dropped. Can be read on any thread, also while the guest runs.
public final class CapturedOutput: Sendable {
  private struct State {
    var bytes: [UInt8] = []
    var byteCount = 0
  }

  /// The most bytes that are kept.
  public let limit: Int
  private let state = Mutex(State())

  /// - Parameter limit: in bytes; less than 0 means 0.
  public init(limit: Int = 16 << 20) { self.limit = max(limit, 0) }

  /// What was kept.
  public var bytes: [UInt8] { state.withLock { $0.bytes } }
  /// The same as text; what is not UTF-8 is replaced.
  public var text: String { String(decoding: bytes, as: UTF8.self) }
  /// How many bytes were written, kept or not.
  public var byteCount: Int { state.withLock { $0.byteCount } }
  /// Whether bytes were dropped.
  public var isTruncated: Bool { state.withLock { $0.byteCount > $0.bytes.count } }

  /// Forgets everything and returns what was kept.
  public func take() -> [UInt8] {
    state.withLock { state in
      defer { state = State() }
      return state.bytes
    }
  }

  /// Adds bytes, for a host that has some from elsewhere.
  public func append(_ buffer: UnsafeRawBufferPointer) {
    state.withLock { state in
      state.bytes.append(contentsOf: buffer.prefix(limit - state.bytes.count))
      state.byteCount += buffer.count
    }
  }
}
