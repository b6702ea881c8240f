#if !(canImport(Glibc) && (arch(x86_64) || arch(arm64))) || ExplicitChecks
import Synchronization

/// A thread that guests run on while their hosts wait, one activation at a time. Host and guest take turns, so only one of them uses what is
/// here and in the store. Never freed, but used again, with a new thread if a guest has ended the last: a thread that ends may still touch its own.
struct ThreadState {
  fileprivate enum Side: UInt32 {
    case host, guest
  }

  /// What the thread runs or is to run; nil for an idle one, which ends when it gets its turn.
  var activation: UnsafeMutablePointer<Activation>?
  /// See `CompiledState.stackLimit`.
  fileprivate(set) var stackLimit: UInt = 0
  fileprivate(set) var stackStart: UInt = 0
  /// Where the activation was that has just ended with a trap.
  var trace = NativeTrace()
  /// What the thread had in its registers when it began to wait, or to look for references.
  var registers = SavedRegisters()
  /// Whether there is a thread.
  fileprivate var isRunning = false
  fileprivate var turn = Side.host.rawValue
  fileprivate var mutex = pthread_mutex_t()
  fileprivate var condition = pthread_cond_t()

  /// How often a thread looks whether it is its turn before it goes to sleep. Some microseconds: waking up takes longer than most host functions.
  fileprivate static let spinCount = 20_000

  fileprivate static let stackSize = 16 << 20
  /// What is above the first frame, and more.
  private static let stackSlack: UInt = 64 << 10
  /// Those that no host has taken: so many with threads, and the others.
  private static let idle = Mutex<(running: [Handle], ended: [Handle])>(([], []))
  private static let idleThreadCount = 8

  private struct Handle: @unchecked Sendable {
    let state: UnsafeMutablePointer<ThreadState>
  }

  private static let key: pthread_key_t = {
    var key = pthread_key_t()
    pthread_key_create(&key, nil)
    return key
  }()

  private init() {}

  /// The current thread's; nil when it is not for guests.
  static var existing: UnsafeMutablePointer<ThreadState>? { pthread_getspecific(key)?.assumingMemoryBound(to: ThreadState.self) }

  /// A thread for a guest of the caller; nil when the system has none.
  static func take() -> UnsafeMutablePointer<ThreadState>? {
    let state = idle.withLock { $0.running.popLast() ?? $0.ended.popLast() }?.state ?? make()
    if state.pointee.isRunning || state.begin() { return state }
    giveBack(state)
    return nil
  }

  /// Gives back what `take` has returned.
  static func giveBack(_ state: UnsafeMutablePointer<ThreadState>) {
    let handle = Handle(state: state)
    if state.pointee.isRunning {
      let isKept = idle.withLock { idle in
        guard idle.running.count < idleThreadCount else { return false }
        idle.running.append(handle)
        return true
      }
      if isKept { return }
      state.dismiss()
    }
    idle.withLock { $0.ended.append(handle) }
  }

  private static func make() -> UnsafeMutablePointer<ThreadState> {
    let state = UnsafeMutablePointer<ThreadState>.allocate(capacity: 1)
    state.initialize(to: ThreadState())
    pthread_mutex_init(&state.pointee.mutex, nil)
    pthread_cond_init(&state.pointee.condition, nil)
    return state
  }

  fileprivate static let main: NativeThread.Body = { argument in
    let state = argument.assumingMemoryBound(to: ThreadState.self)
    pthread_setspecific(key, state)
    state.pointee.stackStart = NativeStack.position & ~7
    state.pointee.stackLimit = state.pointee.stackStart - UInt(stackSize) + stackSlack + NativeStack.engineReserve
    state.serve()
  }
}

extension UnsafeMutablePointer where Pointee == ThreadState {
  // MARK: For the host

  /// - Returns: false when the system has no thread left.
  fileprivate func begin() -> Bool {
    turn.pointee.store(ThreadState.Side.guest.rawValue, ordering: .relaxed)
    pointee.isRunning = NativeThread.start(stackSize: ThreadState.stackSize, ThreadState.main, self)
    if pointee.isRunning { wait(for: .host) }
    return pointee.isRunning
  }

  /// Waits while the guest has its turn.
  @inline(never)
  func resume() {
    // The caller may be a guest's thread itself.
    ThreadState.existing?.pointee.registers.capture()
    pass(to: .guest)
    wait(for: .host)
  }

  /// Ends the thread, which has no activation.
  fileprivate func dismiss() {
    pointee.isRunning = false
    resume()
  }

  // MARK: For the guest

  fileprivate func serve() {
    handOver()
    while let activation = pointee.activation {
      activation.start()
      handOver()
    }
    pass(to: .host)
  }

  /// Waits while the host has its turn.
  @inline(never)
  func handOver() {
    pointee.registers.capture()
    pass(to: .host)
    wait(for: .guest)
  }

  /// Gives the host its turn and ends the thread, with everything that it was about to do.
  func end() -> Never {
    pointee.isRunning = false
    pass(to: .host)
    pthread_exit(nil)
  }

  /// What the guest's functions may have in registers and on the stack, while the thread waits or after it has saved its registers.
  func savedFrames(upTo stackStart: UInt) -> [UnsafeBufferPointer<UInt64>] {
    let position = pointee.registers.stackPosition
    let count = Int(stackStart - position) / MemoryLayout<UInt64>.size
    return [pointee.registers.words, UnsafeBufferPointer(start: UnsafePointer(bitPattern: position), count: count)]
  }

  // MARK: Turns

  private var turn: UnsafeMutablePointer<Atomic<UInt32>> {
    UnsafeMutableRawPointer(pointer(to: \.turn).unsafelyUnwrapped).assumingMemoryBound(to: Atomic<UInt32>.self)
  }

  private func isTurn(of side: ThreadState.Side) -> Bool { turn.pointee.load(ordering: .acquiring) == side.rawValue }

  private func pass(to side: ThreadState.Side) {
    pthread_mutex_lock(&pointee.mutex)
    turn.pointee.store(side.rawValue, ordering: .releasing)
    pthread_cond_signal(&pointee.condition)
    pthread_mutex_unlock(&pointee.mutex)
  }

  private func wait(for side: ThreadState.Side) {
    for _ in 0..<ThreadState.spinCount where isTurn(of: side) { return }
    pthread_mutex_lock(&pointee.mutex)
    while !isTurn(of: side) { pthread_cond_wait(&pointee.condition, &pointee.mutex) }
    pthread_mutex_unlock(&pointee.mutex)
  }
}

#endif
