import Dispatch
import WasmCore

/// An asynchronous function of the host that the thread of a guest waits for.
final class AsyncCall: @unchecked Sendable {
  private let condition = Condition()
  /// Used under the condition's lock.
  private var outcome: Result<String, any Error>?

  /// The call was ended from outside. The guest, which gets this as any failure, comes to its end when it goes on.
  private struct Stopped: Error {}

  /// Runs `function` in a task of its own.
  /// - Throws: what it throws; something else as soon as `stop` says so, with the task cancelled.
  static func run(_ function: @escaping HostBridge.AsyncFunction, _ arguments: String, stop: InterruptHandle) throws -> String {
    let call = AsyncCall()
    let task = Task.detached(executorPreference: HostTaskExecutor.shared) {
      do { call.finish(.success(try await function(arguments))) } catch { call.finish(.failure(error)) }
    }
    let outcome = stop.waking({ call.condition.withLock { call.condition.signal() } }) {
      WasmThreadPool.whileWaiting { call.wait(until: { stop.isInterrupted }) }
    }
    guard let outcome else {
      task.cancel()
      throw Stopped()
    }
    return try outcome.get()
  }

  private func finish(_ outcome: Result<String, any Error>) {
    condition.withLock {
      self.outcome = outcome
      condition.signal()
    }
  }

  /// - Returns: nil when the guest is to be stopped.
  private func wait(until isStopped: () -> Bool) -> Result<String, any Error>? {
    condition.withLock {
      while outcome == nil, !isStopped() { condition.wait() }
      return outcome
    }
  }
}

/// Threads for asynchronous functions of the host. Those of Swift's own pool may all be waiting for guests: a program that calls Python from
/// tasks, without `await`, has one for each processor, and the functions would never begin.
private final class HostTaskExecutor: TaskExecutor {
  static let shared = HostTaskExecutor()

  private let queue = DispatchQueue(label: "boomslang.host-functions", attributes: .concurrent)

  func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    queue.async { job.runSynchronously(on: self.asUnownedTaskExecutor()) }
  }
}
