extension InstanceImage {
  /// The image as a WebAssembly module that any engine can run: instances of it begin where the image stands, as if the module had been
  /// initialised when it was made.
  ///
  /// It is the original module with other contents of its memories, tables and globals. Its code is the same, byte for byte, and so are
  /// imports and custom sections; it has no start function, and does not export `_initialize`, which would run a second time.
  /// - Throws: `ImageError`: `resources`, also when the module would be larger than modules can be.
  public func makeModule() throws(ImageError) -> [UInt8] {
    let contents = module.contents
    var sections = ModuleSections(module)
    sections.replace(.tables, items: zip(contents.tableDefinitions, tables).map(encode))
    sections.replace(.memories, items: zip(contents.memories, memories).map(encode))
    sections.replace(.globals, items: zip(contents.globalDefinitions, globals).map(encode))
    sections.replace(.exports, items: contents.exports.compactMap(encode))
    sections.remove(.start)
    sections.replace(.elements, items: elementSegments)
    let data = try dataSegments()
    if contents.dataCount != nil {
      var count: [UInt8] = []
      count.append(unsigned: data.count)
      sections.replace(.dataCount, count)
    }
    sections.replace(.data, items: data)
    return sections.bytes
  }

  private func encode(_ definition: TableDefinition, _ table: ImageTable) -> [UInt8] {
    let type = definition.type
    var bytes: [UInt8] = []
    // Where null is no element, there must be an initial one. Segments replace all of them.
    let initializer = type.element.isNullable ? nil : definition.initializer
    if initializer != nil { bytes += [0x40, 0x00] }
    bytes.append(type.element)
    bytes.append(type.limits, size: table.indices.count)
    if let initializer { bytes += module.bytes[initializer.range] }
    return bytes
  }

  private func encode(_ type: MemoryType, _ memory: MemoryImage) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.append(type.limits, size: memory.byteCount / MemoryType.pageSize)
    return bytes
  }

  private func encode(_ definition: GlobalDefinition, _ slot: UInt64) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.append(definition.type.value)
    bytes.append(definition.type.isMutable ? 1 : 0)
    bytes.append(constant: slot, definition.type.value)
    return bytes
  }

  private func encode(_ export: Export) -> [UInt8]? {
    let (kind, index): (UInt8, Int) =
      switch export.index {
      case .function(let index): (0, index)
      case .table(let index): (1, index)
      case .memory(let index): (2, index)
      case .global(let index): (3, index)
      case .tag(let index): (4, index)
      }
    if kind == 0, export.name == "_initialize" { return nil }
    var bytes: [UInt8] = []
    bytes.append(name: export.name)
    bytes.append(kind)
    bytes.append(unsigned: index)
    return bytes
  }
}
