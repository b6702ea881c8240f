import WasmCore

/// Threads with large stacks for running guests: created when there is work and none is idle, up to a number, and ended
/// after they were idle for a while.
package final class WasmThreadPool: @unchecked Sendable {
  /// Nested invocations (guest → host → guest) and most compiled guests use native stack; pages are used when touched.
  static let shared = WasmThreadPool(maximumThreadCount: 64, stackSize: 16 << 20, idleTime: .seconds(10))

  private let maximumThreadCount: Int
  private let stackSize: Int
  private let idleTime: Duration

  // All of these are used under the condition's lock.
  private let condition = Condition()
  private var queue: [@Sendable () -> Void] = []
  private var threads = 0
  /// Threads that wait, those included that have been signalled and not woken yet.
  private var idleThreads = 0

  package init(maximumThreadCount: Int, stackSize: Int, idleTime: Duration) {
    self.maximumThreadCount = maximumThreadCount
    self.stackSize = stackSize
    self.idleTime = idleTime
  }

  package var threadCount: Int { condition.withLock { threads } }

  /// Runs `body` on one of the threads, in the order of the calls; it waits when all are busy.
  package func submit(_ body: @escaping @Sendable () -> Void) {
    condition.withLock {
      queue.append(body)
      if idleThreads >= queue.count {
        condition.signal()
      } else if threads < maximumThreadCount {
        if NativeThread.start(stackSize: stackSize, { self.work() }) { threads += 1 }
        precondition(threads > 0, "the system has no thread left to run a guest on")
      }
    }
  }

  private func work() {
    condition.withLock {
      while true {
        while !queue.isEmpty {
          let body = queue.removeFirst()
          condition.withoutLock(body)
        }
        let end = MonotonicTime.now.advanced(by: idleTime)
        idleThreads += 1
        while queue.isEmpty, MonotonicTime.now < end { condition.wait(until: end) }
        idleThreads -= 1
        if queue.isEmpty {
          threads -= 1
          return
        }
      }
    }
  }
}
