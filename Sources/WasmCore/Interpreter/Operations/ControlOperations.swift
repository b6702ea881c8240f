/// The end of an invocation: the entry function returns here.
enum Halt {
  static func run(_ pc: CodePointer, _ sp: StackPointer, _ mb: MemoryPointer, _ cx: ContextPointer, _ r: UInt64, _ f: Double, _ g: Float) -> Int32 {
    ExitStatus.done.rawValue
  }
}

/// The code of a function nobody has called yet: translates it and goes on there. The second word is its index among
/// the module's own functions.
enum TranslateFirst {
  static func run(_ pc: CodePointer, _ sp: StackPointer, _ mb: MemoryPointer, _ cx: ContextPointer, _ r: UInt64, _ f: Double, _ g: Float) -> Int32 {
    guard let code = translated(pc, sp, cx) else { return ExitStatus.trapped.rawValue }
    if UInt(bitPattern: sp) &+ UInt(truncatingIfNeeded: code[-1]) > cx.pointee.stackEnd { return trapStackOrInterruption(pc, sp, mb, cx, r, f, g) }
    return next(code, sp, mb, cx, r, f, g)
  }
}

@inline(never)
private func translated(_ pc: CodePointer, _ sp: StackPointer, _ cx: ContextPointer) -> CodePointer? {
  do {
    return try cx.object.code.translate(Int(pc[1])) { cx.isStopRequested }
  } catch {
    (cx.pointee.pc, cx.pointee.sp) = (pc, sp)
    cx.store.pendingError = if case .stopped = error { Trap(.interrupted) } else { error }
    return nil
  }
}
