import Synchronization

/// Ends the wait that a guest is in, from any thread, as a signal ends a system call: reading fails with `intr`, and a sleep
/// is over early, with success. Does nothing to a guest that does not wait. For requests that the guest notices once it runs
/// again; what stops it for certain is `InterruptHandle`.
public final class WakeSignal: Sendable {
  private let count = Atomic<UInt>(0)

  public init() {}

  public func wake() { count.wrappingAdd(1, ordering: .releasing) }

  /// How often there was a wake: a wait ends when it changes.
  var generation: UInt { count.load(ordering: .acquiring) }
}
