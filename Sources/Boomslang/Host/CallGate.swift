import Synchronization
import WASI
import WasmCore

/// Lets one call at a time have the guest, and keeps it in between.
///
/// A call takes the guest out, and gives it back at its end or lets it go. Whatever may end a call from another thread
/// goes through here, so that it reaches that call and no later one.
final class CallGate: Sendable {
  /// One call's turn. It ends with `end`.
  struct Turn: Sendable {
    fileprivate let number: UInt64
    /// nil when there is none, or none that is good for anything: for a reset.
    let guest: GuestInstance?
  }

  /// Why a call is ended from outside.
  enum StopReason: Sendable {
    case timeout
    case privateMemory
    case request
    case cancellation
  }

  /// How the guest of the call under way can be reached from other threads.
  struct Controls: Sendable {
    let stop: InterruptHandle
    var interruption: InterruptMasks?
    /// So that a script which sleeps or waits for input takes notice of an interruption.
    var wake: WakeSignal?
    /// What its memory takes.
    var memory: MemoryProbe?
  }

  private struct State {
    /// The guest, while no call has it.
    var guest: GuestInstance?
    var controls: Controls?
    var current: UInt64?
    /// Ends the call under way as long as it waits for a thread.
    var refuse: (@Sendable () -> Void)?
    var lastNumber: UInt64 = 0
    var stopReason: StopReason?
    var isInterrupted = false
    /// Whether the monitor looks if the script has taken notice.
    var isWatched = false
    var isPoisoned = true
    var isClosed = false
    var heapPages = 0
    var functionWeights: [Int: UInt64] = [:]
  }

  private let state = Mutex(State())

  var isPoisoned: Bool { state.withLock { $0.isPoisoned } }
  var isClosed: Bool { state.withLock { $0.isClosed } }
  var heapPages: Int { state.withLock { $0.heapPages } }
  var functionWeights: [Int: UInt64] { state.withLock { $0.functionWeights } }

  // MARK: The calls themselves

  /// Begins a call.
  /// - Throws: `closed`, `busy`, `poisoned`.
  func begin() throws(PythonError) -> Turn {
    try begin { (state) throws(PythonError) in
      if state.isPoisoned { throw .poisoned }
      return state.guest
    }
  }

  /// Begins a reset. The turn has the guest if it is good enough to be restored; else it goes away.
  /// - Throws: `closed`, `busy`.
  func beginReset() throws(PythonError) -> Turn {
    var old: GuestInstance?
    defer { withExtendedLifetime(old) {} }
    return try begin { (state) throws(PythonError) in
      // As long as that is there, it can be stopped.
      if !state.isPoisoned { return state.guest }
      state.controls = nil
      state.isPoisoned = false
      old = state.guest
      return nil
    }
  }

  /// What `body` makes of the guest while no call has it; nil when there is none, or a call has it.
  func withIdleGuest<Result: Sendable>(_ body: (GuestInstance) -> Result) -> Result? {
    state.withLock { state in state.guest.map(body) }
  }

  private func begin(_ takeGuest: (inout State) throws(PythonError) -> GuestInstance?) throws(PythonError) -> Turn {
    try state.withLock { (state) throws(PythonError) in
      if state.isClosed { throw .closed }
      guard state.current == nil else { throw .busy }
      let guest = try takeGuest(&state)
      state.guest = nil
      state.lastNumber += 1
      state.current = state.lastNumber
      state.stopReason = nil
      state.refuse = nil
      state.isInterrupted = false
      return Turn(number: state.lastNumber, guest: guest)
    }
  }

  /// Says how to reach the guest that a reset is making. Ends it at once if that was asked for before.
  func attach(_ controls: Controls) {
    state.withLock { state in
      state.controls = controls
      if state.stopReason != nil { controls.stop.interrupt() }
    }
  }

  /// Says how to end the call under way while it waits for a thread.
  func attach(refuse: @escaping @Sendable () -> Void) {
    let isStopped = state.withLock { state in
      state.refuse = refuse
      return state.stopReason != nil
    }
    if isStopped { refuse() }
  }

