/// Instantiation (specification 4.7.3), the same for all engines.
extension Store {
  /// Makes an instance of `module`.
  ///
  /// - Parameters:
  ///   - module: what to make an instance of; it can have any number of them.
  ///   - imports: a definition for each of `module.imports`, in their order. `Linker` finds them by name.
  /// - Throws: `InstantiationError`. After a link error the store is as it was before.
  public func instantiate(_ module: Module, imports: [External] = []) throws(InstantiationError) -> Instance {
    let object: InstanceObject
    do { object = try allocate { (store) throws(LinkError) in try store.link(module, imports) } } catch { throw .link(error) }
    do { try initialize(object) } catch { throw .trap(error) }
    return Instance(store: self, entity: object.entity)
  }

  /// Makes an instance that goes on where the one that was frozen stood: nothing of the module runs, and memories are mapped instead of
  /// copied where the system can do that.
  ///
  /// - Parameters:
  ///   - image: the state that the instance begins with.
  ///   - imports: as for a new instance of `image.module`.
  /// - Throws: `LinkError`, after which the store is as it was before.
  public func instantiate(_ image: InstanceImage, imports: [External] = []) throws(LinkError) -> Instance {
    let object = try allocate { (store) throws(LinkError) in try store.link(image, imports) }
    return Instance(store: self, entity: object.entity)
  }

  private func allocate(_ link: (Store) throws(LinkError) -> InstanceObject) throws(LinkError) -> InstanceObject {
    let memoryCount = memories.count
    let tableCount = tables.count
    do {
      let object = try link(self)
      instances.append(object)
      return object
    } catch {
      rollBack(memories: memoryCount, tables: tableCount)
      throw error
    }
  }

  private func link(_ image: InstanceImage, _ imports: [External]) throws(LinkError) -> InstanceObject {
    let object = try makeObject(image.module, imports)
    object.image = image
    let contents = image.module.contents
    for (index, memory) in image.memories.enumerated() {
      object.entity.pointee.memories[index] = try allocateMemory(contents.memories[index], memory)
    }
    for (index, table) in image.tables.enumerated() {
      object.entity.pointee.tables[index] = try allocateTable(object.canonical(contents.tables[index]), initial: 0, count: table.indices.count)
    }
    object.noteFirsts()
    object.place(image, areNew: true)
    object.elementSegments = object.evaluateElementSegments()
    return object
  }

  private func makeObject(_ module: Module, _ imports: [External]) throws(LinkError) -> InstanceObject {
    let contents = module.contents
    guard imports.count == contents.imports.count else {
      throw LinkError(.importCount(expected: contents.imports.count, found: imports.count))
    }
    let compiled = usesCompiledCode ? CompiledModule.of(module) : nil
    let code = ModuleCode.shared(
      for: module, isMetered: configuration.metersFuel, isProfiled: configuration.profilesFunctions, isPlain: configuration.translatesPlainly,
      compiled: compiled)
    let object = InstanceObject(module: module, code: code, compiled: compiled, store: self)
    var indices = InstanceObject.ImportIndices()
    for (entry, external) in zip(contents.imports, imports) { try object.resolve(entry, external, at: &indices) }
    for index in contents.importedTagCount..<contents.tagTypes.count {
      object.entity.pointee.tags[index] = allocateTag(object.code.typeIDs[Int(contents.tagTypes[index])])
    }
    return object
  }

  private func link(_ module: Module, _ imports: [External]) throws(LinkError) -> InstanceObject {
    let object = try makeObject(module, imports)
    let contents = module.contents
    for index in contents.importedMemoryCount..<contents.memories.count {
      object.entity.pointee.memories[index] = try allocateMemory(contents.memories[index])
    }
    for (index, definition) in contents.globalDefinitions.enumerated() {
      object.entity.pointee.globals[index] = object.evaluate(definition.initializer)
    }
    for (index, definition) in contents.tableDefinitions.enumerated() {
      let initial = definition.initializer.map(object.evaluate) ?? 0
      object.entity.pointee.tables[module.importedTableCount + index] = try allocateTable(
        object.canonical(definition.type), initial: initial)
    }
    object.noteFirsts()
    object.elementSegments = object.evaluateElementSegments()
    return object
  }

  private func initialize(_ object: InstanceObject) throws(Trap) {
    let contents = object.module.contents
    for (index, segment) in contents.elements.enumerated() {
      if case .active(let table, let offset) = segment.mode {
        let destination = UInt32(truncatingIfNeeded: object.evaluate(offset))
        let count = UInt32(segment.items.count)
        if let code = object.initializeTable(table, from: index, to: destination, source: 0, count: count) { throw Trap(code) }
      }
      if case .passive = segment.mode { continue }
      object.dropElement(index)
    }
    for (index, segment) in contents.data.enumerated() {
      guard case .active(let memory, let offset) = segment.mode else { continue }
      let destination = UInt32(truncatingIfNeeded: object.evaluate(offset))
      let count = UInt32(segment.range.count)
      if let code = object.initializeMemory(memory, from: index, to: destination, source: 0, count: count) { throw Trap(code) }
      object.dropData(index)
    }
    if let start = contents.start {
      try Function(store: self, entity: object.function(Int(start))).invoke()
    }
  }
}

extension InstanceObject {
  /// Notes what code finds without a look at the lists.
  fileprivate func noteFirsts() {
    if entity.pointee.memoryCount > 0 { entity.pointee.memoryBase = entity.pointee.memories[0].pointee.base }
    if entity.pointee.tableCount > 0 { entity.pointee.firstTable = entity.pointee.tables[0] }
  }

  fileprivate func evaluateElementSegments() -> [[UInt64]?] {
    module.contents.elements.map { segment in
      if case .expressions(let items) = segment.items { items.map(evaluate) } else { nil }
    }
  }
}
