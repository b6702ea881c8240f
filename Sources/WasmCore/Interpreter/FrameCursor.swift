/// Walks the frames of one invocation, innermost first, for backtraces and exception handlers.
struct FrameCursor {
  private(set) var pc: CodePointer
  private(set) var sp: StackPointer
  private(set) var instance: UnsafeMutablePointer<InstanceEntity>
  private(set) var function: TranslatedFunction

  /// The frame the context says was running. Its `pc` must be in code of the current instance.
  init(_ context: ContextPointer) {
    pc = context.pointee.pc
    sp = context.pointee.sp
    instance = context.pointee.instance.unsafelyUnwrapped
    function = Self.function(at: pc, instance)
  }

  private static func function(at pc: CodePointer, _ instance: UnsafeMutablePointer<InstanceEntity>) -> TranslatedFunction {
    instance.pointee.object.takeUnretainedValue().code.function(at: pc)
  }

  /// The end of the frame's slots. The word before a function's code holds their size in bytes.
  var end: StackPointer { sp + Int(function.range.lowerBound[-1]) / MemoryLayout<UInt64>.size }

  /// Goes to the frame that called this one.
  /// - Returns: false at the frame the host called.
  mutating func moveToCaller() -> Bool {
    var address = sp[function.returnSlot]
    if address == Interpreter.instanceReturn {
      let adapter = InstanceAdapter(base: sp - InstanceAdapter.slotCount)
      instance = adapter.instance
      address = UInt64(UInt(bitPattern: adapter.returnAddress))
      sp = adapter.base
    }
    if address == Interpreter.halt { return false }
    let returnAddress = CodePointer(bitPattern: UInt(address)).unsafelyUnwrapped
    sp -= returnAddress.frameDistance
    // Inside the call, which is three words long.
    pc = returnAddress - 3
    // Deep stacks are recursion, often of one function: looking it up takes longer than all the rest.
    if !function.range.contains(pc) { function = Self.function(at: pc, instance) }
    return true
  }

  /// The handler that catches `exception` in this frame, if there is one around `pc`.
  func handler(for exception: WasmException) -> ExceptionHandler? {
    function.handlers.first { handler in
      guard handler.range.contains(pc) else { return false }
      return handler.tag.map { instance.pointee.tags[$0] == exception.tag.entity } ?? true
    }
  }
}

extension UnsafeMutablePointer where Pointee == ExecutionContext {
  /// The frames of the invocation that ended, innermost first.
  func backtrace() -> [Trap.Frame] {
    guard pointee.instance != nil else { return [] }
    let limit = 64
    // Names are looked up for the frames that stay: the stack may be a hundred thousand calls deep.
    var innermost: [(code: ModuleCode, function: Int)] = []
    var outermost: [(code: ModuleCode, function: Int)] = []
    var cursor = FrameCursor(self)
    repeat {
      let frame = (cursor.instance.pointee.object.takeUnretainedValue().code, cursor.function.index)
      if innermost.count < limit {
        innermost.append(frame)
      } else {
        outermost.append(frame)
        if outermost.count >= 2 * limit { outermost.removeFirst(limit) }
      }
    } while cursor.moveToCaller()
    return (innermost + outermost.suffix(limit)).map { $0.code.frame($0.function) }
  }
}
