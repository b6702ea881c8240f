#if canImport(Glibc) && (arch(x86_64) || arch(arm64))

/// An invocation of functions some of which may be compiled: what a trap leaves, however deep in calls of compiled and
/// interpreted functions, directly for the host.
///
/// The guest runs on the stack of its thread, below the frame that entered it, but in a context of registers of its own,
/// so that leaving it is loading the host's. The frames in between own nothing: compiled functions hold numbers, and
/// what they call in the engine releases everything before compiled code goes on.
struct Activation {
  /// The host's registers, and those that the guest starts with.
  fileprivate var host = ucontext_t()
  fileprivate var guest = ucontext_t()
  private let entity: UnsafeMutablePointer<FunctionEntity>
  private let base: StackPointer
  let state: UnsafeMutablePointer<CompiledState>
  fileprivate var status = ExitStatus.done
  /// Where the guest's part of the stack begins.
  fileprivate(set) var stackStart: UInt = 0
  /// The activation of the same store that was the innermost before.
  let outer: UnsafeMutablePointer<Activation>?
  let thread: UnsafeMutablePointer<ThreadState>

  static var isSupported: Bool { true }

  /// Runs the function with its arguments at `base`, where its results will be.
  static func run(_ entity: UnsafeMutablePointer<FunctionEntity>, at base: StackPointer, _ context: ContextPointer) -> ExitStatus {
    let thread = ThreadState.current
    guard thread.pointee.hasGuard else {
      context.store.pendingError = Trap(.callStackExhausted, detail: "compiled code needs a thread whose stack ends in a guard, and this one's does not")
      return .trapped
    }
    let storage = context.store.contextStorage
    let state = storage.compiledState
    let outer = (thread: thread.pointee.activation, store: state.pointee.activation, limit: state.pointee.stackLimit)
    if outer.store == nil { storage.setRunningThread(pthread_self()) }
    let activation = UnsafeMutablePointer<Activation>.allocate(capacity: 1)
    activation.initialize(to: Activation(entity: entity, base: base, state: state, outer: outer.store, thread: thread))
    (thread.pointee.activation, state.pointee.activation, state.pointee.stackLimit) = (activation, activation, thread.pointee.stackLimit)
    activation.enter()
    (thread.pointee.activation, state.pointee.activation, state.pointee.stackLimit) = outer
    if outer.store == nil { storage.setRunningThread(nil) }
    let status = activation.pointee.status
    activation.deallocate()
    if status != .done { cleanUp(after: status, thread, context.store) }
    return status
  }

  private init(
    entity: UnsafeMutablePointer<FunctionEntity>, base: StackPointer, state: UnsafeMutablePointer<CompiledState>,
    outer: UnsafeMutablePointer<Activation>?, thread: UnsafeMutablePointer<ThreadState>
  ) {
    (self.entity, self.base, self.state, self.outer, self.thread) = (entity, base, state, outer, thread)
  }

  private static func cleanUp(after status: ExitStatus, _ thread: UnsafeMutablePointer<ThreadState>, _ store: Store) {
    store.trapFrames += thread.pointee.trace.frames(in: store)
    thread.pointee.trace.removeAll()
    let state = store.contextStorage.compiledState
    state.pointee.tailCallee = nil
    // What was on its way to a handler when the guest was stopped.
    if state.pointee.thrown != 0, status == .trapped { store.pendingError = nil }
    state.pointee.thrown = 0
  }

  /// Ends the innermost activation on the thread.
  static func trap(_ code: TrapCode) -> Never {
    guard let activation = ThreadState.existing?.pointee.activation else { preconditionFailure("compiled code runs in an activation") }
    activation.pointee.state.trap(code)
  }

  /// What `enter` leaves free for itself and the function that switches.
  fileprivate static let gap: UInt = 1024

  fileprivate static let start: RegisterContext.Entry = { argument in
    let activation = argument.assumingMemoryBound(to: Activation.self)
    activation.pointee.status = SlotCall.run(activation.pointee.entity, at: activation.pointee.base, activation.pointee.state)
    activation.leave()
  }

  /// Where a guest that a signal stopped goes on. What a signal has blocked is restored with the host's registers.
  fileprivate static let land: RegisterContext.Entry = { $0.assumingMemoryBound(to: Activation.self).leave() }
}

