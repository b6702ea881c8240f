extension InstancePool {
  public struct Configuration: Sendable {
    /// The most instances there are at a time. More borrowers wait.
    public var maximumCount = 8
    /// How many instances are made by `warmUp()`, and kept when they are not in use; the others go away after their use.
    public var warmCount = 8
    /// The most borrowers that wait; one more gets `PoolError.overloaded` at once.
    public var maximumWaiting = 10_000
    /// How long a borrower waits before it gets `PoolError.noInstance`; nil: as long as it takes.
    public var maximumWait: Duration?
    /// An instance that has more bytes of its own than this, when it comes back and was reset, is replaced by a new one. Less than
    /// `ResourceLimits.minimumPrivateBytes` counts as that much.
    public var maximumPrivateBytes = 16 << 20
    /// After so many borrowers an instance is replaced by a new one; nil: never.
    public var maximumUses: Int?
    /// What every instance gets and may use, as far as a borrower does not change it. Its streams and files are those of all borrowers, one after
    /// the other: what is in `/work` and `/lib`, when they are in memory, is removed in between.
    public var options = PythonInstance.Options()

    public init() {}
  }

  /// What one borrower may use, in addition to the limits that each call has by the options of the pool.
  public struct BorrowLimits: Sendable, Hashable {
    /// How long it may have the instance, in all calls together and between them. When it is over, the running call is stopped, and later ones
    /// are refused.
    public var timeout: Duration?

    public init(timeout: Duration? = nil) { self.timeout = timeout }
  }

  /// What has happened in a pool since it was made.
  public struct Statistics: Sendable, Hashable {
    public internal(set) var created = 0
    public internal(set) var borrowed = 0
    /// Instances that went away because they could not be reset, were closed, too large or too old, or made place for one with options of a
    /// borrower's own.
    public internal(set) var replaced = 0
    /// Borrowers that could not have an instance: refused at once, or after waiting.
    public internal(set) var refused = 0
    /// Borrowers whose own time-out was over.
    public internal(set) var timedOut = 0
    /// How many instances are in use, and how many wait for a borrower.
    public internal(set) var inUse = 0
    public internal(set) var idle = 0
    /// How many borrowers wait now, and how many waited at the same time at most.
    public internal(set) var waiting = 0
    public internal(set) var mostWaiting = 0
  }
}

/// Why a pool has no instance for a borrower.
public enum PoolError: Error, Sendable, Hashable {
  /// As many borrowers wait already as may wait.
  case overloaded
  /// None was free, or no thread to make one on, for as long as the borrower may wait.
  case noInstance(after: Duration)
  /// The task of the borrower was cancelled while it waited.
  case cancelled
  /// The borrower had the instance for longer than its limits allow.
  case timedOut(after: Duration)
  case closed
}
