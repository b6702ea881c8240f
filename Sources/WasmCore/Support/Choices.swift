@_spi(Compiled) import WasmCore

// Cases of a `br_table`: enumerations without payloads, because the compiler turns switches over those into jump tables.

/// The case for `index` in a table of `count` entries that begins at `first`; the one after them for all others.
@_spi(Compiled) @_transparent
public func choice8<Cases>(_ index: UInt32, _ first: UInt32, _ count: UInt32, _: Cases.Type) -> Cases {
  let position = index &- first
  return unsafeBitCast(UInt8(truncatingIfNeeded: position < count ? position : count), to: Cases.self)
}

/// The same for enumerations of more than 256 cases, which have two bytes.
@_spi(Compiled) @_transparent
public func choice16<Cases>(_ index: UInt32, _ first: UInt32, _ count: UInt32, _: Cases.Type) -> Cases {
  let position = index &- first
  return unsafeBitCast(UInt16(truncatingIfNeeded: position < count ? position : count), to: Cases.self)
}

/// Takes what a `drop` is given, so that a load whose result nobody wants traps all the same.
@_spi(Compiled) @_transparent public func use(_ value: UInt32) { use(UInt64(value)) }
@_spi(Compiled) @_transparent public func use(_ value: Float) { use(Double(value)) }
