import Synchronization
import WasmCore

/// Threads with large stacks for running guests: created when there is work and none is idle, up to a number, and ended
/// after they were idle for a while.
package final class WasmThreadPool: @unchecked Sendable {
  /// Nested invocations (guest → host → guest) and most compiled guests use native stack; pages are used when touched.
  static let shared = WasmThreadPool(stackSize: 16 << 20, idleTime: .seconds(10))

  /// The pool for the calls of a task; another one for tests that fill it.
  @TaskLocal package static var used = shared

  /// Something to do.
  package struct Job: Sendable {
    let body: @Sendable () -> Void
    /// Called instead, when there will be no thread for it: because the system has none, or after that standstill.
    let refuse: @Sendable (_ standstill: Duration) -> Void

    package init(_ body: @escaping @Sendable () -> Void, refuse: @escaping @Sendable (Duration) -> Void) {
      (self.body, self.refuse) = (body, refuse)
    }
  }

  private let stackSize: Int
  private let idleTime: Duration

  // All of these are used under the condition's lock.
  private let condition = Condition()
  private var currentLimits: PythonThreads.Limits
  private var queue = FirstInFirstOut<Job>()
  private var threads = 0
  /// Threads that wait for work, those included that have been signalled and not woken yet.
  private var idleThreads = 0
  /// Jobs that run, without those that wait, see `whileWaiting`.
  private var running = 0
  /// Jobs that were taken from the queue, ever.
  private var taken = 0
  private var isWatched = false
  /// Running jobs that are in host functions.
  private let inHost = Atomic(0)

  package init(_ limits: PythonThreads.Limits = .init(), stackSize: Int, idleTime: Duration) {
    (currentLimits, self.stackSize, self.idleTime) = (limits, stackSize, idleTime)
  }

  package var threadCount: Int { condition.withLock { threads } }

  package var limits: PythonThreads.Limits {
    get { condition.withLock { currentLimits } }
    set {
      condition.withLock {
        currentLimits = newValue
        callThreads()
      }
    }
  }

  private var maximumRunning: Int { max(currentLimits.maximumRunning, 1) }
  private var isFull: Bool { running >= maximumRunning }

  /// Runs the job on one of the threads, in the order of the calls; it waits when all are busy.
  package func submit(_ job: Job) {
    let (refused, watchFrom): ([Job], Int?) = condition.withLock {
      queue.append(job)
      callThreads()
      // Without a single thread, nobody would ever look.
      if threads == 0 { return (queue.removeAll(), nil) }
      defer { isWatched = true }
      return ([], isWatched ? nil : taken)
    }
    for job in refused { job.refuse(.zero) }
    if let watchFrom { watch(from: watchFrom) }
  }

  /// Sees to it that somebody looks at the queue.
  private func callThreads() {
    let wanted = min(queue.count, maximumRunning - running)
    for number in 0..<max(wanted, 0) {
      if number < idleThreads {
        condition.signal()
      } else {
        guard threads < max(currentLimits.maximumCount, 1), NativeThread.start(stackSize: stackSize, { self.work() }) else { return }
        threads += 1
      }
    }
  }

  private func work() {
    Self.current = self
    condition.withLock {
      while true {
        while !isFull, let job = queue.popFirst() {
          running += 1
          taken += 1
          condition.withoutLock(job.body)
          running -= 1
        }
        let end = MonotonicTime.now.advanced(by: idleTime)
        idleThreads += 1
        while queue.isEmpty || isFull, MonotonicTime.now < end { condition.wait(until: end) }
        idleThreads -= 1
        if queue.isEmpty || isFull {
          threads -= 1
          return
        }
      }
    }
  }

  // MARK: Guests that do not run

  /// Runs `body`, which waits for what others do, on a thread that may be one of a pool: another job may have its place meanwhile. Afterwards
  /// it goes on at once, also if it is one more than the limit then.
  package static func whileWaiting<Result>(_ body: () -> Result) -> Result {
    guard let pool = current else { return body() }
    pool.condition.withLock {
      pool.running -= 1
      pool.callThreads()
    }
    defer { pool.condition.withLock { pool.running += 1 } }
    return body()
  }

  /// Runs `body`, a function of the host, which may be waiting without saying so.
  package static func inHost<Result, Failure: Error>(_ body: () throws(Failure) -> Result) throws(Failure) -> Result {
    guard let pool = current else { return try body() }
    pool.inHost.add(1, ordering: .relaxed)
    defer { pool.inHost.subtract(1, ordering: .relaxed) }
    return try body()
  }

  /// The pool that the current thread belongs to.
  private static var current: WasmThreadPool? {
    get { pthread_getspecific(key).map { Unmanaged<WasmThreadPool>.fromOpaque($0).takeUnretainedValue() } }
    // The thread keeps its pool while it works.
    set { pthread_setspecific(key, newValue.map { Unmanaged.passUnretained($0).toOpaque() }) }
  }

  private static let key: pthread_key_t = {
    var key = pthread_key_t()
    pthread_key_create(&key, nil)
    return key
  }()

  // MARK: Standstill

  /// Looks from time to time whether anything goes on, while jobs wait.
  /// - Parameter taken: how many jobs were taken until now.
  private func watch(from taken: Int) {
    let standstill = limits.maximumStandstill
    let last = Mutex(taken)
    _ = DeadlineMonitor.shared.schedule(after: standstill) { [self] in
      let (refused, goesOn): ([Job], Bool) = condition.withLock {
        let before = last.withLock { last in
          defer { last = self.taken }
          return last
        }
        let standsStill = before == self.taken && running - inHost.load(ordering: .relaxed) <= 0
        let refused = standsStill ? queue.removeAll() : []
        isWatched = !queue.isEmpty
        return (refused, isWatched)
      }
      for job in refused { job.refuse(standstill) }
      return goesOn ? standstill : nil
    }
  }
}
