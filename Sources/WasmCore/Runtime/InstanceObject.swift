/// The part of an instance that needs Swift's memory management; the engines work on its `entity`.
/// Owned by its store, and owner of the entity's arrays.
final class InstanceObject {
  let module: Module
  let code: ModuleCode
  /// What runs instead of the interpreter where it can.
  let compiled: CompiledModule?
  let entity: UnsafeMutablePointer<InstanceEntity>
  unowned let store: Store
  /// Values of element segments that are given as expressions; those given as function indices are read from the module.
  var elementSegments: [[UInt64]?] = []
  var droppedElements: [Bool]
  var droppedData: [Bool]
  /// The memory that host functions work on: the exported one of the name `memory` or, failing that, the first. Kept,
  /// because they ask for it in every call.
  private(set) lazy var mainMemory: UnsafeMutablePointer<MemoryEntity>? = {
    if case .memory(let index)? = module.export(named: "memory")?.index { return entity.pointee.memories[index] }
    return entity.pointee.memoryCount > 0 ? entity.pointee.memories[0] : nil
  }()
  private let ownFunctionCount: Int
  private let ownGlobalCount: Int
  private var functions = FunctionArena()
  /// What the instance began with, and keeps alive; nil: a module's definitions.
  var image: InstanceImage?

  init(module: Module, code: ModuleCode, compiled: CompiledModule?, store: Store) {
    self.module = module
    self.code = code
    self.compiled = compiled
    self.store = store
    let contents = module.contents
    droppedElements = Array(repeating: false, count: contents.elements.count)
    droppedData = Array(repeating: false, count: contents.data.count)
    ownFunctionCount = contents.bodies.count
    ownGlobalCount = contents.globalDefinitions.count
    entity = .allocate(capacity: 1)
    let functions = UnsafeMutablePointer<UnsafeMutablePointer<FunctionEntity>?>.allocate(capacity: max(ownFunctionCount, 1))
    functions.initialize(repeating: nil, count: ownFunctionCount)
    let globals = UnsafeMutablePointer<UInt64>.allocate(capacity: max(ownGlobalCount, 1))
    globals.initialize(repeating: 0, count: ownGlobalCount)
    var weights: UnsafeMutablePointer<UInt64>?
    if store.configuration.profilesFunctions {
      weights = .allocate(capacity: max(ownFunctionCount, 1))
      weights?.initialize(repeating: 0, count: ownFunctionCount)
    }
    entity.initialize(
      to: InstanceEntity(
        memoryBase: store.contextStorage.stack,
        memories: .allocate(capacity: max(contents.memories.count, 1)),
        tables: .allocate(capacity: max(contents.tables.count, 1)),
        globals: globals,
        importedGlobals: .allocate(capacity: max(contents.importedGlobalCount, 1)),
        importedFunctions: .allocate(capacity: max(contents.importedFunctionCount, 1)),
        typeIDs: code.typeIDTable, state: store.contextStorage.compiledState, compiled: compiled?.functions, checksCalls: compiled?.checksCalls ?? false,
        functions: functions, weights: weights,
        tags: .allocate(capacity: max(contents.tagTypes.count, 1)),
        memoryCount: contents.memories.count, tableCount: contents.tables.count, importedFunctionCount: contents.importedFunctionCount,
        object: .passUnretained(self)))
  }

  deinit {
    entity.pointee.memories.deallocate()
    entity.pointee.tables.deallocate()
    entity.pointee.globals.deallocate()
    entity.pointee.importedGlobals.deallocate()
    entity.pointee.importedFunctions.deallocate()
    entity.pointee.functions.deallocate()
    functions.free()
    entity.pointee.weights?.deallocate()
    entity.pointee.tags.deallocate()
    entity.deallocate()
  }

  /// The function with that index in the module's function space.
  func function(_ index: Int) -> UnsafeMutablePointer<FunctionEntity> {
    let imported = module.contents.importedFunctionCount
    if index < imported { return entity.pointee.importedFunctions[index] }
    return entity.pointee.functions[index - imported] ?? makeFunction(index)
  }

  private func makeFunction(_ index: Int) -> UnsafeMutablePointer<FunctionEntity> {
    let ownIndex = index - module.contents.importedFunctionCount
    let function = functions.next()
    var made = FunctionEntity(typeID: code.typeID(ofFunction: index), index: UInt32(index), instance: entity, cell: code.cell(ownIndex))
    let native = compiled?.functions[ownIndex].code
    if entity.pointee.checksCalls { made.checkedNative = native } else { made.native = native }
    function.initialize(to: made)
    entity.pointee.functions[ownIndex] = function
    return function
  }

  /// Where the value of the global with that index is.
  func globalCell(_ index: Int) -> UnsafeMutablePointer<UInt64> {
    let imported = module.contents.importedGlobalCount
    return index < imported ? entity.pointee.importedGlobals[index] : entity.pointee.globals + (index - imported)
  }

  var ownGlobals: UnsafeBufferPointer<UInt64> { UnsafeBufferPointer(start: entity.pointee.globals, count: ownGlobalCount) }

  /// A type of the module in the store's terms: concrete heap types become type numbers.
  func canonical(_ type: ValueType) -> ValueType {
    guard case .concrete(let index)? = type.heapType else { return type }
    return ValueType(.concrete(code.typeIDs[Int(index)]), nullable: type.isNullable)
  }

  func canonical(_ type: TableType) -> TableType { TableType(element: canonical(type.element), limits: type.limits) }
  func canonical(_ type: GlobalType) -> GlobalType { GlobalType(canonical(type.value), mutable: type.isMutable) }

  // MARK: Segments

  func dropElement(_ index: Int) { droppedElements[index] = true }
  func dropData(_ index: Int) { droppedData[index] = true }

  /// table.init (specification 4.6.7).
  func initializeTable(_ table: Int, from segment: Int, to destination: UInt32, source: UInt32, count: UInt32) -> Trap.Code? {
    let table = entity.pointee.tables[table]
    let items = module.contents.elements[segment].items
    let available = droppedElements[segment] ? 0 : items.count
    guard UInt64(source) + UInt64(count) <= UInt64(available), table.contains(destination, count) else { return .outOfBoundsTableAccess }
    let target = table.elements + Int(destination)
    return BulkPieces.forEach(of: Int(count), size: BulkPieces.elements, store.context) { start, count in
      for offset in start..<start + count {
        let position = Int(source) + offset
        switch items {
        case .functions(let indices): target[offset] = UInt64(UInt(bitPattern: function(Int(indices[position]))))
        case .expressions: target[offset] = elementSegments[segment].unsafelyUnwrapped[position]
        }
      }
    }
  }

  /// memory.init (specification 4.6.9).
  func initializeMemory(_ memory: Int, from segment: Int, to destination: UInt32, source: UInt32, count: UInt32) -> Trap.Code? {
    let memory = entity.pointee.memories[memory]
    let range = module.contents.data[segment].range
    let available = droppedData[segment] ? 0 : range.count
    guard UInt64(source) + UInt64(count) <= UInt64(available), memory.contains(destination, count) else { return .outOfBoundsMemoryAccess }
    guard count > 0 else { return nil }
    let from = module.bytes.address(range.lowerBound + Int(source))
    return (memory.pointee.base + Int(destination)).copy(from: from, count: Int(count), store.context)
  }
}
