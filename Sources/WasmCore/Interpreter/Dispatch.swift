/// The interpreter's dispatch: threaded code by tail calls.
///
/// Code is a sequence of 64-bit words. An operation starts with the address of its handler; the next word packs its
/// operands (see `Operand words`); some operations have more words. A handler does its work and ends in `next`, which
/// jumps to the handler the following operation names. Everything that is hot travels in registers as the seven
/// parameters:
///
/// - `pc`: the operation being executed;
/// - `sp`: slot 0 of the current frame;
/// - `mb`: the base of memory 0;
/// - `cx`: the execution context;
/// - `r`, `f`, `g`: the accumulators, which repeat the latest integer, double and float result (see `CodeBuilder`).
///
/// In release builds `next` compiles to an indirect jump, because LLVM turns a call in tail position into one
/// (checked by `Tests/check-dispatch.sh`). Debug builds do not have that optimisation; there `next` stores its
/// arguments and returns to the loop in `Interpreter.execute`.
///
/// A handler is a plain function: no captures, no errors thrown, nothing owned across `next`.
typealias Handler = (CodePointer, StackPointer, MemoryPointer, ContextPointer, UInt64, Double, Float) -> Int32

/// What the first word of an operation holds.
struct HandlerAddress {
  let word: UInt64
}

#if DEBUG

/// All handlers, in the order they were registered. The word is an index.
nonisolated(unsafe) private var handlers: [Handler] = []

extension HandlerAddress {
  init(_ handler: @escaping Handler) {
    word = UInt64(handlers.count)
    handlers.append(handler)
  }
}

/// What `next` returns to have the driver loop go on.
let continueStatus: Int32 = -1

@inline(__always)
func next(_ pc: CodePointer, _ sp: StackPointer, _ mb: MemoryPointer, _ cx: ContextPointer, _ r: UInt64, _ f: Double, _ g: Float) -> Int32 {
  (cx.pointee.pc, cx.pointee.sp, cx.pointee.r, cx.pointee.f, cx.pointee.g) = (pc, sp, r, f, g)
  return continueStatus
}

func drive(_ pc: CodePointer, _ sp: StackPointer, _ cx: ContextPointer) -> Int32 {
  var status = next(pc, sp, cx.pointee.memoryBase, cx, 0, 0, 0)
  while status == continueStatus {
    let pc = cx.pointee.pc
    status = handlers[Int(pc.pointee)](pc, cx.pointee.sp, cx.pointee.memoryBase, cx, cx.pointee.r, cx.pointee.f, cx.pointee.g)
  }
  return status
}

#else

private struct Box {
  let handler: Handler
}

private typealias ThinHandler = @convention(thin) (CodePointer, StackPointer, MemoryPointer, ContextPointer, UInt64, Double, Float) -> Int32

extension HandlerAddress {
  /// The address of a handler's code. A function value is two words, code and context; a plain function has no context.
  init(_ handler: @escaping Handler) {
    let (code, context) = unsafeBitCast(Box(handler: handler), to: (UInt, UInt).self)
    precondition(context == 0, "a handler captures something")
    word = UInt64(code)
  }
}

@inline(__always)
func next(_ pc: CodePointer, _ sp: StackPointer, _ mb: MemoryPointer, _ cx: ContextPointer, _ r: UInt64, _ f: Double, _ g: Float) -> Int32 {
  let code = UnsafeRawPointer(bitPattern: UInt(pc.pointee)).unsafelyUnwrapped
  return unsafeBitCast(code, to: ThinHandler.self)(pc, sp, mb, cx, r, f, g)
}

func drive(_ pc: CodePointer, _ sp: StackPointer, _ cx: ContextPointer) -> Int32 {
  next(pc, sp, cx.pointee.memoryBase, cx, 0, 0, 0)
}

#endif
