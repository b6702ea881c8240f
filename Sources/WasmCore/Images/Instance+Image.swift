extension Instance {
  /// Keeps the state of the instance. What it takes depends on how much the instance has changed since it was made, if that was from an
  /// image, and otherwise on the size of its memories.
  /// - Throws: `ImageError`: `running`, `shared`, `foreignReference`.
  public func freeze() throws(ImageError) -> InstanceImage { try object.freeze() }

  /// Makes everything that belongs to the instance as it was when it was made from an image, however its last call ended.
  /// - Throws: `ImageError`: `running`; `noImage`; `resources`, after which the instance must not be used any more.
  public func restore() throws(ImageError) { try object.restore() }

  /// What the instance's own memories take; see `MemoryUse`. Looks at every page that is in use.
  public var memoryUse: MemoryUse {
    let imported = module.contents.importedMemoryCount
    return (imported..<entity.pointee.memoryCount).reduce(into: MemoryUse()) { $0.add(entity.pointee.memories[$1]) }
  }
}

/// What memories take.
public struct MemoryUse: Sendable, Hashable {
  /// Bytes that belong to the instance alone: pages of its image it has written to, and those it has added and used. Where the system
  /// does not tell, all bytes that are not shared for certain.
  public private(set) var privateBytes = 0
  /// Bytes of the image that the instance has not written to, and shares with all others.
  public private(set) var sharedBytes = 0
  /// Pages of 64 KiB added to those of the image, or, without one, to the minimum of the type.
  public private(set) var grownPages = 0

  fileprivate mutating func add(_ memory: UnsafeMutablePointer<MemoryEntity>) {
    let size = Int(memory.pointee.byteCount)
    let image = memory.pointee.image?.takeUnretainedValue()
    let initial = image?.byteCount ?? Int(memory.pointee.type.limits.minimum) * MemoryType.pageSize
    grownPages += (size - initial) / MemoryType.pageSize
    let mapped = image?.file.mappedByteCount ?? 0
    guard let ranges = PrivatePages.ranges(memory.pointee.base, byteCount: size) else {
      privateBytes += size
      return
    }
    privateBytes += ranges.byteCount
    sharedBytes += mapped - ranges.reduce(0) { $0 + $1.clamped(to: 0..<mapped).count }
  }
}

extension InstanceObject {
  fileprivate func freeze() throws(ImageError) -> InstanceImage {
    guard store.context.pointee.depth == 0 else { throw ImageError(.running) }
    try module.refuseSharing()
    var tables: [ImageTable] = []
    for index in 0..<entity.pointee.tableCount { tables.append(try image(ofTable: index)) }
    var globals = Array(ownGlobals)
    for (index, definition) in module.contents.globalDefinitions.enumerated() where definition.type.value.isReference {
      globals[index] = UInt64(try number(of: globals[index], as: definition.type.value))
    }
    let memories = (0..<entity.pointee.memoryCount).map { MemoryImage.freeze(entity.pointee.memories[$0]) }
    return InstanceImage(
      module: module, memories: memories, tables: tables, globals: globals, droppedElements: droppedElements, droppedData: droppedData)
  }

  fileprivate func restore() throws(ImageError) {
    guard store.context.pointee.depth == 0 else { throw ImageError(.running) }
    guard let image else { throw ImageError(.noImage) }
    for (index, memory) in image.memories.enumerated() {
      let entity = entity.pointee.memories[index]
      let size = Int(entity.pointee.byteCount)
      guard memory.restore(entity) else { throw ImageError(.resources("no memory left for \(memory.byteCount) bytes")) }
      store.totalMemorySize += Int(entity.pointee.byteCount) - size
    }
    place(image)
  }

  /// Gives tables, globals and segments the state of `image`.
  /// - Parameter areNew: whether the tables have nothing but nulls.
  func place(_ image: InstanceImage, areNew: Bool = false) {
    for (index, table) in image.tables.enumerated() { place(table, in: entity.pointee.tables[index], isNew: areNew) }
    for (index, definition) in module.contents.globalDefinitions.enumerated() {
      let value = image.globals[index]
      entity.pointee.globals[index] =
        if !definition.type.value.isReference { value } else if value == UInt64(InstanceImage.null) { 0 } else {
          UInt64(UInt(bitPattern: function(Int(value))))
        }
    }
    (droppedElements, droppedData) = (image.droppedElements, image.droppedData)
  }

  private func place(_ image: ImageTable, in table: UnsafeMutablePointer<TableEntity>, isNew: Bool) {
    // As long as that is set nothing but calls has used the table.
    if table.pointee.pending != nil { return }
    if !isNew {
      store.totalTableSize += image.indices.count - Int(table.pointee.count)
      table.clear(count: image.indices.count)
    }
    if let indices = image.indices.baseAddress { table.pointee.pending = PendingElements(indices: indices, object: .passUnretained(self)) }
    // The interpreter's calls look for nothing that is not there.
    if !isWhollyCompiled || store.instances.count > 1 { _ = table.elements }
  }

  private var isWhollyCompiled: Bool { compiled.map { $0.compiledFunctionCount == $0.functionCount } ?? false }
}

extension InstanceObject {
  fileprivate func image(ofTable index: Int) throws(ImageError) -> ImageTable {
    let table = entity.pointee.tables[index]
    if let image, table.pointee.pending != nil { return image.tables[index] }
    var indices: [UInt32] = []
    for element in 0..<Int(table.pointee.count) { indices.append(try number(of: table.elements[element], as: table.pointee.type.element)) }
    return ImageTable(indices)
  }

  /// The index of the function that a reference leads to, or `InstanceImage.null`.
  fileprivate func number(of reference: UInt64, as type: ValueType) throws(ImageError) -> UInt32 {
    if reference == 0 { return InstanceImage.null }
    guard type.refersToFunctions, let function = UnsafeMutablePointer<FunctionEntity>(bitPattern: UInt(reference)) else {
      throw ImageError(.foreignReference)
    }
    if function.pointee.instance == entity { return function.pointee.index }
    let imported = UnsafeBufferPointer(start: entity.pointee.importedFunctions, count: entity.pointee.importedFunctionCount)
    guard let index = imported.firstIndex(of: function) else { throw ImageError(.foreignReference) }
    return UInt32(index)
  }
}

extension Module {
  /// Throws when instances share with others what images keep.
  func refuseSharing() throws(ImageError) {
    if contents.importedMemoryCount > 0 { throw ImageError(.shared("a memory")) }
    if importedTableCount > 0 { throw ImageError(.shared("a table")) }
    if contents.globals.prefix(contents.importedGlobalCount).contains(where: \.isMutable) { throw ImageError(.shared("a variable global")) }
  }
}

extension ValueType {
  fileprivate var refersToFunctions: Bool {
    switch heapType {
    case .func, .noFunc, .concrete: true
    default: false
    }
  }
}
