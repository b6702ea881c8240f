import WasmNumerics

// Loads and stores, at an address and the instruction's offset.

@_spi(Compiled) @_transparent
public func load<T: BitwiseCopyable>(_ m: MemoryBase, _ a: UInt32, _ o: UInt64, as type: T.Type) -> T {
  place(m, a, o, MemoryLayout<T>.size).loadUnaligned(as: type)
}

@_spi(Compiled) @_transparent
public func store<T: BitwiseCopyable>(_ m: MemoryBase, _ a: UInt32, _ o: UInt64, _ value: T) {
  place(m, a, o, MemoryLayout<T>.size).storeBytes(of: value, as: T.self)
}

@_spi(Compiled) @_transparent public func i32_load(_ m: MemoryBase, _ a: UInt32, _ o: UInt64) -> UInt32 { load(m, a, o, as: UInt32.self) }
@_spi(Compiled) @_transparent public func i64_load(_ m: MemoryBase, _ a: UInt32, _ o: UInt64) -> UInt64 { load(m, a, o, as: UInt64.self) }
@_spi(Compiled) @_transparent public func f32_load(_ m: MemoryBase, _ a: UInt32, _ o: UInt64) -> Float { load(m, a, o, as: Float.self) }
@_spi(Compiled) @_transparent public func f64_load(_ m: MemoryBase, _ a: UInt32, _ o: UInt64) -> Double { load(m, a, o, as: Double.self) }
@_spi(Compiled) @_transparent public func i32_load8_s(_ m: MemoryBase, _ a: UInt32, _ o: UInt64) -> UInt32 { UInt32(truncatingIfNeeded: load(m, a, o, as: Int8.self)) }
@_spi(Compiled) @_transparent public func i32_load8_u(_ m: MemoryBase, _ a: UInt32, _ o: UInt64) -> UInt32 { UInt32(truncatingIfNeeded: load(m, a, o, as: UInt8.self)) }
@_spi(Compiled) @_transparent public func i32_load16_s(_ m: MemoryBase, _ a: UInt32, _ o: UInt64) -> UInt32 { UInt32(truncatingIfNeeded: load(m, a, o, as: Int16.self)) }
@_spi(Compiled) @_transparent public func i32_load16_u(_ m: MemoryBase, _ a: UInt32, _ o: UInt64) -> UInt32 { UInt32(truncatingIfNeeded: load(m, a, o, as: UInt16.self)) }
@_spi(Compiled) @_transparent public func i64_load8_s(_ m: MemoryBase, _ a: UInt32, _ o: UInt64) -> UInt64 { UInt64(truncatingIfNeeded: load(m, a, o, as: Int8.self)) }
@_spi(Compiled) @_transparent public func i64_load8_u(_ m: MemoryBase, _ a: UInt32, _ o: UInt64) -> UInt64 { UInt64(truncatingIfNeeded: load(m, a, o, as: UInt8.self)) }
@_spi(Compiled) @_transparent public func i64_load16_s(_ m: MemoryBase, _ a: UInt32, _ o: UInt64) -> UInt64 { UInt64(truncatingIfNeeded: load(m, a, o, as: Int16.self)) }
@_spi(Compiled) @_transparent public func i64_load16_u(_ m: MemoryBase, _ a: UInt32, _ o: UInt64) -> UInt64 { UInt64(truncatingIfNeeded: load(m, a, o, as: UInt16.self)) }
@_spi(Compiled) @_transparent public func i64_load32_s(_ m: MemoryBase, _ a: UInt32, _ o: UInt64) -> UInt64 { UInt64(truncatingIfNeeded: load(m, a, o, as: Int32.self)) }
@_spi(Compiled) @_transparent public func i64_load32_u(_ m: MemoryBase, _ a: UInt32, _ o: UInt64) -> UInt64 { UInt64(truncatingIfNeeded: load(m, a, o, as: UInt32.self)) }

@_spi(Compiled) @_transparent public func i32_store(_ m: MemoryBase, _ a: UInt32, _ o: UInt64, _ x: UInt32) { store(m, a, o, x) }
@_spi(Compiled) @_transparent public func i64_store(_ m: MemoryBase, _ a: UInt32, _ o: UInt64, _ x: UInt64) { store(m, a, o, x) }
@_spi(Compiled) @_transparent public func f32_store(_ m: MemoryBase, _ a: UInt32, _ o: UInt64, _ x: Float) { store(m, a, o, x) }
@_spi(Compiled) @_transparent public func f64_store(_ m: MemoryBase, _ a: UInt32, _ o: UInt64, _ x: Double) { store(m, a, o, x) }
@_spi(Compiled) @_transparent public func i32_store8(_ m: MemoryBase, _ a: UInt32, _ o: UInt64, _ x: UInt32) { store(m, a, o, UInt8(truncatingIfNeeded: x)) }
@_spi(Compiled) @_transparent public func i32_store16(_ m: MemoryBase, _ a: UInt32, _ o: UInt64, _ x: UInt32) { store(m, a, o, UInt16(truncatingIfNeeded: x)) }
@_spi(Compiled) @_transparent public func i64_store8(_ m: MemoryBase, _ a: UInt32, _ o: UInt64, _ x: UInt64) { store(m, a, o, UInt8(truncatingIfNeeded: x)) }
@_spi(Compiled) @_transparent public func i64_store16(_ m: MemoryBase, _ a: UInt32, _ o: UInt64, _ x: UInt64) { store(m, a, o, UInt16(truncatingIfNeeded: x)) }
@_spi(Compiled) @_transparent public func i64_store32(_ m: MemoryBase, _ a: UInt32, _ o: UInt64, _ x: UInt64) { store(m, a, o, UInt32(truncatingIfNeeded: x)) }
