/// The slow ends of handlers. Handlers reach them by a tail call, so that they add no frame to the fast path.

/// Ends the invocation with a trap; `code` is a `Trap.Code`.
@inline(never)
func trap(_ pc: CodePointer, _ sp: StackPointer, _ mb: MemoryPointer, _ cx: ContextPointer, _ code: UInt64, _ f: Double, _ g: Float) -> Int32 {
  (cx.pointee.pc, cx.pointee.sp, cx.pointee.trapCode) = (pc, sp, UInt8(truncatingIfNeeded: code))
  return ExitStatus.trapped.rawValue
}

@inline(never)
func trapOutOfBounds(_ pc: CodePointer, _ sp: StackPointer, _ mb: MemoryPointer, _ cx: ContextPointer, _ r: UInt64, _ f: Double, _ g: Float) -> Int32 {
  trap(pc, sp, mb, cx, UInt64(Trap.Code.outOfBoundsMemoryAccess.rawValue), f, g)
}

/// A call or backward branch found `stackEnd` below what it needs: the stack is used up, or someone wants the guest to stop.
@inline(never)
func trapStackOrInterruption(_ pc: CodePointer, _ sp: StackPointer, _ mb: MemoryPointer, _ cx: ContextPointer, _ r: UInt64, _ f: Double, _ g: Float) -> Int32 {
  let code: Trap.Code = cx.pointee.stackEnd == 0 ? .interrupted : .callStackExhausted
  return trap(pc, sp, mb, cx, UInt64(code.rawValue), f, g)
}

extension Trap.Code {
  @inline(__always) var word: UInt64 { UInt64(rawValue) }
}
