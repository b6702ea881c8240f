/// A lock with a condition variable, for threads that wait for each other or for a time.
///
/// Owns the C library's two objects, which must not move: hence the allocations.
final class Condition: @unchecked Sendable {
  private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
  private let condition = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)

  init() {
    pthread_mutex_init(mutex, nil)
    #if canImport(Darwin)
    pthread_cond_init(condition, nil)
    #else
    var attributes = pthread_condattr_t()
    pthread_condattr_init(&attributes)
    pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC)
    pthread_cond_init(condition, &attributes)
    pthread_condattr_destroy(&attributes)
    #endif
  }

  deinit {
    pthread_cond_destroy(condition)
    pthread_mutex_destroy(mutex)
    condition.deallocate()
    mutex.deallocate()
  }

  func withLock<Result>(_ body: () -> Result) -> Result {
    pthread_mutex_lock(mutex)
    defer { pthread_mutex_unlock(mutex) }
    return body()
  }

  /// Lets the lock go while `body` runs. Only with the lock.
  func withoutLock(_ body: () -> Void) {
    pthread_mutex_unlock(mutex)
    defer { pthread_mutex_lock(mutex) }
    body()
  }

  /// Waits for a signal, or for nothing at all: look again what is the case. Only with the lock, which others get meanwhile.
  func wait() { pthread_cond_wait(condition, mutex) }

  /// The same, at the longest until that time of the monotonic clock.
  func wait(until time: MonotonicTime) {
    #if canImport(Darwin)
    let now = MonotonicTime.now
    guard time > now else { return }
    var rest = timespec(nanoseconds: time.nanoseconds - now.nanoseconds)
    pthread_cond_timedwait_relative_np(condition, mutex, &rest)
    #else
    var end = timespec(nanoseconds: time.nanoseconds)
    pthread_cond_timedwait(condition, mutex, &end)
    #endif
  }

  /// Wakes one thread that waits.
  func signal() { pthread_cond_signal(condition) }
}

/// A moment of the clock that never goes back.
struct MonotonicTime: Comparable {
  let nanoseconds: UInt64

  static var now: MonotonicTime {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return MonotonicTime(nanoseconds: UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec))
  }

  static func < (a: MonotonicTime, b: MonotonicTime) -> Bool { a.nanoseconds < b.nanoseconds }

  /// Later by `duration`, but not later than in three centuries; not earlier for a negative one.
  func advanced(by duration: Duration) -> MonotonicTime {
    let (seconds, attoseconds) = duration.components
    guard seconds >= 0, attoseconds >= 0 else { return self }
    let whole = UInt64(seconds).multipliedReportingOverflow(by: 1_000_000_000)
    let latest = UInt64(Int64.max)
    guard !whole.overflow, whole.partialValue < latest - nanoseconds else { return MonotonicTime(nanoseconds: latest) }
    return MonotonicTime(nanoseconds: nanoseconds + whole.partialValue + UInt64(attoseconds) / 1_000_000_000)
  }
}

extension timespec {
  fileprivate init(nanoseconds: UInt64) {
    self.init(tv_sec: numericCast(nanoseconds / 1_000_000_000), tv_nsec: numericCast(nanoseconds % 1_000_000_000))
  }
}
