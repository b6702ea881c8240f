import Synchronization

/// One piece of work on its way from a task to a thread and back.
final class WasmThreadRun<Output: Sendable>: Sendable {
  /// Why the work did not begin.
  enum Refusal: Error {
    /// The task was cancelled.
    case cancelled
    /// `refuse` was called.
    case refused
    /// There was no thread for it, for that long.
    case noThread(Duration)
  }

  private typealias Continuation = CheckedContinuation<Result<Output, Refusal>, Never>

  private enum State {
    case new
    case queued(Continuation)
    case running
    case ended(Refusal)
  }

  private let state = Mutex(State.new)
  private let body: @Sendable () -> Output
  private let stop: @Sendable () -> Void

  /// - Parameter stop: ends `body` early; called at most once, when the task is cancelled while `body` runs.
  init(_ body: @escaping @Sendable () -> Output, stop: @escaping @Sendable () -> Void) { (self.body, self.stop) = (body, stop) }

  /// Runs the work on one of the threads, and waits for its end.
  /// - Parameter cancellable: whether cancelling the task ends the work.
  func outcome(cancellable: Bool = true) async -> Result<Output, Refusal> {
    guard cancellable else { return await withCheckedContinuation { start($0) } }
    return await withTaskCancellationHandler {
      await withCheckedContinuation { start($0) }
    } onCancel: {
      if !end(.cancelled) { stop() }
    }
  }

  /// Ends the work if it has not begun; else nothing happens.
  func refuse() { _ = end(.refused) }

  private func start(_ continuation: Continuation) {
    let refusal: Refusal? = state.withLock { state in
      if case .ended(let refusal) = state { return refusal }
      state = .queued(continuation)
      return nil
    }
    if let refusal { return continuation.resume(returning: .failure(refusal)) }
    WasmThreadPool.used.submit(.init { self.run() } refuse: { _ = self.end(.noThread($0)) })
  }

  private func run() {
    let continuation: Continuation? = state.withLock { state in
      guard case .queued(let continuation) = state else { return nil }
      state = .running
      return continuation
    }
    // Ended while it waited for a thread: the task knows already.
    continuation?.resume(returning: .success(body()))
  }

  /// - Returns: false when it was too late: the work has begun.
  private func end(_ refusal: Refusal) -> Bool {
    let previous = state.withLock { state in
      let previous = state
      if case .running = previous {} else { state = .ended(refusal) }
      return previous
    }
    switch previous {
    case .queued(let continuation): continuation.resume(returning: .failure(refusal))
    case .running: return false
    case .new, .ended: break
    }
    return true
  }
}
