import Synchronization

/// A clock of WASI (`clockid`).
public enum ClockID: UInt32, Sendable, CaseIterable {
  /// Nanoseconds since 1970-01-01 00:00 UTC.
  case realtime
  /// Nanoseconds since some moment; never goes back.
  case monotonic
  /// Processor time of the host's process.
  case processCPUTime
  /// Processor time of the host's thread that calls the guest; compiled guests have threads of their own outside of Linux with glibc, whose time
  /// it does not count.
  case threadCPUTime
}

/// Where a guest's time comes from. All times are in nanoseconds.
public protocol ClockSource: Sendable {
  /// - Throws: `inval` when there is no such clock.
  func time(_ clock: ClockID) throws(Errno) -> UInt64
  func resolution(_ clock: ClockID) throws(Errno) -> UInt64
  /// Lets time pass for a guest that sleeps.
  /// - Returns: false when it passes by itself and the host has to wait.
  func advance(by nanoseconds: UInt64) -> Bool
}

/// The host's own clocks.
public struct SystemClock: ClockSource {
  public init() {}

  public func time(_ clock: ClockID) throws(Errno) -> UInt64 {
    var time = timespec()
    guard clock_gettime(clock.host, &time) == 0 else { throw .current }
    return time.nanoseconds
  }

  public func resolution(_ clock: ClockID) throws(Errno) -> UInt64 {
    var time = timespec()
    guard clock_getres(clock.host, &time) == 0 else { throw .current }
    return max(time.nanoseconds, 1)
  }

  public func advance(by nanoseconds: UInt64) -> Bool { false }
}

extension ClockID {
  fileprivate var host: clockid_t {
    switch self {
    case .realtime: CLOCK_REALTIME
    case .monotonic: CLOCK_MONOTONIC
    case .processCPUTime: CLOCK_PROCESS_CPUTIME_ID
    case .threadCPUTime: CLOCK_THREAD_CPUTIME_ID
    }
  }
}

/// A clock that only the guest moves: by `step` each time it looks, and by as much as it sleeps, without waiting.
/// The same guest sees the same times in every run.
public final class VirtualClock: ClockSource {
  private let start: UInt64
  private let step: UInt64
  private let elapsed = Mutex<UInt64>(0)

  /// - Parameters:
  ///   - start: what the realtime clock shows first, in nanoseconds since 1970-01-01 00:00 UTC; the others start at 0.
  ///   - step: nanoseconds that pass between two looks at any of the clocks.
  public init(start: UInt64 = 946_684_800_000_000_000, step: UInt64 = 1000) {
    self.start = start
    self.step = step
  }

  public func time(_ clock: ClockID) throws(Errno) -> UInt64 {
    let now = elapsed.withLock { elapsed in
      defer { elapsed &+= step }
      return elapsed
    }
    return clock == .realtime ? start &+ now : now
  }

  public func resolution(_ clock: ClockID) throws(Errno) -> UInt64 { max(step, 1) }

  public func advance(by nanoseconds: UInt64) -> Bool {
    elapsed.withLock { $0 &+= nanoseconds }
    return true
  }
}