extension UnsafeMutablePointer where Pointee == Activation {
  @inline(never)
  fileprivate func enter() {
    let (guest, host) = (pointer(to: \.guest).unsafelyUnwrapped, pointer(to: \.host).unsafelyUnwrapped)
    RegisterContext.capture(guest)
    sigdelset(&guest.pointee.uc_sigmask, SIGSEGV)
    sigdelset(&guest.pointee.uc_sigmask, SIGBUS)
    sigdelset(&guest.pointee.uc_sigmask, StopSignal.number)
    // Last, because what is called first may take more stack than is left free here.
    pointee.stackStart = guest.stackPointer - Activation.gap
    guest.prepareCall(Activation.start, self, stack: pointee.stackStart)
    RegisterContext.exchange(host, for: guest)
  }

  /// Goes back to the host.
  fileprivate func leave() -> Never { RegisterContext.resume(pointer(to: \.host).unsafelyUnwrapped) }

  /// Ends the guest with a trap that compiled code runs into.
  func leave(with status: ExitStatus) -> Never {
    noteTrace()
    pointee.status = status
    leave()
  }

  /// Keeps where compiled code is that calls this.
  /// - Parameter limit: for how many frames there is time.
  func noteTrace(limit: Int = .max) { pointee.thread.pointee.trace.recordCaller(upTo: pointee.stackStart, limit: limit) }

  func forgetTrace() { pointee.thread.pointee.trace.removeAll() }

  /// Makes the interrupted guest, whose registers these are, end with a trap.
  func redirect(_ registers: UnsafeMutablePointer<ucontext_t>, _ code: TrapCode) {
    pointee.state.endGuest()
    pointee.state.pointee.context.pointee.trapCode = code.rawValue
    pointee.thread.pointee.trace.record(from: registers, upTo: pointee.stackStart)
    pointee.status = .trapped
    registers.prepareCall(Activation.land, self, stack: pointee.stackStart)
  }
}

extension UnsafeMutablePointer where Pointee == CompiledState {
  /// Calls `body` with what compiled functions that are active may hold references in: the registers, and the native stack from
  /// here to where the outermost activation began.
  @inline(never)
  func withNativeFrames<Result>(_ body: ([UnsafeBufferPointer<UInt64>]) -> Result) -> Result {
    guard var outermost = pointee.activation else { return body([]) }
    while let outer = outermost.pointee.outer { outermost = outer }
    return withUnsafeTemporaryAllocation(of: ucontext_t.self, capacity: 1) { registers in
      guard let here = registers.baseAddress else { return body([]) }
      here.initialize(to: ucontext_t())
      RegisterContext.capture(here)
      let stack = here.stackPointer & ~7
      let frames = UnsafeBufferPointer(
        start: UnsafePointer<UInt64>(bitPattern: stack), count: Int(outermost.pointee.stackStart - stack) / MemoryLayout<UInt64>.size)
      let saved = UnsafeRawBufferPointer(start: here, count: MemoryLayout<ucontext_t>.size).bindMemory(to: UInt64.self)
      return body([frames, saved])
    }
  }
}

#else

typealias ThreadHandle = UInt

/// Where traps of compiled code have no way to the host, modules are interpreted.
struct Activation {
  static var isSupported: Bool { false }

  static func run(_ entity: UnsafeMutablePointer<FunctionEntity>, at base: StackPointer, _ context: ContextPointer) -> ExitStatus {
    preconditionFailure("no store uses compiled code here")
  }

  static func trap(_ code: TrapCode) -> Never { preconditionFailure("no store uses compiled code here") }
}

enum StopSignal {
  static func send(to thread: ThreadHandle) {}
}

extension UnsafeMutablePointer where Pointee == Activation {
  func leave(with status: ExitStatus) -> Never { preconditionFailure("no store uses compiled code here") }
  func noteTrace(limit: Int = .max) {}
  func forgetTrace() {}
}

extension UnsafeMutablePointer where Pointee == CompiledState {
  func withNativeFrames<Result>(_ body: ([UnsafeBufferPointer<UInt64>]) -> Result) -> Result { body([]) }
}

#endif
