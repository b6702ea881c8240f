/// throw: the values are in the slots from A on, the immediate is the tag's index.
enum Throw {
  static func run(_ pc: CodePointer, _ sp: StackPointer, _ mb: MemoryPointer, _ cx: ContextPointer, _ r: UInt64, _ f: Double, _ g: Float) -> Int32 {
    raise(cx, tag: Int(pc.immediate), values: sp + pc.a)
    return unwind(pc, sp, mb, cx, r, f, g)
  }
}

@inline(never)
private func raise(_ cx: ContextPointer, tag index: Int, values: StackPointer) {
  let store = cx.store
  let instance = cx.pointee.instance.unsafelyUnwrapped
  let module = instance.pointee.object.takeUnretainedValue().module
  let count = module.contents.types[Int(module.contents.tagTypes[index])].parameters.count
  let payload = Array(UnsafeBufferPointer(start: values, count: count))
  store.pendingError = WasmException(
    store: store, object: store.makeException(instance.pointee.tags[index], payload, stackTop: values + count))
}

/// throw_ref: the reference is in slot A.
enum ThrowReference {
  static func run(_ pc: CodePointer, _ sp: StackPointer, _ mb: MemoryPointer, _ cx: ContextPointer, _ r: UInt64, _ f: Double, _ g: Float) -> Int32 {
    let reference = sp[pc.a]
    if reference == 0 { return trap(pc, sp, mb, cx, Trap.Code.nullExceptionReference.word, f, g) }
    raiseAgain(cx, reference)
    return unwind(pc, sp, mb, cx, r, f, g)
  }
}

@inline(never)
private func raiseAgain(_ cx: ContextPointer, _ reference: UInt64) {
  let store = cx.store
  store.pendingError = WasmException(store: store, object: store.exceptions.object(reference))
}

/// Goes to the innermost handler for the store's pending exception, or ends the invocation.
@inline(never)
func unwind(_ pc: CodePointer, _ sp: StackPointer, _ mb: MemoryPointer, _ cx: ContextPointer, _ r: UInt64, _ f: Double, _ g: Float) -> Int32 {
  unwind(pc, sp, mb, cx, r, f, g, skipsInnermost: false)
}

/// The same for a tail call, which has left the blocks of its function: their handlers do not count.
@inline(never)
func unwindFromTailCall(_ pc: CodePointer, _ sp: StackPointer, _ mb: MemoryPointer, _ cx: ContextPointer, _ r: UInt64, _ f: Double, _ g: Float) -> Int32 {
  unwind(pc, sp, mb, cx, r, f, g, skipsInnermost: true)
}

@inline(__always)
private func unwind(
  _ pc: CodePointer, _ sp: StackPointer, _ mb: MemoryPointer, _ cx: ContextPointer, _ r: UInt64, _ f: Double, _ g: Float, skipsInnermost: Bool
) -> Int32 {
  if cx.pointee.stackEnd == 0 {
    // The handler may be the start of a loop: like every branch back, this looks whether the guest should stop.
    cx.store.pendingError = nil
    return trapStackOrInterruption(pc, sp, mb, cx, r, f, g)
  }
  (cx.pointee.pc, cx.pointee.sp) = (pc, sp)
  guard findHandler(cx, skipsInnermost: skipsInnermost) else { return ExitStatus.threw.rawValue }
  return next(cx.pointee.pc, cx.pointee.sp, cx.pointee.memoryBase, cx, 0, 0, 0)
}

/// Looks through the frames of the invocation for a handler of the pending exception, puts the values it takes into
/// its slots, and makes its place the context's `pc` and `sp`.
@inline(never)
private func findHandler(_ cx: ContextPointer, skipsInnermost: Bool) -> Bool {
  let store = cx.store
  guard let exception = store.pendingError as? WasmException else { preconditionFailure("nothing was thrown") }
  var cursor = FrameCursor(cx)
  // Everything up to the end of the frame that threw may hold references.
  let stackTop = cursor.end
  if skipsInnermost, !cursor.moveToCaller() { return false }
  repeat {
    guard let handler = cursor.handler(for: exception) else { continue }
    store.pendingError = nil
    store.forgetTrace()
    let slots = cursor.sp + handler.slot
    if handler.catchesValues {
      for (index, value) in exception.object.payload.enumerated() { slots[index] = value }
    }
    if handler.pushesReference {
      let count = handler.catchesValues ? exception.object.payload.count : 0
      guard let reference = store.reference(exception.object, stackTop: stackTop) else {
        store.pendingError = Trap(.callStackExhausted, detail: "the guest keeps too many exceptions")
        return false
      }
      slots[count] = reference
    }
    cx.activate(cursor.instance)
    cx.pointee.pc = handler.target
    cx.pointee.sp = cursor.sp
    return true
  } while cursor.moveToCaller()
  return false
}
