import WasmNumerics

// Globals, and arguments and results in slots. Most functions work on globals: what does so has a name of its own, overloads
// would take the compiler longer.

@_spi(Compiled) @_transparent public func i32_global_get(_ gl: UnsafeMutablePointer<UInt64>, _ index: Int) -> UInt32 { UInt32(slot: gl[index]) }
@_spi(Compiled) @_transparent public func i32_global_set(_ gl: UnsafeMutablePointer<UInt64>, _ index: Int, _ x: UInt32) { gl[index] = x.slot }
@_spi(Compiled) @_transparent public func i32_slot(_ s: UnsafeMutablePointer<UInt64>, _ index: Int) -> UInt32 { UInt32(slot: s[index]) }
@_spi(Compiled) @_transparent public func i32_slot(_ s: UnsafeMutablePointer<UInt64>, _ index: Int, _ x: UInt32) { s[index] = x.slot }
@_spi(Compiled) @_transparent public func i64_global_get(_ gl: UnsafeMutablePointer<UInt64>, _ index: Int) -> UInt64 { UInt64(slot: gl[index]) }
@_spi(Compiled) @_transparent public func i64_global_set(_ gl: UnsafeMutablePointer<UInt64>, _ index: Int, _ x: UInt64) { gl[index] = x.slot }
@_spi(Compiled) @_transparent public func i64_slot(_ s: UnsafeMutablePointer<UInt64>, _ index: Int) -> UInt64 { UInt64(slot: s[index]) }
@_spi(Compiled) @_transparent public func i64_slot(_ s: UnsafeMutablePointer<UInt64>, _ index: Int, _ x: UInt64) { s[index] = x.slot }
@_spi(Compiled) @_transparent public func f32_global_get(_ gl: UnsafeMutablePointer<UInt64>, _ index: Int) -> Float { Float(slot: gl[index]) }
@_spi(Compiled) @_transparent public func f32_global_set(_ gl: UnsafeMutablePointer<UInt64>, _ index: Int, _ x: Float) { gl[index] = x.slot }
@_spi(Compiled) @_transparent public func f32_slot(_ s: UnsafeMutablePointer<UInt64>, _ index: Int) -> Float { Float(slot: s[index]) }
@_spi(Compiled) @_transparent public func f32_slot(_ s: UnsafeMutablePointer<UInt64>, _ index: Int, _ x: Float) { s[index] = x.slot }
@_spi(Compiled) @_transparent public func f64_global_get(_ gl: UnsafeMutablePointer<UInt64>, _ index: Int) -> Double { Double(slot: gl[index]) }
@_spi(Compiled) @_transparent public func f64_global_set(_ gl: UnsafeMutablePointer<UInt64>, _ index: Int, _ x: Double) { gl[index] = x.slot }
@_spi(Compiled) @_transparent public func f64_slot(_ s: UnsafeMutablePointer<UInt64>, _ index: Int) -> Double { Double(slot: s[index]) }
@_spi(Compiled) @_transparent public func f64_slot(_ s: UnsafeMutablePointer<UInt64>, _ index: Int, _ x: Double) { s[index] = x.slot }
