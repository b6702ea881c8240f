/// An invocation from the host that is under way: a stretch of the store's stack and the instance to go back to.
struct Invocation {
  let store: Store
  let base: StackPointer
  private let callerInstance: UnsafeMutablePointer<InstanceEntity>?
  /// What the thread had before the guest runs, if it matters; see `WrittenPages`.
  private var pageFaults: Int??

  /// Takes `slots` slots at the top of the stack for arguments, results and the return address.
  static func begin(store: Store, slots: Int) throws(Trap) -> Invocation {
    let context = store.context
    let base = context.pointee.stackTop
    guard UInt(bitPattern: base + slots) <= store.contextStorage.stackEnd,
      context.pointee.depth < store.configuration.maximumHostDepth
    else { throw Trap(.callStackExhausted) }
    // All levels are on one thread; stores of other levels may be others.
    if context.pointee.depth == 0 { context.pointee.nativeStackLimit = NativeStack.limit }
    guard context.hasNativeStack else { throw Trap(.callStackExhausted) }
    context.pointee.depth += 1
    context.pointee.stackTop = base + slots
    var invocation = Invocation(store: store, base: base, callerInstance: context.pointee.instance)
    if context.pointee.depth == 1, store.knowsWrittenPages { invocation.pageFaults = .some(store.runsOnOtherThreads ? nil : PageFaults.count) }
    return invocation
  }

  private init(store: Store, base: StackPointer, callerInstance: UnsafeMutablePointer<InstanceEntity>?) {
    (self.store, self.base, self.callerInstance) = (store, base, callerInstance)
  }

  func end() {
    let context = store.context
    context.pointee.depth -= 1
    context.pointee.stackTop = base
    if let pageFaults { store.noteWrites(since: pageFaults) }
    if let callerInstance { context.activate(callerInstance) } else { context.pointee.instance = nil }
  }

  /// Runs the function with its arguments at `base`, where its results will be.
  func run(_ entity: UnsafeMutablePointer<FunctionEntity>) throws(Trap) {
    let context = store.context
    if store.contextStorage.isInterrupted { throw Trap(.interrupted) }
    guard let instance = entity.pointee.instance else {
      // The host calls itself: no guest is the caller, even if one waits below.
      context.pointee.instance = nil
      let status = HostCall.call(entity, base, context)
      guard status == .done else { throw store.takeTrap(status, frames: []) }
      return
    }
    guard !store.usesCompiledCode else { return try runActivation(entity) }
    let status = Interpreter.run(entity, in: instance, at: base, context)
    guard status == .done else { throw store.takeTrap(status, frames: context.backtrace()) }
  }
}

extension Invocation {
  /// The same where compiled code may take part.
  private func runActivation(_ entity: UnsafeMutablePointer<FunctionEntity>) throws(Trap) {
    let status = Activation.run(entity, at: base, store.context)
    guard status == .done else {
      defer { store.trapFrames = [] }
      throw store.takeTrap(status, frames: store.trapFrames)
    }
  }
}

/// How running code came back.
enum ExitStatus: Int32 {
  case done = 0
  /// `ExecutionContext.trapCode`, `pc` and `sp` say what happened where, `Store.pendingError` why.
  case trapped = 1
  /// `Store.pendingError` is a `WasmException` no frame has caught.
  case threw = 2
}

extension Store {
  /// Makes the error of an invocation that did not end well.
  func takeTrap(_ status: ExitStatus, frames: [Trap.Frame]) -> Trap {
    let error = pendingError
    pendingError = nil
    switch (status, error) {
    case (.threw, let exception as WasmException): return Trap(.uncaughtException, exception: exception, backtrace: frames)
    case (_, let trap as Trap): return trap.appending(frames)
    case (_, let error?):
      let code: Trap.Code = error is ModuleError ? .invalidFunction : .hostError
      return Trap(code, cause: error, backtrace: frames)
    default:
      guard let code = Trap.Code(rawValue: context.pointee.trapCode) else { preconditionFailure("a trap without a code") }
      return Trap(code, backtrace: frames)
    }
  }
}
