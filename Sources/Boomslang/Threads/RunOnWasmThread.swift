/// Runs `body` on one of the threads that run guests, with a stack of 16 MiB, and waits without blocking a thread of
/// Swift's own pool. See `PythonThreads` for their number; more work waits its turn, as long as that takes. Cancelling the task has no
/// effect on it.
public func runOnWasmThread<Result: Sendable, Failure: Error>(
  _ body: @escaping @Sendable () throws(Failure) -> Result
) async throws(Failure) -> Result {
  let work: @Sendable () -> Swift.Result<Result, Failure> = { .init(catching: body) }
  while true {
    let run = WasmThreadRun(work, stop: {})
    if case .success(let outcome) = await run.outcome(cancellable: false) { return try outcome.get() }
    // The caller wants to wait for a thread, however long.
    await withCheckedContinuation { continuation in
      _ = DeadlineMonitor.shared.schedule(after: .milliseconds(100)) {
        continuation.resume()
        return nil
      }
    }
  }
}
