#if canImport(Glibc) && (arch(x86_64) || arch(arm64)) && !ExplicitChecks

/// Signals that compiled code ends with: faults of accesses outside of its memories and of calls beyond its stack, which
/// thereby cost nothing while they do not happen, and the one that wakes it to be stopped.
///
/// A handler looks whether the thread runs compiled code and the fault is the guest's; then it makes the thread go on at
/// `Activation.land`. Everything else is handed to the handler that was there before, or has the usual consequences.
/// Handlers touch plain memory only.
enum GuestSignals {
  private static let installation: Void = {
    // The key of the threads' states must exist before a handler asks for it.
    _ = ThreadState.existing
    bindFunctions()
    for signal in [SIGSEGV, SIGBUS, StopSignal.number] {
      var action = sigaction()
      action.__sigaction_handler.sa_sigaction = { GuestSignals.handle($0, $1, $2) }
      action.sa_flags = SA_SIGINFO | SA_ONSTACK | SA_RESTART
      sigaction(signal, &action, previous + Int(signal))
    }
  }()

  static func install() { installation }

  /// Calls what compiled code has of the C library. The dynamic linker looks functions up at their first call, and must not be left in the
  /// middle of it by a guest that is stopped there, or at the end of its stack.
  @inline(never)
  private static func bindFunctions() {
    // Numbers that the compiler does not know.
    let (number, count) = (Double(getpid()) + 0.5, Int(getpid()) & 15)
    for result in [ceil(number), floor(number), trunc(number), rint(number), round(number), sqrt(number)] { use(result) }
    let small = Float(number)
    for result in [ceilf(small), floorf(small), truncf(small), rintf(small), roundf(small), sqrtf(small)] { use(Double(result)) }
    withUnsafeTemporaryAllocation(byteCount: 32, alignment: 1) { bytes in
      guard let start = bytes.baseAddress else { return }
      memset(start, 0, 16 + count)
      memmove(start + 1, start, count)
      memcpy(start + 16, start, count)
      use(UInt64(start.load(as: UInt8.self)))
    }
  }

  /// What was there before, by signal.
  nonisolated(unsafe) private static let previous: UnsafeMutablePointer<sigaction> = {
    let actions = UnsafeMutablePointer<sigaction>.allocate(capacity: 65)
    actions.initialize(repeating: sigaction(), count: 65)
    return actions
  }()

  private static func handle(_ signal: Int32, _ information: UnsafeMutablePointer<siginfo_t>?, _ registers: UnsafeMutableRawPointer?) {
    if let registers, let information, let thread = ThreadState.existing, let activation = thread.pointee.activation,
      activation.pointee.state.isInGuest, let code = trapCode(signal, information, thread, activation)
    {
      return activation.redirect(registers.assumingMemoryBound(to: ucontext_t.self), code)
    }
    forward(signal, information, registers)
  }

  private static func trapCode(
    _ signal: Int32, _ information: UnsafeMutablePointer<siginfo_t>, _ thread: UnsafeMutablePointer<ThreadState>,
    _ activation: UnsafeMutablePointer<Activation>
  ) -> TrapCode? {
    if signal == StopSignal.number { return activation.pointee.state.isStopRequested ? .interrupted : nil }
    let address = UInt(bitPattern: information.pointee._sifields._sigfault.si_addr)
    if activation.pointee.state.pointee.guards.pointee.contains(address) { return .outOfBoundsMemoryAccess }
    if thread.pointee.stackEnd.contains(address) { return .callStackExhausted }
    return nil
  }

  private static func forward(_ signal: Int32, _ information: UnsafeMutablePointer<siginfo_t>?, _ registers: UnsafeMutableRawPointer?) {
    let action = previous + Int(signal)
    if action.pointee.sa_flags & SA_SIGINFO != 0, let handler = action.pointee.__sigaction_handler.sa_sigaction {
      return handler(signal, information, registers)
    }
    let handler = action.pointee.__sigaction_handler.sa_handler
    let isIgnored = unsafeBitCast(handler, to: Int.self) == unsafeBitCast(SIG_IGN, to: Int.self)
    guard isIgnored || unsafeBitCast(handler, to: Int.self) == unsafeBitCast(SIG_DFL, to: Int.self) else {
      handler?(signal)
      return
    }
    // The stop signal comes late when its guest has just ended.
    if signal == StopSignal.number { return }
    // A fault happens again, without a handler. One that somebody has sent does not.
    let wasSent = information.map { $0.pointee.si_code <= 0 } ?? false
    if wasSent, isIgnored { return }
    sigaction(signal, action, nil)
    if wasSent { pthread_kill(pthread_self(), signal) }
  }
}

/// The signal that makes a thread look whether its guest should stop.
enum StopSignal {
  /// Ignored where nobody handles it.
  static let number = SIGURG

  /// What a signal reaches the calling thread by.
  static var recipient: ThreadHandle? { pthread_self() }

  static func send(to thread: ThreadHandle) { pthread_kill(thread, number) }
}

#endif
