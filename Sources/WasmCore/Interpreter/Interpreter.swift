/// The interpreter as the rest of the engine sees it: run a function on slots.
enum Interpreter {
  /// Runs a guest function of `instance` with its arguments at `base`, where it leaves its results.
  static func run(
    _ entity: UnsafeMutablePointer<FunctionEntity>, in instance: UnsafeMutablePointer<InstanceEntity>, at base: StackPointer, _ context: ContextPointer
  ) -> ExitStatus {
    let counts = entity.slotCounts
    guard let cell = entity.pointee.cell else { preconditionFailure("a guest function has code") }
    let code = cell.pointee
    context.activate(instance)
    (context.pointee.pc, context.pointee.sp) = (code, base)
    base[max(counts.parameters, counts.results)] = halt
    guard UInt(bitPattern: base) + UInt(code[-1]) <= context.pointee.stackEnd else {
      context.store.pendingError = Trap(context.pointee.stackEnd == 0 ? .interrupted : .callStackExhausted)
      return .trapped
    }
    guard let status = ExitStatus(rawValue: drive(code, base, context)) else { preconditionFailure("unknown exit status") }
    return status
  }

  /// Return addresses that are no place in translated code. As `frameDistance` expects, three words precede them.
  private static let stubs: (halt: UInt64, instanceReturn: UInt64) = {
    func stub(_ handler: HandlerAddress) -> UInt64 {
      let words = UnsafeMutablePointer<UInt64>.allocate(capacity: 5)
      words.initialize(repeating: 0, count: 5)
      words[3] = handler.word
      return UInt64(UInt(bitPattern: words + 3))
    }
    return (stub(HandlerAddress(Halt.run)), stub(HandlerAddress(ReturnToInstance.run)))
  }()

  /// Where the first function of an invocation returns to.
  static var halt: UInt64 { stubs.halt }
  /// Where a function that another instance called returns to.
  static var instanceReturn: UInt64 { stubs.instanceReturn }
}
