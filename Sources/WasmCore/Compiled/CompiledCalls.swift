/// What generated code calls to call functions that are not compiled as it is; its names are part of `CompiledFormat`.

/// A function as generated code knows it.
@_spi(Compiled) public typealias Callee = UnsafeMutablePointer<FunctionEntity>

/// Slots for the arguments and results of a call, and one more, which an interpreted callee's return address goes to.
@_spi(Compiled)
public func beginCall(_ g: CompiledInstance, _ count: Int) -> UnsafeMutablePointer<UInt64> {
  let state = g.pointee.state
  let slots = state.pointee.context.pointee.stackTop
  if UInt(bitPattern: slots + count + 1) > state.pointee.slotsEnd { state.trap(state.isStopRequested ? .interrupted : .callStackExhausted) }
  return slots
}

/// Calls `callee` with its arguments in `slots`, where its results will be.
@_spi(Compiled)
public func call(_ g: CompiledInstance, _ callee: Callee, _ slots: UnsafeMutablePointer<UInt64>) {
  let state = g.pointee.state
  state.leaveGuest()
  let status = SlotCall.fromCompiled(g, callee, at: slots)
  if status == .threw, g.pointee.checksCalls {
    state.noteThrow()
  } else if status != .done {
    state.leave(with: status)
  }
  state.enterGuest()
}

/// Takes slots for the arguments of a tail call, which the caller of the calling function makes.
@_spi(Compiled)
public func beginTail(_ g: CompiledInstance, _ callee: Callee, _ count: Int) -> UnsafeMutablePointer<UInt64> {
  let slots = beginCall(g, count)
  g.pointee.state.pointee.tailSlots = slots
  g.pointee.state.pointee.tailCallee = callee
  return slots
}

/// Makes the pending tail call, and those it ends in.
/// - Returns: where the results are.
@_spi(Compiled)
public func finish(_ g: CompiledInstance, _ count: Int) -> UnsafeMutablePointer<UInt64> {
  let state = g.pointee.state
  let slots = beginCall(g, count)
  guard let callee = state.pointee.tailCallee else { preconditionFailure("no tail call is pending") }
  state.pointee.tailCallee = nil
  call(g, callee, slots)
  return slots
}

/// The function with that index.
@_spi(Compiled)
public func function(_ g: CompiledInstance, _ index: Int) -> Callee {
  let imported = g.pointee.importedFunctionCount
  if index < imported { return g.pointee.importedFunctions[index] }
  if let function = g.pointee.functions[index - imported] { return function }
  g.pointee.state.leaveGuest()
  let function = make(g, index)
  g.pointee.state.enterGuest()
  return function
}

@inline(never)
private func make(_ g: CompiledInstance, _ index: Int) -> Callee { g.pointee.object.takeUnretainedValue().function(index) }

/// The function at `index` of a table, if it is of that type, where a call has found null.
@_spi(Compiled) @inline(never)
public func resolve_element(_ g: CompiledInstance, _ table: Int, _ index: UInt32, _ typeID: UInt32) -> Callee {
  let table = g.pointee.tables[table]
  g.pointee.state.leaveGuest()
  let callee = table.resolve(index)
  guard let callee else { g.pointee.state.trap(.uninitializedElement) }
  if callee.pointee.typeID != typeID { g.pointee.state.trap(.indirectCallTypeMismatch) }
  g.pointee.state.enterGuest()
  return callee
}
