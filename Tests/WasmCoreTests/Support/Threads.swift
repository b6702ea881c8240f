import Foundation

/// Runs `body` on a thread of its own with that much stack, and waits for it.
func onThread<Result>(stackSize: Int, _ body: @escaping @Sendable () throws -> Result) throws -> Result {
  nonisolated(unsafe) var outcome: Swift.Result<Result, any Error>?
  let finished = DispatchSemaphore(value: 0)
  let thread = Thread {
    outcome = Swift.Result { try body() }
    finished.signal()
  }
  thread.stackSize = stackSize
  thread.start()
  finished.wait()
  guard let outcome else { preconditionFailure("set before the signal") }
  return try outcome.get()
}

/// Runs `body` while another thread calls `action` a moment later; tells how long after that `body` returned.
func timeToStop(_ body: () -> Void, _ action: @escaping @Sendable () -> Void) -> Duration {
  let clock = ContinuousClock()
  nonisolated(unsafe) var called: ContinuousClock.Instant?
  let finished = DispatchSemaphore(value: 0)
  Thread.detachNewThread {
    Thread.sleep(forTimeInterval: 0.005)
    called = clock.now
    action()
    finished.signal()
  }
  body()
  let end = clock.now
  finished.wait()
  guard let called else { preconditionFailure("set before the signal") }
  return called.duration(to: end)
}
