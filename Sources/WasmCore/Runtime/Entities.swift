/// What the parts of a store are in memory (specification 4.2.3–4.2.11). Plain data at stable addresses, so that the
/// engines reach it without reference counting. The `Store` owns all of it and frees it when it goes away; the public
/// handles (`Function`, `Memory`, …) keep the store alive.

/// A function of an instance, or of the host. Its address is the value of a function reference.
@_spi(Compiled) public struct FunctionEntity {
  /// The type's number; 0 while the entity of a guest function has not been needed yet.
  public var typeID: UInt32
  /// The index in the module's function space; for host functions, in the store's list of them.
  var index: UInt32
  /// The instance the function belongs to; nil for host functions.
  public var instance: UnsafeMutablePointer<InstanceEntity>?
  /// Compiled code that callers may jump to without a look at what it throws; nil when there is none.
  public var native: UnsafeRawPointer?
  /// The cell that points to the function's translated code; nil for host functions.
  var cell: UnsafeMutablePointer<CodePointer>?
  /// Compiled code of a module that checks its calls for exceptions, for callers that do the same.
  public var checkedNative: UnsafeRawPointer?

  init(typeID: UInt32, index: UInt32, instance: UnsafeMutablePointer<InstanceEntity>?, cell: UnsafeMutablePointer<CodePointer>?) {
    (self.typeID, self.index, self.instance, self.cell) = (typeID, index, instance, cell)
  }
}

@_spi(Compiled) public struct MemoryEntity {
  public var base: UnsafeMutableRawPointer
  /// The current size in bytes.
  public var byteCount: UInt64
  /// The most bytes it may have.
  let limit: Int
  /// Bytes of address space reserved at `base`.
  let reserved: Int
  let type: MemoryType
  /// What the memory began with, if it was an image; kept by the instance.
  var image: Unmanaged<MemoryImage>?
  var written = WrittenPages()
}

@_spi(Compiled) public struct TableEntity {
  /// For calls; everything else uses `elements`, which has all of them.
  public var slots: UnsafeMutablePointer<UInt64>
  public var count: UInt64
  var capacity: Int
  /// What the table began with, if it was an image, while nothing has changed it: an element that is null here may just not have been
  /// looked at yet.
  var pending: PendingElements?
  /// In the store's terms: concrete heap types are type numbers.
  let type: TableType
}

struct TagEntity {
  let typeID: UInt32
}

/// An instance as the engines see it. `object` has the rest.
@_spi(Compiled) public struct InstanceEntity {
  /// The address of the first memory, which never changes; of something else when there is none.
  public var memoryBase: UnsafeMutableRawPointer
  public var memories: UnsafeMutablePointer<UnsafeMutablePointer<MemoryEntity>>
  /// The first table, which most calls go through; nil when there is none.
  public var firstTable: UnsafeMutablePointer<TableEntity>?
  public var tables: UnsafeMutablePointer<UnsafeMutablePointer<TableEntity>>
  /// Values of the instance's own globals.
  public var globals: UnsafeMutablePointer<UInt64>
  public var importedGlobals: UnsafeMutablePointer<UnsafeMutablePointer<UInt64>>
  public var importedFunctions: UnsafeMutablePointer<UnsafeMutablePointer<FunctionEntity>>
  /// The numbers of the module's types.
  public var typeIDs: UnsafePointer<UInt32>
  /// The state of the store that compiled code works with.
  public var state: UnsafeMutablePointer<CompiledState>
  /// Written at the ends of compiled functions on processors whose fences cost more, and never read.
  public var returned: UInt8 = 0
  /// Nothing, but the compiler does not know.
  public let zero: UInt64 = 0
  /// The module's compiled functions; nil when they are interpreted.
  var compiled: UnsafePointer<CompiledFunction>?
  /// Whether compiled code looks for exceptions after calls.
  var checksCalls = false
  /// The instance's own functions; nil as long as nothing refers to them.
  var functions: UnsafeMutablePointer<UnsafeMutablePointer<FunctionEntity>?>
  /// How many instructions each of its own functions has executed; nil when nobody counts.
  var weights: UnsafeMutablePointer<UInt64>?
  var tags: UnsafeMutablePointer<UnsafeMutablePointer<TagEntity>>
  var memoryCount: Int
  var tableCount: Int
  var importedFunctionCount: Int
  let object: Unmanaged<InstanceObject>
}
