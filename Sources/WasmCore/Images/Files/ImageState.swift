/// The state of an image in binary form, but for the contents of memories. Numbers are little-endian; how many there are of each thing the
/// module tells.
///
///     the module's fingerprint   32 characters
///     each memory                its size in pages of 64 KiB, 32 bits
///     each table                 its size, and the indices of its functions or `null`, 32 bits each
///     each global                as many bits as its type has; a reference is an index or `null`, 32 bits
///     each element segment       whether it has been dropped, 8 bits
///     each data segment          the same
struct ImageState {
  private(set) var memorySizes: [Int] = []
  private(set) var tables: [ImageTable] = []
  private(set) var globals: [UInt64] = []
  let droppedElements: [Bool]
  let droppedData: [Bool]

  /// Reads the state of an instance of `module`, and nothing that no instance of it can have.
  init(_ reader: inout ImageReader, of module: Module) throws(ImageError) {
    let found = try reader.fingerprint()
    guard found == module.fingerprint else { throw ImageError(.otherModule(expected: module.fingerprint, found: found)) }
    try module.refuseSharing()
    let contents = module.contents
    for type in contents.memories {
      let count = try reader.size(Limits(minimum: type.limits.minimum, maximum: type.limits.maximum ?? MemoryType.maximumPages), of: "memory")
      memorySizes.append(count * MemoryType.pageSize)
    }
    for type in contents.tables {
      let count = try reader.size(type.limits, of: "table")
      guard count <= reader.remaining / 4 else { throw ImageError(.endsEarly) }
      var indices: [UInt32] = []
      indices.reserveCapacity(count)
      for _ in 0..<count { indices.append(try reader.function(type.element, of: module)) }
      tables.append(ImageTable(indices))
    }
    for definition in contents.globalDefinitions {
      let slot =
        switch definition.type.value {
        case .i32, .f32: UInt64(try reader.number(UInt32.self))
        case .i64, .f64: try reader.number(UInt64.self)
        case let type: UInt64(try reader.function(type, of: module))
        }
      globals.append(slot)
    }
    droppedElements = try reader.flags(count: contents.elements.count)
    droppedData = try reader.flags(count: contents.data.count)
  }
}

extension ImageReader {
  /// A size within `limits`.
  fileprivate mutating func size(_ limits: Limits, of what: String) throws(ImageError) -> Int {
    let size = UInt64(try number(UInt32.self))
    guard size >= limits.minimum, size <= limits.maximum ?? .max else { throw ImageError(.malformed("a \(what) of a size that the module does not allow")) }
    return Int(size)
  }

  /// The index of a function that references of `type` can lead to, or `null`.
  fileprivate mutating func function(_ type: ValueType, of module: Module) throws(ImageError) -> UInt32 {
    let index = try number(UInt32.self)
    if index == InstanceImage.null ? type.isNullable : module.canRefer(to: index, type) { return index }
    throw ImageError(.malformed("a reference of another type than the module's"))
  }

  fileprivate mutating func flags(count: Int) throws(ImageError) -> [Bool] {
    let bytes = try bytes(count: count)
    guard bytes.allSatisfy({ $0 <= 1 }) else { throw ImageError(.malformed("a segment that is neither there nor dropped")) }
    return bytes.map { $0 == 1 }
  }
}

extension Module {
  /// Whether a reference of `type` can be one to the function with that index. Calls through typed references do not look.
  fileprivate func canRefer(to index: UInt32, _ type: ValueType) -> Bool {
    index < contents.functionTypes.count && ValueType(.concrete(contents.functionTypes[Int(index)]), nullable: false).matches(type)
  }
}

extension InstanceImage {
  convenience init(module: Module, state: ImageState, memories: [MemoryImage]) {
    self.init(
      module: module, memories: memories, tables: state.tables, globals: state.globals, droppedElements: state.droppedElements,
      droppedData: state.droppedData)
  }

  /// What `ImageState` reads: the same bytes for the same state.
  var encodedState: [UInt8] {
    var bytes = Array(module.fingerprint.utf8)
    for memory in memories { bytes.append(littleEndian: UInt32(memory.byteCount / MemoryType.pageSize)) }
    for table in tables {
      bytes.append(littleEndian: UInt32(table.indices.count))
      for index in table.indices { bytes.append(littleEndian: index) }
    }
    for (definition, slot) in zip(module.contents.globalDefinitions, globals) {
      switch definition.type.value {
      case .i64, .f64: bytes.append(littleEndian: slot)
      default: bytes.append(littleEndian: UInt32(truncatingIfNeeded: slot))
      }
    }
    return bytes + (droppedElements + droppedData).map { $0 ? 1 : 0 }
  }
}
