import Synchronization

/// What compiled code and the engine share about a store. One for each store, owned by its `ContextStorage`; only the thread
/// that runs the guest touches it, its signal handlers included; with a thread for the guest, host and guest take turns.
@_spi(Compiled) public struct CompiledState {
  /// 1 while compiled code runs, which owns nothing and may be left at any instruction; 0 while the engine or the host does.
  fileprivate var isInGuestWord: UInt32 = 0
  /// Not zero while an exception, the store's pending error, looks for its handler.
  public var thrown: UInt8 = 0
  /// The function that a tail call has left to be called, and where its arguments are.
  public var tailCallee: UnsafeMutablePointer<FunctionEntity>?
  var tailSlots: StackPointer
  /// How many values the exception had that has been caught last.
  var caughtCount = 0
  /// The lowest native stack address at which calls of the engine may start; below is the reserve they run on.
  public var stackLimit: UInt = 0
  /// The innermost activation of the store.
  var activation: UnsafeMutablePointer<Activation>?
  let context: ContextPointer
  let guards: UnsafeMutablePointer<GuardedRanges.List>
  /// The end of the store's slots: the context's may be the word that stops the guest.
  let slotsEnd: UInt

  init(context: ContextPointer, guards: UnsafeMutablePointer<GuardedRanges.List>, slotsEnd: UInt) {
    (self.context, self.guards, self.slotsEnd, tailSlots) = (context, guards, slotsEnd, context.pointee.sp)
  }
}

extension UnsafeMutablePointer where Pointee == CompiledState {
  private var isInGuestFlag: UnsafeMutablePointer<Atomic<UInt32>> {
    UnsafeMutableRawPointer(self).assumingMemoryBound(to: Atomic<UInt32>.self)
  }

  /// Signal handlers of the same thread read this, so neither compiler nor processor may move it.
  var isInGuest: Bool { isInGuestFlag.pointee.load(ordering: .relaxed) != 0 }

  /// Compiled code calls the engine, which may own things from here on, and needs a stack.
  @inline(__always)
  func leaveGuest() {
    if _slowPath(!hasStack) { trap(.callStackExhausted) }
    endGuest()
  }

  /// Compiled code has ended.
  @inline(__always)
  func endGuest() { isInGuestFlag.pointee.store(0, ordering: .sequentiallyConsistent) }

  /// Compiled code goes on, unless someone wants it to stop. What the engine owned is released by now.
  @inline(__always)
  func enterGuest() {
    isInGuestFlag.pointee.store(1, ordering: .sequentiallyConsistent)
    if _slowPath(isStopRequested) { trap(.interrupted) }
  }

  var isStopRequested: Bool { pointee.context.isStopRequested }

  /// Whether the native stack has room for the engine, or for a host function of moderate appetite.
  @inline(__always)
  var hasStack: Bool { NativeStack.position > pointee.stackLimit }

  /// Sees to it that the way out has a stack. Where even that is missing, the guest runs into the end of it, as it would have with its
  /// next call.
  @inline(__always)
  func reserveStackToLeave() {
    let position = NativeStack.position
    guard position < pointee.stackLimit - NativeStack.engineReserve + NativeStack.exitReserve, isInGuest else { return }
    NativeStack.runIntoEnd(from: position)
  }
}
