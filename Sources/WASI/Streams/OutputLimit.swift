import Synchronization

/// How much of a stream is passed on to a descriptor of the host: the beginning; the rest is counted and dropped. Can be read on any
/// thread, also while the guest runs.
public final class OutputLimit: Sendable {
  /// The most bytes that are passed on.
  public let limit: Int
  private let count = Mutex(0)

  /// - Parameter limit: in bytes; less than 0 means 0.
  public init(_ limit: Int) { self.limit = max(limit, 0) }

  /// How many bytes were written, passed on or not.
  public var byteCount: Int { count.withLock { $0 } }
  /// Whether bytes were dropped.
  public var isExceeded: Bool { byteCount > limit }

  /// Begins to count anew.
  public func reset() { count.withLock { $0 = 0 } }

  /// How many bytes still are passed on.
  var room: Int { max(limit - byteCount, 0) }
  func add(_ byteCount: Int) { count.withLock { $0 += byteCount } }
}
