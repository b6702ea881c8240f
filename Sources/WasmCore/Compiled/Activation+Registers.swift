#if canImport(Glibc) && (arch(x86_64) || arch(arm64)) && !ExplicitChecks

/// The guest runs on the stack of its thread, below the frame that entered it, but in a context of registers of its own, so that leaving
/// it is loading the host's.
struct Passage {
  /// The host's registers, and those that the guest starts with.
  fileprivate var host = ucontext_t()
  fileprivate var guest = ucontext_t()
}

extension Activation {
  static var isSupported: Bool { true }

  /// Whether guards and signals keep the guest inside its memories, its stack and its time.
  static var isGuarded: Bool { true }

  /// As many as there is stack for.
  static var maximumNesting: Int { .max }

  /// Why there is no thread for an activation.
  static let shortage = "compiled code needs a thread whose stack ends in a guard, and this one's does not"

  /// Calls the host function if that has to happen on another thread; nil otherwise.
  @inline(__always)
  static func callOnHostThread(_ entity: UnsafeMutablePointer<FunctionEntity>, _ base: StackPointer) -> ExitStatus? { nil }

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
  /// Runs the guest to its end.
  @inline(never)
  func enter() {
    let passage = pointer(to: \.passage).unsafelyUnwrapped
    let (guest, host) = (passage.pointer(to: \.guest).unsafelyUnwrapped, passage.pointer(to: \.host).unsafelyUnwrapped)
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
  func leave() -> Never {
    RegisterContext.resume(pointer(to: \.passage).unsafelyUnwrapped.pointer(to: \.host).unsafelyUnwrapped)
  }

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

#endif
