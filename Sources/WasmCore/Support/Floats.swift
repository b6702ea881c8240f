@_spi(Compiled) import WasmCore
import WasmNumerics

// Floating-point instructions; `f32_bits` and `f64_bits` are constants.

// f32
@_spi(Compiled) @_transparent public func f32_eq(_ x: Float, _ y: Float) -> Bool { Equal<Float>.holds(x, y) }
@_spi(Compiled) @_transparent public func f32_ne(_ x: Float, _ y: Float) -> Bool { NotEqual<Float>.holds(x, y) }
@_spi(Compiled) @_transparent public func f32_lt(_ x: Float, _ y: Float) -> Bool { Less<Float>.holds(x, y) }
@_spi(Compiled) @_transparent public func f32_gt(_ x: Float, _ y: Float) -> Bool { Greater<Float>.holds(x, y) }
@_spi(Compiled) @_transparent public func f32_le(_ x: Float, _ y: Float) -> Bool { LessOrEqual<Float>.holds(x, y) }
@_spi(Compiled) @_transparent public func f32_ge(_ x: Float, _ y: Float) -> Bool { GreaterOrEqual<Float>.holds(x, y) }
@_spi(Compiled) @_transparent public func f32_abs(_ x: Float) -> Float { Absolute<Float>.apply(x) }
@_spi(Compiled) @_transparent public func f32_neg(_ x: Float) -> Float { Negate<Float>.apply(x) }
@_spi(Compiled) @_transparent public func f32_ceil(_ x: Float) -> Float { Ceiling<Float>.apply(x) }
@_spi(Compiled) @_transparent public func f32_floor(_ x: Float) -> Float { Floor<Float>.apply(x) }
@_spi(Compiled) @_transparent public func f32_trunc(_ x: Float) -> Float { Truncate<Float>.apply(x) }
@_spi(Compiled) @_transparent public func f32_nearest(_ x: Float) -> Float { Nearest<Float>.apply(x) }
@_spi(Compiled) @_transparent public func f32_sqrt(_ x: Float) -> Float { SquareRoot<Float>.apply(x) }
@_spi(Compiled) @_transparent public func f32_add(_ x: Float, _ y: Float) -> Float { FloatAdd<Float>.apply(x, y) }
@_spi(Compiled) @_transparent public func f32_sub(_ x: Float, _ y: Float) -> Float { FloatSubtract<Float>.apply(x, y) }
@_spi(Compiled) @_transparent public func f32_mul(_ x: Float, _ y: Float) -> Float { FloatMultiply<Float>.apply(x, y) }
@_spi(Compiled) @_transparent public func f32_div(_ x: Float, _ y: Float) -> Float { FloatDivide<Float>.apply(x, y) }
@_spi(Compiled) @_transparent public func f32_min(_ x: Float, _ y: Float) -> Float { Minimum<Float>.apply(x, y) }
@_spi(Compiled) @_transparent public func f32_max(_ x: Float, _ y: Float) -> Float { Maximum<Float>.apply(x, y) }
@_spi(Compiled) @_transparent public func f32_copysign(_ x: Float, _ y: Float) -> Float { CopySign<Float>.apply(x, y) }
@_spi(Compiled) @_transparent public func f32_bits(_ bits: UInt32) -> Float { Float(bitPattern: bits) }

// f64
@_spi(Compiled) @_transparent public func f64_eq(_ x: Double, _ y: Double) -> Bool { Equal<Double>.holds(x, y) }
@_spi(Compiled) @_transparent public func f64_ne(_ x: Double, _ y: Double) -> Bool { NotEqual<Double>.holds(x, y) }
@_spi(Compiled) @_transparent public func f64_lt(_ x: Double, _ y: Double) -> Bool { Less<Double>.holds(x, y) }
@_spi(Compiled) @_transparent public func f64_gt(_ x: Double, _ y: Double) -> Bool { Greater<Double>.holds(x, y) }
@_spi(Compiled) @_transparent public func f64_le(_ x: Double, _ y: Double) -> Bool { LessOrEqual<Double>.holds(x, y) }
@_spi(Compiled) @_transparent public func f64_ge(_ x: Double, _ y: Double) -> Bool { GreaterOrEqual<Double>.holds(x, y) }
@_spi(Compiled) @_transparent public func f64_abs(_ x: Double) -> Double { Absolute<Double>.apply(x) }
@_spi(Compiled) @_transparent public func f64_neg(_ x: Double) -> Double { Negate<Double>.apply(x) }
@_spi(Compiled) @_transparent public func f64_ceil(_ x: Double) -> Double { Ceiling<Double>.apply(x) }
@_spi(Compiled) @_transparent public func f64_floor(_ x: Double) -> Double { Floor<Double>.apply(x) }
@_spi(Compiled) @_transparent public func f64_trunc(_ x: Double) -> Double { Truncate<Double>.apply(x) }
@_spi(Compiled) @_transparent public func f64_nearest(_ x: Double) -> Double { Nearest<Double>.apply(x) }
@_spi(Compiled) @_transparent public func f64_sqrt(_ x: Double) -> Double { SquareRoot<Double>.apply(x) }
@_spi(Compiled) @_transparent public func f64_add(_ x: Double, _ y: Double) -> Double { FloatAdd<Double>.apply(x, y) }
@_spi(Compiled) @_transparent public func f64_sub(_ x: Double, _ y: Double) -> Double { FloatSubtract<Double>.apply(x, y) }
@_spi(Compiled) @_transparent public func f64_mul(_ x: Double, _ y: Double) -> Double { FloatMultiply<Double>.apply(x, y) }
@_spi(Compiled) @_transparent public func f64_div(_ x: Double, _ y: Double) -> Double { FloatDivide<Double>.apply(x, y) }
@_spi(Compiled) @_transparent public func f64_min(_ x: Double, _ y: Double) -> Double { Minimum<Double>.apply(x, y) }
@_spi(Compiled) @_transparent public func f64_max(_ x: Double, _ y: Double) -> Double { Maximum<Double>.apply(x, y) }
@_spi(Compiled) @_transparent public func f64_copysign(_ x: Double, _ y: Double) -> Double { CopySign<Double>.apply(x, y) }
@_spi(Compiled) @_transparent public func f64_bits(_ bits: UInt64) -> Double { Double(bitPattern: bits) }

// Constants that the Swift compiler does not know: what multiplies by 1, say, quiets a NaN, and must not be left out.

@_spi(Compiled) @_transparent
public func f32_bits(_ g: CompiledInstance, _ bits: UInt32) -> Float { Float(bitPattern: bits | UInt32(truncatingIfNeeded: g.pointee.zero)) }

@_spi(Compiled) @_transparent
public func f64_bits(_ g: CompiledInstance, _ bits: UInt64) -> Double { Double(bitPattern: bits | g.pointee.zero) }

