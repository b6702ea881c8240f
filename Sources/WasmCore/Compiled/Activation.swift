/// An invocation of functions some of which may be compiled: what a trap leaves, however deep in calls of compiled and
/// interpreted functions, directly for the host.
///
/// The frames in between own nothing: compiled functions hold numbers, and what they call in the engine releases everything
/// before compiled code goes on. How a guest is entered and left depends on the system, see `Passage`.
struct Activation {
  /// The way from the host to the guest and back.
  var passage = Passage()
  let entity: UnsafeMutablePointer<FunctionEntity>
  let base: StackPointer
  let state: UnsafeMutablePointer<CompiledState>
  var status = ExitStatus.done
  /// Where the guest's part of the stack begins.
  var stackStart: UInt = 0
  /// The activation of the same store that was the innermost before, and how many there are with this one.
  let outer: UnsafeMutablePointer<Activation>?
  let nesting: Int
  /// The limit of the stack outside.
  let outerStackLimit: UInt
  /// The thread that the guest runs on.
  let thread: UnsafeMutablePointer<ThreadState>

  /// Runs the function with its arguments at `base`, where its results will be.
  static func run(_ entity: UnsafeMutablePointer<FunctionEntity>, at base: StackPointer, _ context: ContextPointer) -> ExitStatus {
    let storage = context.store.contextStorage
    let state = storage.compiledState
    let nesting = (state.pointee.activation?.pointee.nesting ?? 0) + 1
    guard nesting <= maximumNesting, let thread = ThreadState.take() else {
      context.store.pendingError = Trap(.callStackExhausted, detail: shortage)
      return .trapped
    }
    let outer = (thread: thread.pointee.activation, store: state.pointee.activation, limit: state.pointee.stackLimit)
    if outer.store == nil { storage.setRunningThread(StopSignal.recipient) }
    let activation = UnsafeMutablePointer<Activation>.allocate(capacity: 1)
    activation.initialize(
      to: Activation(entity: entity, base: base, state: state, outer: outer.store, nesting: nesting, outerStackLimit: outer.limit, thread: thread))
    (thread.pointee.activation, state.pointee.activation, state.pointee.stackLimit) = (activation, activation, thread.pointee.stackLimit)
    activation.enter()
    (thread.pointee.activation, state.pointee.activation, state.pointee.stackLimit) = outer
    if outer.store == nil { storage.setRunningThread(nil) }
    let status = activation.pointee.status
    activation.deallocate()
    if status != .done { cleanUp(after: status, thread, context.store) }
    ThreadState.giveBack(thread)
    return status
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
}

extension UnsafeMutablePointer where Pointee == Activation {
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
}
