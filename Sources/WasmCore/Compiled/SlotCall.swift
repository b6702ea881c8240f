/// Calls of any function with arguments in slots: from the host, from the interpreter to compiled code, and from compiled code to
/// everything else. Runs as the engine; compiled code is entered and left inside.
enum SlotCall {
  /// Runs the function with its arguments at `base`, where its results will be, and every function that it leaves by a tail
  /// call. Owns nothing while compiled code runs.
  static func run(_ entity: UnsafeMutablePointer<FunctionEntity>, at base: StackPointer, _ state: UnsafeMutablePointer<CompiledState>) -> ExitStatus {
    var callee = entity
    while true {
      let status = runOne(callee, at: base, state)
      guard status == .done, let next = state.pointee.tailCallee else { return status }
      state.pointee.tailCallee = nil
      if state.pointee.tailSlots != base { base.update(from: state.pointee.tailSlots, count: argumentCount(next, state.pointee.context)) }
      // A host function is told who calls it: the function whose place it takes.
      if next.pointee.instance == nil, let instance = callee.pointee.instance { state.pointee.context.activate(instance) }
      callee = next
    }
  }

  private static func runOne(_ entity: UnsafeMutablePointer<FunctionEntity>, at base: StackPointer, _ state: UnsafeMutablePointer<CompiledState>) -> ExitStatus {
    let context = state.pointee.context
    guard let instance = entity.pointee.instance else { return HostCall.call(entity, base, context) }
    guard entity.isCompiled, let functions = instance.pointee.compiled else { return interpret(entity, instance, at: base, context) }
    let function = functions + (Int(entity.pointee.index) - instance.pointee.importedFunctionCount)
    guard let code = function.pointee.body ?? function.pointee.code, let adapter = function.pointee.adapter else {
      preconditionFailure("a compiled function has code")
    }
    state.enterGuest()
    adapter(instance, code, base)
    state.endGuest()
    guard state.pointee.thrown != 0 else { return .done }
    state.pointee.thrown = 0
    return .threw
  }

  @inline(never)
  private static func interpret(
    _ entity: UnsafeMutablePointer<FunctionEntity>, _ instance: UnsafeMutablePointer<InstanceEntity>, at base: StackPointer, _ context: ContextPointer
  ) -> ExitStatus {
    let status = Interpreter.run(entity, in: instance, at: base, context)
    if status != .done { context.store.trapFrames += context.backtrace() }
    return status
  }

  @inline(never)
  private static func argumentCount(_ entity: UnsafeMutablePointer<FunctionEntity>, _ context: ContextPointer) -> Int {
    entity.pointee.instance == nil ? context.store.hostFunctions[Int(entity.pointee.index)].type.parameters.count : entity.slotCounts.parameters
  }
}

extension UnsafeMutablePointer where Pointee == FunctionEntity {
  var isCompiled: Bool { pointee.native != nil || pointee.checkedNative != nil }
}

// MARK: From the interpreter

extension SlotCall {
  /// Calls a compiled function of the current instance with its arguments at the beginning of `frame`, where its results will be.
  ///
  /// Whether a trap comes back here or goes to the host directly makes no difference; an exception does where interpreted
  /// frames may have a handler.
  @inline(never)
  static func fromInterpreter(_ context: ContextPointer, _ index: Int, frame: StackPointer, slotCount: Int) -> ExitStatus {
    let instance = context.pointee.instance.unsafelyUnwrapped
    let state = instance.pointee.state
    let entity = entity(index, instance)
    guard state.hasStack else {
      context.pointee.trapCode = (state.isStopRequested ? TrapCode.interrupted : .callStackExhausted).rawValue
      return .trapped
    }
    let (outerTop, pc) = (context.pointee.stackTop, context.pointee.pc)
    let returnAddress = frame[slotCount - 1]
    context.pointee.stackTop = frame + slotCount
    let status = mayBeCaught(instance) ? Activation.run(entity, at: frame, context) : run(entity, at: frame, state)
    (context.pointee.pc, context.pointee.sp) = (pc, frame)
    context.pointee.stackTop = outerTop
    // A function that took the callee's place may have more parameters, and have used all of the frame.
    frame[slotCount - 1] = returnAddress
    context.activate(instance)
    return status
  }

  /// Whether nothing but the current frame is left of its stretch of interpreted ones.
  @inline(__always)
  static func isOutermost(_ frame: StackPointer, returnTo address: UInt64) -> Bool {
    if address == Interpreter.instanceReturn { return InstanceAdapter(base: frame - InstanceAdapter.slotCount).endsStretch }
    return address == Interpreter.halt
  }

  /// Leaves the call of a compiled function, which takes the place of such a frame, to whoever started the stretch, so that tail calls
  /// to and fro take no stack.
  static func leave(_ context: ContextPointer, _ entity: UnsafeMutablePointer<FunctionEntity>, frame: StackPointer) -> Int32 {
    let state = context.pointee.instance.unsafelyUnwrapped.pointee.state
    (state.pointee.tailCallee, state.pointee.tailSlots) = (entity, frame)
    return ExitStatus.done.rawValue
  }

  @inline(never)
  static func leave(_ context: ContextPointer, _ index: Int, frame: StackPointer) -> Int32 {
    leave(context, entity(index, context.pointee.instance.unsafelyUnwrapped), frame: frame)
  }

  @inline(never)
  private static func entity(_ index: Int, _ instance: UnsafeMutablePointer<InstanceEntity>) -> UnsafeMutablePointer<FunctionEntity> {
    instance.pointee.object.takeUnretainedValue().function(instance.pointee.importedFunctionCount + index)
  }

  /// Whether an exception that passes code of `instance` without a look might find a handler further out.
  private static func mayBeCaught(_ instance: UnsafeMutablePointer<InstanceEntity>) -> Bool {
    !instance.pointee.checksCalls && ModuleCode.hasHandlers
  }
}

// MARK: From compiled code

extension SlotCall {
  /// Calls a function that is not compiled, or compiled another way, for code of `instance`.
  @inline(never)
  static func fromCompiled(_ instance: UnsafeMutablePointer<InstanceEntity>, _ entity: UnsafeMutablePointer<FunctionEntity>, at base: StackPointer) -> ExitStatus {
    let state = instance.pointee.state
    let context = state.pointee.context
    context.activate(instance)
    guard entity.isCompiled, let other = entity.pointee.instance else { return run(entity, at: base, state) }
    // An exception must stop here if the caller looks for it and the callee would pass it by.
    guard instance.pointee.checksCalls, !other.pointee.checksCalls else { return run(entity, at: base, state) }
    return Activation.run(entity, at: base, context)
  }
}
