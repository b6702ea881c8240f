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
public func trap_indirect_call(_ g: CompiledInstance, isNull: Bool) -> Never {
  g.pointee.state.trap(isNull ? .uninitializedElement : .indirectCallTypeMismatch)
}

@_spi(Compiled) @inline(never)
public func trap_null_function(_ g: CompiledInstance) -> Never { g.pointee.state.trap(.nullFunctionReference) }

@_spi(Compiled) @inline(never)
public func trap_null_reference(_ g: CompiledInstance) -> Never { g.pointee.state.trap(.nullReference) }

@_spi(Compiled) @inline(never)
public func trap_stack(_ g: CompiledInstance) -> Never { g.pointee.state.trap(.callStackExhausted) }

extension UnsafeMutablePointer where Pointee == CompiledState {
  /// Ends the activation.
  @inline(never)
  func trap(_ code: TrapCode) -> Never {
    leaveGuest()
    pointee.context.pointee.trapCode = code.rawValue
    leave(with: .trapped)
  }

  @inline(never)
  func leave(with status: ExitStatus) -> Never {
    guard let activation = pointee.activation else { preconditionFailure("compiled code runs in an activation") }
    activation.leave(with: status)
  }
}
