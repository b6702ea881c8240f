@_spi(Compiled) import WasmCore

// What generated code finds in its instance.

@_spi(Compiled) @_transparent
public func memory_size(_ g: CompiledInstance, _ index: Int) -> UInt32 {
  UInt32(truncatingIfNeeded: g.pointee.memories[index].pointee.byteCount &>> 16)
}

@_spi(Compiled) @_transparent
public func table_size(_ g: CompiledInstance, _ index: Int) -> UInt32 { UInt32(truncatingIfNeeded: g.pointee.tables[index].pointee.count) }

@_spi(Compiled) @_transparent
public func globals(_ g: CompiledInstance) -> UnsafeMutablePointer<UInt64> { g.pointee.globals }

@_spi(Compiled) @_transparent
public func imported_global(_ g: CompiledInstance, _ index: Int) -> UnsafeMutablePointer<UInt64> { g.pointee.importedGlobals[index] }

@_spi(Compiled) @_transparent
public func reference(_ g: CompiledInstance, _ index: Int) -> UInt64 { UInt64(UInt(bitPattern: function(g, index))) }

@_spi(Compiled) @_transparent
public func ref_as_non_null(_ g: CompiledInstance, _ reference: UInt64) -> UInt64 {
  if reference == 0 { trap_null_reference(g) }
  return reference
}
