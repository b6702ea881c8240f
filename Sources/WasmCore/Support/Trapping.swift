@_spi(Compiled) import WasmCore
import WasmNumerics

// Instructions without a result for some operands.

/// The Swift compiler refuses divisions by constants that fail, also where they are never reached; so it must not know that a
/// divisor is one.
@_spi(Compiled) @_transparent
public func trapping<O: BinaryOperation>(_: O.Type, _ x: O.Operand, _ y: O.Operand, _ g: CompiledInstance) -> O.Result where O.Operand: WasmInteger {
  var code: UInt8 = 0
  let result = O.apply(x, y | O.Operand(slot: g.pointee.zero), &code)
  if code != 0 { trap(g, code) }
  return result
}

@_spi(Compiled) @_transparent
public func trapping<O: UnaryOperation>(_: O.Type, _ x: O.Operand, _ g: CompiledInstance) -> O.Result {
  var code: UInt8 = 0
  let result = O.apply(x, &code)
  if code != 0 { trap(g, code) }
  return result
}

@_spi(Compiled) @_transparent public func i32_div_s(_ x: UInt32, _ y: UInt32, _ g: CompiledInstance) -> UInt32 { trapping(DivideSigned<UInt32>.self, x, y, g) }
@_spi(Compiled) @_transparent public func i32_div_u(_ x: UInt32, _ y: UInt32, _ g: CompiledInstance) -> UInt32 { trapping(DivideUnsigned<UInt32>.self, x, y, g) }
@_spi(Compiled) @_transparent public func i32_rem_s(_ x: UInt32, _ y: UInt32, _ g: CompiledInstance) -> UInt32 { trapping(RemainderSigned<UInt32>.self, x, y, g) }
@_spi(Compiled) @_transparent public func i32_rem_u(_ x: UInt32, _ y: UInt32, _ g: CompiledInstance) -> UInt32 { trapping(RemainderUnsigned<UInt32>.self, x, y, g) }
@_spi(Compiled) @_transparent public func i64_div_s(_ x: UInt64, _ y: UInt64, _ g: CompiledInstance) -> UInt64 { trapping(DivideSigned<UInt64>.self, x, y, g) }
@_spi(Compiled) @_transparent public func i64_div_u(_ x: UInt64, _ y: UInt64, _ g: CompiledInstance) -> UInt64 { trapping(DivideUnsigned<UInt64>.self, x, y, g) }
@_spi(Compiled) @_transparent public func i64_rem_s(_ x: UInt64, _ y: UInt64, _ g: CompiledInstance) -> UInt64 { trapping(RemainderSigned<UInt64>.self, x, y, g) }
@_spi(Compiled) @_transparent public func i64_rem_u(_ x: UInt64, _ y: UInt64, _ g: CompiledInstance) -> UInt64 { trapping(RemainderUnsigned<UInt64>.self, x, y, g) }
/// The same by a constant other than 0 and -1.
@_spi(Compiled) @_transparent
public func total<O: BinaryOperation>(_: O.Type, _ x: O.Operand, _ y: O.Operand) -> O.Result {
  var code: UInt8 = 0
  return O.apply(x, y, &code)
}

@_spi(Compiled) @_transparent public func i32_div_s(_ x: UInt32, _ y: UInt32) -> UInt32 { total(DivideSigned<UInt32>.self, x, y) }
@_spi(Compiled) @_transparent public func i32_div_u(_ x: UInt32, _ y: UInt32) -> UInt32 { total(DivideUnsigned<UInt32>.self, x, y) }
@_spi(Compiled) @_transparent public func i32_rem_s(_ x: UInt32, _ y: UInt32) -> UInt32 { total(RemainderSigned<UInt32>.self, x, y) }
@_spi(Compiled) @_transparent public func i32_rem_u(_ x: UInt32, _ y: UInt32) -> UInt32 { total(RemainderUnsigned<UInt32>.self, x, y) }
@_spi(Compiled) @_transparent public func i64_div_s(_ x: UInt64, _ y: UInt64) -> UInt64 { total(DivideSigned<UInt64>.self, x, y) }
@_spi(Compiled) @_transparent public func i64_div_u(_ x: UInt64, _ y: UInt64) -> UInt64 { total(DivideUnsigned<UInt64>.self, x, y) }
@_spi(Compiled) @_transparent public func i64_rem_s(_ x: UInt64, _ y: UInt64) -> UInt64 { total(RemainderSigned<UInt64>.self, x, y) }
@_spi(Compiled) @_transparent public func i64_rem_u(_ x: UInt64, _ y: UInt64) -> UInt64 { total(RemainderUnsigned<UInt64>.self, x, y) }

@_spi(Compiled) @_transparent public func i32_trunc_f32_s(_ x: Float, _ g: CompiledInstance) -> UInt32 { trapping(TruncateToInteger<F32ToI32Signed>.self, x, g) }
@_spi(Compiled) @_transparent public func i32_trunc_f32_u(_ x: Float, _ g: CompiledInstance) -> UInt32 { trapping(TruncateToInteger<F32ToI32Unsigned>.self, x, g) }
@_spi(Compiled) @_transparent public func i32_trunc_f64_s(_ x: Double, _ g: CompiledInstance) -> UInt32 { trapping(TruncateToInteger<F64ToI32Signed>.self, x, g) }
@_spi(Compiled) @_transparent public func i32_trunc_f64_u(_ x: Double, _ g: CompiledInstance) -> UInt32 { trapping(TruncateToInteger<F64ToI32Unsigned>.self, x, g) }
@_spi(Compiled) @_transparent public func i64_trunc_f32_s(_ x: Float, _ g: CompiledInstance) -> UInt64 { trapping(TruncateToInteger<F32ToI64Signed>.self, x, g) }
@_spi(Compiled) @_transparent public func i64_trunc_f32_u(_ x: Float, _ g: CompiledInstance) -> UInt64 { trapping(TruncateToInteger<F32ToI64Unsigned>.self, x, g) }
@_spi(Compiled) @_transparent public func i64_trunc_f64_s(_ x: Double, _ g: CompiledInstance) -> UInt64 { trapping(TruncateToInteger<F64ToI64Signed>.self, x, g) }
@_spi(Compiled) @_transparent public func i64_trunc_f64_u(_ x: Double, _ g: CompiledInstance) -> UInt64 { trapping(TruncateToInteger<F64ToI64Unsigned>.self, x, g) }
