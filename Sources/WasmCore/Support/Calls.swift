import Synchronization
@_spi(Compiled) import WasmCore

// Calls of functions that only running tells, and what the way back from calls may bring.

/// call_indirect: the function at `index` of the table, of the type with the module's index `type`.
@_spi(Compiled) @_transparent
public func indirect(_ g: CompiledInstance, _ tableIndex: Int, _ index: UInt32, _ type: Int) -> Callee {
  let table = g.pointee.tables[tableIndex]
  if UInt64(index) >= table.pointee.count { trap_undefined_element(g) }
  guard let callee = Callee(bitPattern: UInt(table.pointee.slots[Int(index)])) else {
    return resolve_element(g, tableIndex, index, g.pointee.typeIDs[type])
  }
  if callee.pointee.typeID != g.pointee.typeIDs[type] { trap_indirect_call(g) }
  return callee
}

/// The same for the first table; nil for everything that takes a closer look, which is what `indirect` is for.
@_spi(Compiled) @_transparent
public func element(_ g: CompiledInstance, _ index: UInt32, _ type: Int) -> Callee? {
  let table = g.pointee.firstTable.unsafelyUnwrapped
  guard UInt64(index) < table.pointee.count, let callee = Callee(bitPattern: UInt(table.pointee.slots[Int(index)])),
    callee.pointee.typeID == g.pointee.typeIDs[type]
  else { return nil }
  return callee
}

/// call_ref: the function behind a reference.
@_spi(Compiled) @_transparent
public func referenced(_ g: CompiledInstance, _ reference: UInt64) -> Callee {
  guard let callee = Callee(bitPattern: UInt(reference)) else { trap_null_function(g) }
  return callee
}

@_spi(Compiled) @_transparent
public func native(_ callee: Callee) -> UnsafeRawPointer? { callee.pointee.native }

@_spi(Compiled) @_transparent
public func native_checked(_ callee: Callee) -> UnsafeRawPointer? { callee.pointee.checkedNative }

/// The instance that a compiled function belongs to.
@_spi(Compiled) @_transparent
public func environment(_ callee: Callee) -> CompiledInstance { callee.pointee.instance.unsafelyUnwrapped }

/// The end of a function that calls others. A call that was the last thing it does would become a jump, or it a loop: recursion
/// without end would not end in a trap. A fence that the processor does not need keeps them apart; elsewhere, a store.
@_spi(Compiled) @_transparent
public func returned(_ g: CompiledInstance) {
  #if arch(x86_64)
    atomicMemoryFence(ordering: .acquiring)
  #else
    g.pointee.returned = 0
  #endif
}

/// Whether an exception is looking for its handler.
@_spi(Compiled) @_transparent
public func thrown(_ g: CompiledInstance) -> Bool { g.pointee.state.pointee.thrown != 0 }

/// Whether the function that has just returned has left a tail call to be made.
@_spi(Compiled) @_transparent
public func pending(_ g: CompiledInstance) -> Bool { g.pointee.state.pointee.tailCallee != nil }
