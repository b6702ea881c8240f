/// The ends of compiled code.

@_spi(Compiled) @inline(never)
public func trap(_ g: CompiledInstance, _ code: UInt8) -> Never {
  g.pointee.state.trap(TrapCode(rawValue: code) ?? .unreachable)
}

@_spi(Compiled) @inline(never)
public func trap_unreachable(_ g: CompiledInstance) -> Never { g.pointee.state.trap(.unreachable) }

/// The traps of calls, out of the way of those that work.
@_spi(Compiled) @inline(never)
public func trap_undefined_element(_ g: CompiledInstance) -> Never { g.pointee.state.trap(.undefinedElement) }

@_spi(Compiled) @inline(never)
public func trap_indirect_call(_ g: CompiledInstance) -> Never { g.pointee.state.trap(.indirectCallTypeMismatch) }

@_spi(Compiled) @inline(never)
public func trap_null_function(_ g: CompiledInstance) -> Never { g.pointee.state.trap(.nullFunctionReference) }

@_spi(Compiled) @inline(never)
public func trap_null_reference(_ g: CompiledInstance) -> Never { g.pointee.state.trap(.nullReference) }

/// Traps when the native stack has no room for a frame of that many words, or someone wants the guest to stop.
@_spi(Compiled) @inline(never)
public func checkStack(_ g: CompiledInstance, _ words: Int) {
  let needed = UInt(words * MemoryLayout<UInt64>.size)
  let position = NativeStack.position
  if position < needed || position - needed < g.pointee.state.pointee.stackLimit { g.pointee.state.trap(.callStackExhausted) }
  if isStopRequested(g) { trap_interrupted(g) }
}

/// Whether someone wants the guest to stop.
@_spi(Compiled) @inline(never)
public func isStopRequested(_ g: CompiledInstance) -> Bool { g.pointee.state.isStopRequested }

@_spi(Compiled) @inline(never)
public func trap_interrupted(_ g: CompiledInstance) -> Never { g.pointee.state.trap(.interrupted) }

/// An access outside of a memory of the current activation.
@_spi(Compiled) @inline(never)
public func trap_out_of_bounds() -> Never { Activation.trap(.outOfBoundsMemoryAccess) }

/// Takes a value, so that what loads it cannot be left out: a load traps even if nothing uses its result.
@_spi(Compiled) @inline(never)
public func use(_ value: UInt64) {}

@_spi(Compiled) @inline(never)
public func use(_ value: Double) {}

extension UnsafeMutablePointer where Pointee == CompiledState {
  /// Ends the activation.
  @inline(never)
  func trap(_ code: TrapCode) -> Never {
    reserveStackToLeave()
    endGuest()
    pointee.context.pointee.trapCode = code.rawValue
    leave(with: .trapped)
  }

  @inline(never)
  func leave(with status: ExitStatus) -> Never {
    guard let activation = pointee.activation else { preconditionFailure("compiled code runs in an activation") }
    activation.leave(with: status)
  }
}
