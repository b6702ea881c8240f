@_spi(Compiled) import WasmCore
import WasmNumerics

// Instructions without a result for some operands.

@_spi(Compiled) @_transparent
public func trapping<O: BinaryOperation>(_: O.Type, _ x: O.Operand, _ y: O.Operand, _ g: CompiledInstance) -> O.Result {
  var code: UInt8 = 0
  let result = O.apply(x, y, &code)
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
@_spi(Compiled) @_transparent public func i32_trunc_f32_s(_ x: Float, _ g: CompiledInstance) -> UInt32 { trapping(TruncateSigned<Float, UInt32>.self, x, g) }
@_spi(Compiled) @_transparent public func i32_trunc_f32_u(_ x: Float, _ g: CompiledInstance) -> UInt32 { trapping(TruncateUnsigned<Float, UInt32>.self, x, g) }
@_spi(Compiled) @_transparent public func i32_trunc_f64_s(_ x: Double, _ g: CompiledInstance) -> UInt32 { trapping(TruncateSigned<Double, UInt32>.self, x, g) }
@_spi(Compiled) @_transparent public func i32_trunc_f64_u(_ x: Double, _ g: CompiledInstance) -> UInt32 { trapping(TruncateUnsigned<Double, UInt32>.self, x, g) }
@_spi(Compiled) @_transparent public func i64_trunc_f32_s(_ x: Float, _ g: CompiledInstance) -> UInt64 { trapping(TruncateSigned<Float, UInt64>.self, x, g) }
@_spi(Compiled) @_transparent public func i64_trunc_f32_u(_ x: Float, _ g: CompiledInstance) -> UInt64 { trapping(TruncateUnsigned<Float, UInt64>.self, x, g) }
@_spi(Compiled) @_transparent public func i64_trunc_f64_s(_ x: Double, _ g: CompiledInstance) -> UInt64 { trapping(TruncateSigned<Double, UInt64>.self, x, g) }
@_spi(Compiled) @_transparent public func i64_trunc_f64_u(_ x: Double, _ g: CompiledInstance) -> UInt64 { trapping(TruncateUnsigned<Double, UInt64>.self, x, g) }
