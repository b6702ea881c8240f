/// Calls from the guest to host functions.
enum HostCall {
  /// Calls the host function with its arguments at `base`, where it leaves its results. Slots above are free.
  @inline(never)
  static func call(
    _ entity: UnsafeMutablePointer<FunctionEntity>, _ base: StackPointer, _ context: ContextPointer
  ) -> ExitStatus {
    if let status = Activation.callOnHostThread(entity, base) { return status }
    let store = context.store
    let function = store.hostFunctions[Int(entity.pointee.index)]
    let stackTop = base + function.type.slotCount
    let parameterCount = function.type.parameters.count
    guard UInt(bitPattern: stackTop + parameterCount) <= store.contextStorage.stackEnd, context.hasNativeStack else {
      store.pendingError = Trap(.callStackExhausted)
      return .trapped
    }
    // Arguments and results share slots; the host gets the arguments in a place of their own.
    stackTop.update(from: base, count: parameterCount)
    for index in 0..<function.type.results.count { base[index] = 0 }
    let frame = CallFrame(arguments: stackTop, results: base, function: function.type, store: store)
    let outerTop = context.pointee.stackTop
    let (pc, sp) = (context.pointee.pc, context.pointee.sp)
    context.pointee.stackTop = stackTop + parameterCount
    defer {
      context.pointee.stackTop = outerTop
      // Where the guest made this call: a nested invocation may have left its own.
      (context.pointee.pc, context.pointee.sp) = (pc, sp)
      context.refreshMemory()
    }
    let caller = Caller(store: store, instance: context.pointee.instance.map { Instance(store: store, entity: $0) })
    do {
      try function.body(caller, frame)
      return .done
    } catch let exception as WasmException where exception.belongs(to: store) {
      store.pendingError = exception
      return .threw
    } catch let trap as Trap {
      if let exception = trap.exception, exception.belongs(to: store) {
        // An exception that a nested invocation let through goes on to the handlers of this one.
        store.pendingError = exception
        return .threw
      }
      store.pendingError = trap
      return .trapped
    } catch {
      store.pendingError = error
      return .trapped
    }
  }
}
