import WasmNumerics

/// Tail calls: the callee takes over the caller's frame, so any number of them runs in constant space.
///
/// A is the first slot of the arguments, B the slot of the caller's return address, C the number of arguments, D the
/// callee's slot for the return address. The third word says whom to call, as in `CallOperations`.

/// Starts `code` on the current frame.
@inline(__always)
private func tailEnter(
  _ code: CodePointer, _ pc: CodePointer, _ sp: StackPointer, _ mb: MemoryPointer, _ cx: ContextPointer, _ r: UInt64, _ f: Double, _ g: Float
) -> Int32 {
  if _slowPath(UInt(bitPattern: sp) &+ UInt(truncatingIfNeeded: code[-1]) > cx.pointee.stackEnd) {
    return trapStackOrInterruption(pc, sp, mb, cx, r, f, g)
  }
  let address = sp[pc.b]
  sp.update(from: sp + pc.a, count: pc.c)
  sp[pc.d] = address
  return next(code, sp, mb, cx, r, f, g)
}

@inline(__always)
private func tailCall(
  _ entity: UnsafeMutablePointer<FunctionEntity>,
  _ pc: CodePointer, _ sp: StackPointer, _ mb: MemoryPointer, _ cx: ContextPointer, _ r: UInt64, _ f: Double, _ g: Float
) -> Int32 {
  if entity.pointee.instance == cx.pointee.instance {
    return tailEnter(entity.pointee.cell.unsafelyUnwrapped.pointee, pc, sp, mb, cx, r, f, g)
  }
  return tailCallForeign(pc, sp, mb, cx, UInt64(UInt(bitPattern: entity)), f, g)
}

enum ReturnCall {
  static func run(_ pc: CodePointer, _ sp: StackPointer, _ mb: MemoryPointer, _ cx: ContextPointer, _ r: UInt64, _ f: Double, _ g: Float) -> Int32 {
    tailEnter(UnsafePointer<CodePointer>(bitPattern: UInt(pc[2])).unsafelyUnwrapped.pointee, pc, sp, mb, cx, r, f, g)
  }
}

enum ReturnCallImport {
  static func run(_ pc: CodePointer, _ sp: StackPointer, _ mb: MemoryPointer, _ cx: ContextPointer, _ r: UInt64, _ f: Double, _ g: Float) -> Int32 {
    tailCall(cx.pointee.instance.unsafelyUnwrapped.pointee.importedFunctions[Int(pc[2])], pc, sp, mb, cx, r, f, g)
  }
}

/// The slot of the index is the fourth word.
enum ReturnCallIndirect {
  static func run(_ pc: CodePointer, _ sp: StackPointer, _ mb: MemoryPointer, _ cx: ContextPointer, _ r: UInt64, _ f: Double, _ g: Float) -> Int32 {
    let index = UInt32.load(sp, Int(pc[3]))
    let (entity, code) = indirectCallee(AnyTable.table(cx, pc[2]), index, UInt32(truncatingIfNeeded: pc[2]))
    guard let entity else { return trap(pc, sp, mb, cx, code.word, f, g) }
    return tailCall(entity, pc, sp, mb, cx, r, f, g)
  }
}

/// The slot of the reference is the third word.
enum ReturnCallReference {
  static func run(_ pc: CodePointer, _ sp: StackPointer, _ mb: MemoryPointer, _ cx: ContextPointer, _ r: UInt64, _ f: Double, _ g: Float) -> Int32 {
    guard let entity = UnsafeMutablePointer<FunctionEntity>(bitPattern: UInt(sp[Int(pc[2])])) else {
      return trap(pc, sp, mb, cx, Trap.Code.nullFunctionReference.word, f, g)
    }
    return tailCall(entity, pc, sp, mb, cx, r, f, g)
  }
}

/// A tail call out of the instance. A frame that was itself called through an adapter passes that adapter on, so a
/// chain of tail calls between instances needs one at most.
@inline(never)
private func tailCallForeign(_ pc: CodePointer, _ sp: StackPointer, _ mb: MemoryPointer, _ cx: ContextPointer, _ r: UInt64, _ f: Double, _ g: Float) -> Int32 {
  let entity = UnsafeMutablePointer<FunctionEntity>(bitPattern: UInt(r)).unsafelyUnwrapped
  let address = sp[pc.b]
  let arguments = sp + pc.a
  guard let instance = entity.pointee.instance else {
    // The frame stays while the host runs, for backtraces and handlers.
    (cx.pointee.pc, cx.pointee.sp) = (pc, sp)
    switch hostTailCall(entity, arguments, sp, cx) {
    case .done:
      let caller = CodePointer(bitPattern: UInt(address)).unsafelyUnwrapped
      return next(caller, sp - caller.frameDistance, cx.pointee.memoryBase, cx, sp[0], Double(slot: sp[0]), Float(slot: sp[0]))
    case .trapped: return ExitStatus.trapped.rawValue
    case .threw: return unwindFromTailCall(pc, sp, cx.pointee.memoryBase, cx, 0, 0, 0)
    }
  }
  if entity.isCompiled, SlotCall.isOutermost(sp, returnTo: address) { return SlotCall.leave(cx, entity, frame: arguments) }
  let counts = entity.slotCounts
  let code = entity.pointee.cell.unsafelyUnwrapped.pointee
  let needsAdapter = address != Interpreter.instanceReturn
  let callee = needsAdapter ? sp + InstanceAdapter.slotCount : sp
  if UInt(bitPattern: callee) + UInt(truncatingIfNeeded: code[-1]) > cx.pointee.stackEnd { return trapStackOrInterruption(pc, sp, mb, cx, r, f, g) }
  callee.update(from: arguments, count: counts.parameters)
  if needsAdapter {
    InstanceAdapter(base: sp).fill(cx.pointee.instance.unsafelyUnwrapped, returnTo: address, resultCount: counts.results)
  }
  callee[max(counts.parameters, counts.results)] = Interpreter.instanceReturn
  cx.activate(instance)
  return next(code, callee, cx.pointee.memoryBase, cx, r, f, g)
}

/// Calls a host function and puts its results where the caller of the frame expects them. Apart from the handler,
/// because what it has to release afterwards would keep the handler from ending in a jump.
@inline(never)
private func hostTailCall(
  _ entity: UnsafeMutablePointer<FunctionEntity>, _ arguments: StackPointer, _ frame: StackPointer, _ cx: ContextPointer
) -> ExitStatus {
  let status = HostCall.call(entity, arguments, cx)
  if status == .done {
    frame.update(from: arguments, count: cx.store.hostFunctions[Int(entity.pointee.index)].type.results.count)
  }
  return status
}
