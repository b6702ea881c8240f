/// Stops a store's guest from any thread.
///
/// The guest looks at every call and every backward branch, so it stops within microseconds, with the trap `interrupted`.
/// An interruption stays in force, also for invocations that start later, until `Store.clearInterruption()`.
public struct InterruptHandle: Sendable {
  private let storage: ContextStorage

  init(_ storage: ContextStorage) { self.storage = storage }

  public func interrupt() { storage.interrupt() }

  /// Whether an interruption is in force. Host functions that wait ask this.
  public var isInterrupted: Bool { storage.isInterrupted }
}
