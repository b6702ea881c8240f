#if canImport(Glibc) && (arch(x86_64) || arch(arm64)) && !ExplicitChecks

typealias ThreadHandle = pthread_t

/// What the engine keeps for each thread that runs compiled code: made at its first activation, freed when the thread ends. See also the
/// other `ThreadState`, in GuestThread.swift.
struct ThreadState {
  /// The innermost activation on the thread, of any store.
  var activation: UnsafeMutablePointer<Activation>?
  /// Faults in this range are the stack's end.
  let stackEnd: Range<UInt>
  /// See `CompiledState.stackLimit`.
  let stackLimit: UInt
  /// Without a guard, recursion would go on in memory of others.
  let hasGuard = NativeStack.hasGuard
  /// The stack that signal handlers run on, if the thread had none: the usual one may be what is used up.
  private let signalStack: UnsafeMutableRawPointer?

  /// Where the activation was that has just ended with a trap.
  var trace = NativeTrace()

  private static let signalStackSize = 64 << 10
  /// How much the kernel leaves free below a stack that grows, with some to spare.
  private static let guardSize: UInt = 2 << 20

  private init() {
    let lowest = NativeStack.lowestAddress ?? 0
    stackEnd = (lowest > Self.guardSize ? lowest - Self.guardSize : 0)..<lowest + UInt(getpagesize())
    stackLimit = lowest + NativeStack.engineReserve
    var current = stack_t()
    sigaltstack(nil, &current)
    guard current.ss_flags & Int32(SS_DISABLE) != 0 else {
      signalStack = nil
      return
    }
    signalStack = .allocate(byteCount: Self.signalStackSize, alignment: 16)
    var stack = stack_t(ss_sp: signalStack, ss_flags: 0, ss_size: Self.signalStackSize)
    sigaltstack(&stack, nil)
  }

  private func release() {
    trace.deallocate()
    guard let signalStack else { return }
    var stack = stack_t(ss_sp: nil, ss_flags: Int32(SS_DISABLE), ss_size: 0)
    sigaltstack(&stack, nil)
    signalStack.deallocate()
  }

  private static let key: pthread_key_t = {
    var key = pthread_key_t()
    pthread_key_create(&key) { pointer in
      guard let state = pointer?.assumingMemoryBound(to: ThreadState.self) else { return }
      state.pointee.release()
      state.deallocate()
    }
    return key
  }()

  /// The current thread's; nil when it has never run compiled code. For signal handlers, too.
  static var existing: UnsafeMutablePointer<ThreadState>? { pthread_getspecific(key)?.assumingMemoryBound(to: ThreadState.self) }

  /// The state of the thread that a guest of the caller will run on, which is the caller's own; nil when it cannot.
  static func take() -> UnsafeMutablePointer<ThreadState>? {
    let thread = current
    return thread.pointee.hasGuard ? thread : nil
  }

  /// Gives back what `take` has returned.
  static func giveBack(_ thread: UnsafeMutablePointer<ThreadState>) {}

  private static var current: UnsafeMutablePointer<ThreadState> {
    if let existing { return existing }
    GuestSignals.install()
    let state = UnsafeMutablePointer<ThreadState>.allocate(capacity: 1)
    state.initialize(to: ThreadState())
    pthread_setspecific(key, state)
    return state
  }
}

#endif
