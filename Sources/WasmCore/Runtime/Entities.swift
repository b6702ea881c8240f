/// What the parts of a store are in memory (specification 4.2.3–4.2.11). Plain data at stable addresses, so that the
/// engines reach it without reference counting. The `Store` owns all of it and frees it when it goes away; the public
/// handles (`Function`, `Memory`, …) keep the store alive.

/// A function of an instance, or of the host. Its address is the value of a function reference.
struct FunctionEntity {
  /// The type's number; 0 while the entity of a guest function has not been needed yet.
  var typeID: UInt32
  /// The index in the module's function space; for host functions, in the store's list of them.
  var index: UInt32
  /// The instance the function belongs to; nil for host functions.
  var instance: UnsafeMutablePointer<InstanceEntity>?
  /// The cell that points to the function's translated code; nil for host functions.
  var cell: UnsafeMutablePointer<CodePointer>?
}

struct MemoryEntity {
  var base: UnsafeMutableRawPointer
  /// The current size in bytes.
  var byteCount: UInt64
  /// Bytes of address space reserved at `base`.
  let reserved: Int
  let type: MemoryType
}

struct TableEntity {
  var elements: UnsafeMutablePointer<UInt64>
  var count: UInt64
  var capacity: Int
  /// In the store's terms: concrete heap types are type numbers.
  let type: TableType
}

struct TagEntity {
  let typeID: UInt32
}

/// An instance as the engines see it. `object` has the rest.
struct InstanceEntity {
  var memories: UnsafeMutablePointer<UnsafeMutablePointer<MemoryEntity>>
  var tables: UnsafeMutablePointer<UnsafeMutablePointer<TableEntity>>
  /// Values of the instance's own globals.
  var globals: UnsafeMutablePointer<UInt64>
  var importedGlobals: UnsafeMutablePointer<UnsafeMutablePointer<UInt64>>
  var importedFunctions: UnsafeMutablePointer<UnsafeMutablePointer<FunctionEntity>>
  /// The instance's own functions, filled in when they are first referred to.
  var functions: UnsafeMutablePointer<FunctionEntity>
  var tags: UnsafeMutablePointer<UnsafeMutablePointer<TagEntity>>
  var memoryCount: Int
  var tableCount: Int
  let object: Unmanaged<InstanceObject>
}
