/// Exceptions in generated code. One that is under way is the store's pending error and `CompiledState.thrown`; functions
/// return, and their callers look.

/// Slots for the values of an exception.
@_spi(Compiled)
public func beginThrow(_ g: CompiledInstance, _ count: Int) -> UnsafeMutablePointer<UInt64> { beginCall(g, count) }

extension UnsafeMutablePointer where Pointee == CompiledState {
  /// An exception begins its way through compiled code. Where that was is what the backtrace shows if nobody catches it; only the
  /// innermost part of it, or exceptions deep in a recursion would take their time.
  func noteThrow() {
    pointee.thrown = 1
    pointee.activation?.noteTrace(limit: 64)
  }
}

/// throw: an exception of the tag with that index, with the values in `slots`.
@_spi(Compiled)
public func throwException(_ g: CompiledInstance, _ tag: Int, _ slots: UnsafeMutablePointer<UInt64>) {
  g.pointee.state.leaveGuest()
  makeException(g, tag, slots)
  g.pointee.state.noteThrow()
  g.pointee.state.enterGuest()
}

@inline(never)
private func makeException(_ g: CompiledInstance, _ tag: Int, _ slots: UnsafeMutablePointer<UInt64>) {
  let object = g.pointee.object.takeUnretainedValue()
  let contents = object.module.contents
  let count = contents.types[Int(contents.tagTypes[tag])].parameters.count
  let payload = Array(UnsafeBufferPointer(start: slots, count: count))
  let exception = object.store.makeException(g.pointee.tags[tag], payload, stackTop: slots + count)
  object.store.pendingError = WasmException(store: object.store, object: exception)
}

/// throw_ref.
@_spi(Compiled)
public func throwReference(_ g: CompiledInstance, _ reference: UInt64) {
  if reference == 0 { g.pointee.state.trap(.nullExceptionReference) }
  g.pointee.state.leaveGuest()
  throwAgain(g, reference)
  g.pointee.state.noteThrow()
  g.pointee.state.enterGuest()
}

@inline(never)
private func throwAgain(_ g: CompiledInstance, _ reference: UInt64) {
  let store = g.pointee.object.takeUnretainedValue().store
  store.pendingError = WasmException(store: store, object: store.exceptions.object(reference))
}

/// Whether the exception that is under way has the tag with that index.
@_spi(Compiled)
public func catches(_ g: CompiledInstance, _ tag: Int) -> Bool {
  g.pointee.state.leaveGuest()
  let result = pendingTag(g) == g.pointee.tags[tag]
  g.pointee.state.enterGuest()
  return result
}

@inline(never)
private func pendingTag(_ g: CompiledInstance) -> UnsafeMutablePointer<TagEntity>? {
  (g.pointee.object.takeUnretainedValue().store.pendingError as? WasmException)?.object.tag
}

/// Ends the way of the exception at a handler.
/// - Returns: slots with its values, then the reference to it if that is wanted.
@_spi(Compiled)
public func caught(_ g: CompiledInstance, _ wantsReference: Bool) -> UnsafeMutablePointer<UInt64> {
  let state = g.pointee.state
  state.leaveGuest()
  state.pointee.thrown = 0
  let slots = state.pointee.context.pointee.stackTop
  guard takeException(g, wantsReference, slots) else { state.leave(with: .trapped) }
  state.enterGuest()
  return slots
}

/// The same for a handler of any exception, which wants the reference alone.
@_spi(Compiled)
public func caughtReference(_ g: CompiledInstance) -> UInt64 {
  let slots = caught(g, true)
  return slots[g.pointee.state.pointee.caughtCount]
}

@inline(never)
private func takeException(_ g: CompiledInstance, _ wantsReference: Bool, _ slots: UnsafeMutablePointer<UInt64>) -> Bool {
  let store = g.pointee.object.takeUnretainedValue().store
  guard let exception = store.pendingError as? WasmException else { preconditionFailure("nothing was thrown") }
  store.pendingError = nil
  store.forgetTrace()
  let payload = exception.object.payload
  guard UInt(bitPattern: slots + payload.count + 1) <= store.contextStorage.stackEnd else {
    store.pendingError = Trap(.callStackExhausted)
    return false
  }
  for (index, value) in payload.enumerated() { slots[index] = value }
  guard wantsReference else { return true }
  guard let reference = store.reference(exception.object, stackTop: slots + payload.count) else {
    store.pendingError = Trap(.callStackExhausted, detail: "the guest keeps too many exceptions")
    return false
  }
  slots[payload.count] = reference
  store.contextStorage.compiledState.pointee.caughtCount = payload.count
  return true
}

extension Store {
  /// An exception has found its handler: nobody will ask where it came from.
  func forgetTrace() {
    if !trapFrames.isEmpty { trapFrames = [] }
    contextStorage.compiledState.pointee.activation?.forgetTrace()
  }
}
