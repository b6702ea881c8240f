import WasmNumerics

// Conversions between number types, and what goes with them.

@_spi(Compiled) @_transparent public func i32(_ condition: Bool) -> UInt32 { condition ? 1 : 0 }

@_spi(Compiled) @_transparent public func i32_wrap_i64(_ x: UInt64) -> UInt32 { Wrap.apply(x) }
@_spi(Compiled) @_transparent public func i64_extend_i32_s(_ x: UInt32) -> UInt64 { ExtendSigned.apply(x) }
@_spi(Compiled) @_transparent public func i64_extend_i32_u(_ x: UInt32) -> UInt64 { ExtendUnsigned.apply(x) }
@_spi(Compiled) @_transparent public func f32_demote_f64(_ x: Double) -> Float { Demote.apply(x) }
@_spi(Compiled) @_transparent public func f64_promote_f32(_ x: Float) -> Double { Promote.apply(x) }
@_spi(Compiled) @_transparent public func f32_convert_i32_s(_ x: UInt32) -> Float { ConvertSigned<UInt32, Float>.apply(x) }
@_spi(Compiled) @_transparent public func f32_convert_i32_u(_ x: UInt32) -> Float { ConvertUnsigned<UInt32, Float>.apply(x) }
@_spi(Compiled) @_transparent public func i32_trunc_sat_f32_s(_ x: Float) -> UInt32 { TruncateSaturating<F32ToI32Signed>.apply(x) }
@_spi(Compiled) @_transparent public func i32_trunc_sat_f32_u(_ x: Float) -> UInt32 { TruncateSaturating<F32ToI32Unsigned>.apply(x) }
@_spi(Compiled) @_transparent public func f64_convert_i32_s(_ x: UInt32) -> Double { ConvertSigned<UInt32, Double>.apply(x) }
@_spi(Compiled) @_transparent public func f64_convert_i32_u(_ x: UInt32) -> Double { ConvertUnsigned<UInt32, Double>.apply(x) }
@_spi(Compiled) @_transparent public func i32_trunc_sat_f64_s(_ x: Double) -> UInt32 { TruncateSaturating<F64ToI32Signed>.apply(x) }
@_spi(Compiled) @_transparent public func i32_trunc_sat_f64_u(_ x: Double) -> UInt32 { TruncateSaturating<F64ToI32Unsigned>.apply(x) }
@_spi(Compiled) @_transparent public func f32_convert_i64_s(_ x: UInt64) -> Float { ConvertSigned<UInt64, Float>.apply(x) }
@_spi(Compiled) @_transparent public func f32_convert_i64_u(_ x: UInt64) -> Float { ConvertUnsigned<UInt64, Float>.apply(x) }
@_spi(Compiled) @_transparent public func i64_trunc_sat_f32_s(_ x: Float) -> UInt64 { TruncateSaturating<F32ToI64Signed>.apply(x) }
@_spi(Compiled) @_transparent public func i64_trunc_sat_f32_u(_ x: Float) -> UInt64 { TruncateSaturating<F32ToI64Unsigned>.apply(x) }
@_spi(Compiled) @_transparent public func f64_convert_i64_s(_ x: UInt64) -> Double { ConvertSigned<UInt64, Double>.apply(x) }
@_spi(Compiled) @_transparent public func f64_convert_i64_u(_ x: UInt64) -> Double { ConvertUnsigned<UInt64, Double>.apply(x) }
@_spi(Compiled) @_transparent public func i64_trunc_sat_f64_s(_ x: Double) -> UInt64 { TruncateSaturating<F64ToI64Signed>.apply(x) }
@_spi(Compiled) @_transparent public func i64_trunc_sat_f64_u(_ x: Double) -> UInt64 { TruncateSaturating<F64ToI64Unsigned>.apply(x) }
@_spi(Compiled) @_transparent public func i32_reinterpret_f32(_ x: Float) -> UInt32 { Reinterpret<Float, UInt32>.apply(x) }
@_spi(Compiled) @_transparent public func f32_reinterpret_i32(_ x: UInt32) -> Float { Reinterpret<UInt32, Float>.apply(x) }
@_spi(Compiled) @_transparent public func i64_reinterpret_f64(_ x: Double) -> UInt64 { Reinterpret<Double, UInt64>.apply(x) }
@_spi(Compiled) @_transparent public func f64_reinterpret_i64(_ x: UInt64) -> Double { Reinterpret<UInt64, Double>.apply(x) }

@_spi(Compiled) @_transparent public func i32_select(_ x: UInt32, _ y: UInt32, _ condition: Bool) -> UInt32 { condition ? x : y }
@_spi(Compiled) @_transparent public func i64_select(_ x: UInt64, _ y: UInt64, _ condition: Bool) -> UInt64 { condition ? x : y }
@_spi(Compiled) @_transparent public func f32_select(_ x: Float, _ y: Float, _ condition: Bool) -> Float { condition ? x : y }
@_spi(Compiled) @_transparent public func f64_select(_ x: Double, _ y: Double, _ condition: Bool) -> Double { condition ? x : y }
