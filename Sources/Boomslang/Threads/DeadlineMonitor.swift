import WasmCore

/// Does things at their times, on one thread for the whole process, which starts with the first deadline and waits when
/// there is none.
package final class DeadlineMonitor: @unchecked Sendable {
  package static let shared = DeadlineMonitor()

  // All of these are used under the condition's lock.
  private let condition = Condition()
  private var heap = DeadlineHeap()
  /// When the thread will look by itself; nil: not without a signal.
  private var wakeTime: MonotonicTime?
  private var isStarted = false

  package init() {}

  /// How many deadlines there are.
  package var count: Int { condition.withLock { heap.count } }

  /// Calls `action` after that time, unless cancelled before; and again after what it returns, if anything.
  ///
  /// All actions run one after the other, under the monitor's lock: they have to be short, and must not use the monitor.
  package func schedule(after delay: Duration, _ action: @escaping @Sendable () -> Duration?) -> Deadline {
    let deadline = Deadline(time: .now.advanced(by: delay), action: action)
    condition.withLock {
      heap.insert(deadline)
      if !isStarted {
        isStarted = NativeThread.start(stackSize: 256 << 10) { self.run() }
        precondition(isStarted, "the system has no thread left to keep time")
      } else if wakeTime.map({ deadline.time < $0 }) ?? true {
        condition.signal()
      }
    }
    return deadline
  }

  /// After this, the deadline's action does not run, and does not run any more.
  package func cancel(_ deadline: Deadline) { condition.withLock { heap.remove(deadline) } }

  private func run() {
    condition.withLock {
      while true {
        let now = MonotonicTime.now
        while let first = heap.first, first.time <= now {
          heap.remove(first)
          if let delay = first.action() { heap.insert(first, at: now.advanced(by: delay)) }
        }
        wakeTime = heap.first?.time
        if let wakeTime { condition.wait(until: wakeTime) } else { condition.wait() }
      }
    }
  }
}
