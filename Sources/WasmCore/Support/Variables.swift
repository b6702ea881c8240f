import WasmNumerics

// Globals, and arguments and results in slots.

@_spi(Compiled) @_transparent public func i32_global(_ cell: UnsafeMutablePointer<UInt64>) -> UInt32 { UInt32(slot: cell.pointee) }
@_spi(Compiled) @_transparent public func i32_global(_ cell: UnsafeMutablePointer<UInt64>, _ x: UInt32) { cell.pointee = x.slot }
@_spi(Compiled) @_transparent public func i32_slot(_ s: UnsafeMutablePointer<UInt64>, _ index: Int) -> UInt32 { UInt32(slot: s[index]) }
@_spi(Compiled) @_transparent public func i32_slot(_ s: UnsafeMutablePointer<UInt64>, _ index: Int, _ x: UInt32) { s[index] = x.slot }
@_spi(Compiled) @_transparent public func i64_global(_ cell: UnsafeMutablePointer<UInt64>) -> UInt64 { UInt64(slot: cell.pointee) }
@_spi(Compiled) @_transparent public func i64_global(_ cell: UnsafeMutablePointer<UInt64>, _ x: UInt64) { cell.pointee = x.slot }
@_spi(Compiled) @_transparent public func i64_slot(_ s: UnsafeMutablePointer<UInt64>, _ index: Int) -> UInt64 { UInt64(slot: s[index]) }
@_spi(Compiled) @_transparent public func i64_slot(_ s: UnsafeMutablePointer<UInt64>, _ index: Int, _ x: UInt64) { s[index] = x.slot }
@_spi(Compiled) @_transparent public func f32_global(_ cell: UnsafeMutablePointer<UInt64>) -> Float { Float(slot: cell.pointee) }
@_spi(Compiled) @_transparent public func f32_global(_ cell: UnsafeMutablePointer<UInt64>, _ x: Float) { cell.pointee = x.slot }
@_spi(Compiled) @_transparent public func f32_slot(_ s: UnsafeMutablePointer<UInt64>, _ index: Int) -> Float { Float(slot: s[index]) }
@_spi(Compiled) @_transparent public func f32_slot(_ s: UnsafeMutablePointer<UInt64>, _ index: Int, _ x: Float) { s[index] = x.slot }
@_spi(Compiled) @_transparent public func f64_global(_ cell: UnsafeMutablePointer<UInt64>) -> Double { Double(slot: cell.pointee) }
@_spi(Compiled) @_transparent public func f64_global(_ cell: UnsafeMutablePointer<UInt64>, _ x: Double) { cell.pointee = x.slot }
@_spi(Compiled) @_transparent public func f64_slot(_ s: UnsafeMutablePointer<UInt64>, _ index: Int) -> Double { Double(slot: s[index]) }
@_spi(Compiled) @_transparent public func f64_slot(_ s: UnsafeMutablePointer<UInt64>, _ index: Int, _ x: Double) { s[index] = x.slot }
