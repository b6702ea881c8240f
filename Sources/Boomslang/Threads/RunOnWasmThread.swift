import Synchronization

/// Runs `body` on one of the threads that run guests, with a stack of 16 MiB, and waits without blocking a thread of
/// Swift's own pool. There are at most 64 such threads; more work waits its turn. Cancelling the task has no effect on it.
public func runOnWasmThread<Result: Sendable, Failure: Error>(
  _ body: @escaping @Sendable () throws(Failure) -> Result
) async throws(Failure) -> Result {
  let outcome: Swift.Result<Result, Failure> = await withCheckedContinuation { continuation in
    WasmThreadPool.shared.submit { continuation.resume(returning: .init(catching: body)) }
  }
  return try outcome.get()
}

/// The same for work that can be stopped.
/// - Parameter stop: ends `body` early; called at most once, when the task is cancelled while `body` runs.
/// - Returns: nil when the task was cancelled before `body` started; it never will.
func runOnWasmThread<Result: Sendable>(
  _ body: @escaping @Sendable () -> Result, stop: @escaping @Sendable () -> Void
) async -> Result? {
  let run = CancellableRun(body, stop: stop)
  return await withTaskCancellationHandler {
    await withCheckedContinuation { run.start($0) }
  } onCancel: {
    run.cancel()
  }
}

/// One piece of work on its way from a task to a thread and back.
private final class CancellableRun<Result: Sendable>: Sendable {
  typealias Continuation = CheckedContinuation<Result?, Never>

  private enum State {
    case new
    case queued(Continuation)
    case running
    case cancelled
  }

  private let state = Mutex(State.new)
  private let body: @Sendable () -> Result
  private let stop: @Sendable () -> Void

  init(_ body: @escaping @Sendable () -> Result, stop: @escaping @Sendable () -> Void) {
    self.body = body
    self.stop = stop
  }

  func start(_ continuation: Continuation) {
    let isCancelled = state.withLock { state in
      if case .cancelled = state { return true }
      state = .queued(continuation)
      return false
    }
    if isCancelled { continuation.resume(returning: nil) } else { WasmThreadPool.shared.submit { self.run() } }
  }

  private func run() {
    let continuation: Continuation? = state.withLock { state in
      guard case .queued(let continuation) = state else { return nil }
      state = .running
      return continuation
    }
    // Cancelled while it waited for a thread: the task knows already.
    guard let continuation else { return }
    continuation.resume(returning: body())
  }

  func cancel() {
    let previous = state.withLock { state in
      let previous = state
      if case .running = previous {} else { state = .cancelled }
      return previous
    }
    switch previous {
    case .queued(let continuation): continuation.resume(returning: nil)
    case .running: stop()
    case .new, .cancelled: break
    }
  }
}
