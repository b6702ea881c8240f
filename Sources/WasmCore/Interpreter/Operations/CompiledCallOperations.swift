/// The code of a compiled function as interpreted ones see it: runs it on the frame that was made for an interpreted one, and
/// returns. The second word is its index among the module's own functions.
enum EnterCompiled {
  static func run(_ pc: CodePointer, _ sp: StackPointer, _ mb: MemoryPointer, _ cx: ContextPointer, _ r: UInt64, _ f: Double, _ g: Float) -> Int32 {
    // The frame ends with the return address.
    let address = sp[Int(pc[-1]) / 8 - 1]
    if SlotCall.isOutermost(sp, returnTo: address) { return SlotCall.leave(cx, Int(pc[1]), frame: sp) }
    (cx.pointee.pc, cx.pointee.sp) = (pc, sp)
    switch SlotCall.fromInterpreter(cx, Int(pc[1]), frame: sp, slotCount: Int(pc[-1]) / 8) {
    case .done:
      let caller = CodePointer(bitPattern: UInt(address)).unsafelyUnwrapped
      return next(caller, sp - caller.frameDistance, cx.pointee.memoryBase, cx, sp[0], Double(slot: sp[0]), Float(slot: sp[0]))
    case .trapped: return ExitStatus.trapped.rawValue
    case .threw: return unwind(pc, sp, cx.pointee.memoryBase, cx, 0, 0, 0)
    }
  }
}