  /// Why the call under way was ended from outside, if it was.
  var stopReason: StopReason? { state.withLock { $0.stopReason } }

  /// Ends a call.
  /// - Parameter guest: what the next call gets; nil when the guest cannot be used any more, which poisons the instance.
  func end(_ turn: Turn, _ guest: GuestInstance?) {
    let weights = (guest ?? turn.guest)?.instance.functionWeights
    state.withLock { state in
      precondition(state.current == turn.number, "a call ends once")
      state.current = nil
      state.refuse = nil
      if guest == nil { state.isPoisoned = true }
      if let weights { state.functionWeights = weights }
      guard let guest, !state.isClosed else {
        state.controls = nil
        state.heapPages = 0
        return
      }
      state.heapPages = guest.memory.pageCount
      // What came too late for this call must not reach the next one.
      if state.stopReason != nil { guest.store.clearInterruption() }
      if state.isInterrupted { state.controls?.interruption?.clear() }
      state.guest = guest
    }
  }

  // MARK: From any thread

  /// Ends the call under way, or only that of `turn`.
  func stop(_ reason: StopReason, _ turn: Turn? = nil) {
    let refuse: (@Sendable () -> Void)? = state.withLock { state in
      guard let current = state.current, turn == nil || turn?.number == current else { return nil }
      if state.stopReason == nil { state.stopReason = reason }
      state.controls?.stop.interrupt()
      return state.refuse
    }
    refuse?()
  }

  /// Ends the call `turn` if the guest has more memory of its own than that.
  /// - Returns: when to look again; nil: not any more.
  func checkMemory(_ limit: Int, _ turn: Turn) -> Duration? {
    let start = ContinuousClock.now
    let (isOver, isRunning) = state.withLock { state in
      guard state.current == turn.number else { return (false, false) }
      return (state.controls?.memory.map { $0.privateBytes > limit } == true, true)
    }
    if isOver { stop(.privateMemory, turn) }
    // Looking is done on the thread that all deadlines share.
    return isRunning && !isOver ? max(Self.memoryPause, start.duration(to: .now) * 20) : nil
  }

  static let memoryPause = Duration.milliseconds(5)

  /// Asks the script of the call under way to end.
  /// - Returns: false when none is running that could be asked.
  func interrupt() -> Bool {
    let (isPossible, wasWatched) = state.withLock { state in
      guard state.current != nil, let masks = state.controls?.interruption else { return (false, true) }
      masks.set()
      state.controls?.wake?.wake()
      state.isInterrupted = true
      defer { state.isWatched = true }
      return (true, state.isWatched)
    }
    if !wasWatched {
      let pause = Duration.milliseconds(10)
      _ = DeadlineMonitor.shared.schedule(after: pause) { [self] in interruptAgain() ? pause : nil }
    }
    return isPossible
  }

  /// - Returns: whether to look again: an interrupted call is still running, and has not taken notice.
  private func interruptAgain() -> Bool {
    state.withLock { state in
      state.isWatched = state.current != nil && state.isInterrupted && state.controls?.interruption?.setAgain() == true
      // The script may have begun to wait after the wake before.
      if state.isWatched { state.controls?.wake?.wake() }
      return state.isWatched
    }
  }

  func poison() { state.withLock { $0.isPoisoned = true } }

  /// Ends the call under way, and lets no other begin.
  func close() {
    // Freed after the lock was let go: what a guest holds on to may do anything when it is freed.
    let guest: Kept = state.withLock { state in
      state.isClosed = true
      guard state.current == nil else { return Kept(guest: nil) }
      defer { state.guest = nil }
      state.controls = nil
      state.heapPages = 0
      return Kept(guest: state.guest)
    }
    withExtendedLifetime(guest) {}
    stop(.request)
  }

  private struct Kept: Sendable {
    let guest: GuestInstance?
  }
}
