#if !(canImport(Glibc) && (arch(x86_64) || arch(arm64))) || ExplicitChecks

/// The guest has a thread for itself, and the host waits for it: where registers cannot be loaded, the end of the thread is what leaves
/// a guest. The thread that is waiting calls host functions, which may count on being called by it.
struct Passage {
  /// The call of a host function that the guest waits for, and what comes of it.
  fileprivate var hostCall: (entity: UnsafeMutablePointer<FunctionEntity>, base: StackPointer)?
  fileprivate var hostStatus = ExitStatus.done
}

extension Activation {
  static var isSupported: Bool { true }

  /// Whether guards and signals keep the guest inside its memories, its stack and its time. Here it compares, and looks.
  static var isGuarded: Bool { false }

  /// So many threads may wait for each other in a store.
  static var maximumNesting: Int { 2000 }

  /// Why there is no thread for an activation.
  static let shortage = "there is no further thread for compiled code"

  /// Calls the host function if that has to happen on another thread; nil otherwise.
  static func callOnHostThread(_ entity: UnsafeMutablePointer<FunctionEntity>, _ base: StackPointer) -> ExitStatus? {
    guard let thread = ThreadState.existing, let activation = thread.pointee.activation else { return nil }
    activation.pointee.passage.hostCall = (entity, base)
    thread.handOver()
    return activation.pointee.passage.hostStatus
  }
}

extension UnsafeMutablePointer where Pointee == Activation {
  /// Runs the guest to its end.
  func enter() {
    pointee.stackStart = pointee.thread.pointee.stackStart
    pointee.thread.resume()
    let state = pointee.state
    while let (entity, base) = pointee.passage.hostCall {
      pointee.passage.hostCall = nil
      // Compiled code that the host function calls comes back to this thread first.
      let limit = state.pointee.stackLimit
      state.pointee.stackLimit = pointee.outerStackLimit
      pointee.passage.hostStatus = HostCall.call(entity, base, state.pointee.context)
      state.pointee.stackLimit = limit
      pointee.thread.resume()
    }
  }

  /// What a guest's thread does for the host.
  func start() { pointee.status = SlotCall.run(pointee.entity, at: pointee.base, pointee.state) }

  /// Goes back to the host.
  func leave() -> Never { pointee.thread.end() }
}

extension UnsafeMutablePointer where Pointee == CompiledState {
  /// Calls `body` with what compiled functions that are active may hold references in: the registers and stacks of all threads that wait
  /// for each other.
  @inline(never)
  func withNativeFrames<Result>(_ body: ([UnsafeBufferPointer<UInt64>]) -> Result) -> Result {
    ThreadState.existing?.pointee.registers.capture()
    var frames: [UnsafeBufferPointer<UInt64>] = []
    var next = pointee.activation
    while let activation = next {
      frames += activation.pointee.thread.savedFrames(upTo: activation.pointee.stackStart)
      next = activation.pointee.outer
    }
    return body(frames)
  }
}

/// No signal is needed: compiled code looks whether it should stop.
enum StopSignal {
  static var recipient: ThreadHandle? { nil }

  static func send(to thread: ThreadHandle) {}
}

typealias ThreadHandle = Never

#endif
