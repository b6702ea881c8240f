import Synchronization

/// The threads that run guests for `async` calls: those of the whole process, each with a stack of 16 MiB of which pages are used when
/// they are touched.
public enum PythonThreads {
  public struct Limits: Sendable, Hashable {
    /// The most guests that run at the same time; more calls wait for their turn. A guest that waits for an asynchronous host function
    /// does not count: what the function does may need a thread itself.
    public var maximumRunning = 64
    /// The most threads, those of waiting guests included.
    public var maximumCount = 4_096
    /// How long calls wait while no call gets a thread because all guests that have one are in host functions, which may be waiting for
    /// just these calls. They throw `PythonError.noThread` then.
    public var maximumStandstill = Duration.seconds(60)

    public init() {}
  }

  /// Takes effect at once; threads that are too many end when their work does. Numbers less than 1 count as 1.
  public static var limits: Limits {
    get { WasmThreadPool.shared.limits }
    set { WasmThreadPool.shared.limits = newValue }
  }
}
