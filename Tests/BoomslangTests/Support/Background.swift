import Foundation
import Synchronization

/// Does `action` on another thread after a moment, while `body` runs on this one.
/// - Returns: how long after `action` began `body` returned.
func timeAfter(
  _ moment: Duration = .milliseconds(100), _ action: @escaping @Sendable () -> Void, until body: () throws -> Void
) throws -> Duration {
  let begun = Mutex<ContinuousClock.Instant?>(nil)
  let finished = DispatchSemaphore(value: 0)
  Thread.detachNewThread {
    Thread.sleep(forTimeInterval: moment / .seconds(1))
    begun.withLock { $0 = .now }
    action()
    finished.signal()
  }
  let result = Result { try body() }
  let end = ContinuousClock.now
  finished.wait()
  try result.get()
  return begun.withLock { $0 }?.duration(to: end) ?? .zero
}

/// Runs `body` on a thread of its own: what takes seconds must not take one of the few threads of Swift's tasks from other tests.
func onThreadOfItsOwn(_ body: @escaping @Sendable () throws -> Void) async throws {
  try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
    Thread.detachNewThread { continuation.resume(with: Result { try body() }) }
  }
}

/// What a busy machine may add to anything that takes microseconds or milliseconds. What is broken takes for ever.
let patience = Duration.seconds(20)
