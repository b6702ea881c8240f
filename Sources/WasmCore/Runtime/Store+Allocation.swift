/// What a store allocates (specification 4.7.2) and frees, within the limits of its configuration.
extension Store {
  /// The number of a type of the host's, in which concrete heap types are numbers already.
  func register(_ type: FunctionType) -> UInt32 {
    let identifier = TypeRegistry.shared.register(type)
    registeredTypes.append(identifier)
    return identifier
  }

  /// - Parameter image: what it contains; nil: zeros.
  func allocateMemory(_ type: MemoryType, _ image: MemoryImage? = nil) throws(LinkError) -> UnsafeMutablePointer<MemoryEntity> {
    let pageCount = max(type.limits.minimum, UInt64((image?.byteCount ?? 0) / MemoryType.pageSize))
    guard pageCount <= UInt64(configuration.maximumTotalMemorySize - totalMemorySize) / UInt64(MemoryType.pageSize) else {
      throw LinkError(.resources("the memories of the store exceed the limit"))
    }
    let pointer = UnsafeMutablePointer<MemoryEntity>.allocate(capacity: 1)
    do throws(LinkError) {
      let limit = configuration.maximumMemorySize
      let entity =
        if let image { try MemoryEntity(type, image, limit: limit, isGuarded: usesGuards) } else {
          try MemoryEntity(type, limit: limit, isGuarded: usesGuards)
        }
      pointer.initialize(to: entity)
      // The invocation that is under way has not counted from its beginning.
      if context.pointee.depth > 0 { pointer.pointee.written.forget() }
    } catch {
      pointer.deallocate()
      throw error
    }
    memories.append(pointer)
    if usesGuards { contextStorage.guards.add(pointer.pointee.base, bytes: pointer.pointee.reserved) }
    totalMemorySize += Int(pointer.pointee.byteCount)
    return pointer
  }

  /// - Parameter count: how many elements it has; nil: the minimum of the type.
  func allocateTable(_ type: TableType, initial: UInt64, count: Int? = nil) throws(LinkError) -> UnsafeMutablePointer<TableEntity> {
    guard count.map(UInt64.init) ?? type.limits.minimum <= UInt64(configuration.maximumTotalTableSize - totalTableSize) else {
      throw LinkError(.resources("the tables of the store exceed the limit"))
    }
    let pointer = UnsafeMutablePointer<TableEntity>.allocate(capacity: 1)
    do {
      pointer.initialize(to: try TableEntity(type, initial: initial, count: count, limit: configuration.maximumTableSize))
    } catch {
      pointer.deallocate()
      throw error
    }
    tables.append(pointer)
    totalTableSize += Int(pointer.pointee.count)
    return pointer
  }

  func allocateGlobalCell(_ value: UInt64) -> UnsafeMutablePointer<UInt64> {
    let cell = UnsafeMutablePointer<UInt64>.allocate(capacity: 1)
    cell.initialize(to: value)
    globalCells.append(cell)
    return cell
  }

  func allocateTag(_ typeID: UInt32) -> UnsafeMutablePointer<TagEntity> {
    let tag = UnsafeMutablePointer<TagEntity>.allocate(capacity: 1)
    tag.initialize(to: TagEntity(typeID: typeID))
    tags.append(tag)
    return tag
  }

  func allocateHostFunction(_ function: HostFunction, _ typeID: UInt32) -> UnsafeMutablePointer<FunctionEntity> {
    let entity = UnsafeMutablePointer<FunctionEntity>.allocate(capacity: 1)
    entity.initialize(
      to: FunctionEntity(typeID: typeID, index: UInt32(hostFunctions.count), instance: nil, cell: nil))
    hostFunctions.append(function)
    functions.append(entity)
    return entity
  }

  /// memory.grow (specification 4.6.9): the old size in pages, or nil.
  func grow(_ memory: UnsafeMutablePointer<MemoryEntity>, byPages delta: UInt32) -> UInt32? {
    guard Int(delta) * MemoryType.pageSize <= configuration.maximumTotalMemorySize - totalMemorySize, let old = memory.grow(byPages: delta) else { return nil }
    totalMemorySize += Int(delta) * MemoryType.pageSize
    return old
  }

  /// table.grow (specification 4.6.7): the old size, or nil.
  func grow(_ table: UnsafeMutablePointer<TableEntity>, by delta: UInt32, with value: UInt64) -> UInt32? {
    guard Int(delta) <= configuration.maximumTotalTableSize - totalTableSize,
      let old = table.grow(by: delta, with: value, limit: configuration.maximumTableSize)
    else { return nil }
    totalTableSize += Int(delta)
    return old
  }

  func release(_ memory: UnsafeMutablePointer<MemoryEntity>) {
    totalMemorySize -= Int(memory.pointee.byteCount)
    contextStorage.guards.remove(memory.pointee.base)
    memory.free()
    memory.deinitialize(count: 1)
    memory.deallocate()
  }

  func release(_ table: UnsafeMutablePointer<TableEntity>) {
    totalTableSize -= Int(table.pointee.count)
    table.pointee.slots.deallocate()
    table.deallocate()
  }

  /// Undoes the allocation of memories and tables since there were that many, when an instantiation cannot go on.
  func rollBack(memories memoryCount: Int, tables tableCount: Int) {
    while memories.count > memoryCount { release(memories.removeLast()) }
    while tables.count > tableCount { release(tables.removeLast()) }
  }
}
