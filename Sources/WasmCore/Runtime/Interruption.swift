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

  /// Runs `body`, which waits for something, on the thread that runs the guest.
  /// - Parameter wake: called at an interruption, on its thread, once or more, until `body` has returned; and before, when one is in
  ///   force already. It has to be short.
  package func waking<Result, Failure: Error>(_ wake: @escaping @Sendable () -> Void, _ body: () throws(Failure) -> Result) throws(Failure) -> Result {
    let outer = storage.setWake(wake)
    defer { _ = storage.setWake(outer) }
    if isInterrupted { wake() }
    return try body()
  }
}
