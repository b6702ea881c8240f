/// Imports, functions, tables, memories, tags, globals and exports (specification 5.5.5–5.5.10, 5.5.16).
extension ModuleParser {
  mutating func importSection(_ section: inout ByteReader) throws(ParseError) {
    let count = try section.count(limit: ImplementationLimits.imports, of: "imports")
    contents.imports.reserveCapacity(count)
    for _ in 0..<count {
      let module = try section.name()
      let name = try section.name()
      let start = section.offset
      let type: ExternalType
      switch try section.byte() {
      case 0x00:
        let index = normalized(try section.u32())
        contents.functionTypes.append(index)
        contents.importedFunctionCount += 1
        type = .function(functionType(index))
      case 0x01:
        let table = try section.tableType(contents.canonicalTypes)
        contents.tables.append(table)
        type = .table(table)
      case 0x02:
        let memory = MemoryType(try section.limits())
        contents.memories.append(memory)
        contents.importedMemoryCount += 1
        type = .memory(memory)
      case 0x03:
        let global = try section.globalType(contents.canonicalTypes)
        contents.globals.append(global)
        contents.importedGlobalCount += 1
        type = .global(global)
      case 0x04:
        let index = try tagTypeIndex(&section)
        contents.tagTypes.append(index)
        contents.importedTagCount += 1
        type = .tag(TagType(parameters: functionType(index).parameters))
      default: throw ParseError("malformed import kind", at: start)
      }
      contents.imports.append(Import(module: module, name: name, type: type))
    }
  }

  /// An index the module does not define stands for an empty type until the validator reports it.
  private func functionType(_ index: UInt32) -> FunctionType {
    index < contents.types.count ? contents.types[Int(index)] : FunctionType()
  }

  mutating func functionSection(_ section: inout ByteReader) throws(ParseError) {
    declaredBodyCount = try section.count(limit: ImplementationLimits.functions, of: "functions")
    contents.functionTypes.reserveCapacity(contents.functionTypes.count + declaredBodyCount)
    for _ in 0..<declaredBodyCount { contents.functionTypes.append(normalized(try section.u32())) }
  }

  mutating func tableSection(_ section: inout ByteReader) throws(ParseError) {
    for _ in 0..<(try section.count(limit: ImplementationLimits.tables, of: "tables")) {
      var initializer: ConstantExpression?
      let hasInitializer = try section.peek() == 0x40
      if hasInitializer {
        _ = try section.byte()
        let start = section.offset
        guard try section.byte() == 0 else { throw ParseError("malformed table", at: start) }
      }
      let type = try section.tableType(contents.canonicalTypes)
      if hasInitializer { initializer = try constantExpression(&section) }
      contents.tables.append(type)
      contents.tableDefinitions.append(TableDefinition(type: type, initializer: initializer))
    }
  }

  mutating func memorySection(_ section: inout ByteReader) throws(ParseError) {
    for _ in 0..<(try section.count(limit: ImplementationLimits.memories, of: "memories")) {
      contents.memories.append(MemoryType(try section.limits()))
    }
  }

  mutating func tagSection(_ section: inout ByteReader) throws(ParseError) {
    for _ in 0..<(try section.count(limit: ImplementationLimits.tags, of: "tags")) {
      contents.tagTypes.append(try tagTypeIndex(&section))
    }
  }

  private func tagTypeIndex(_ section: inout ByteReader) throws(ParseError) -> UInt32 {
    let start = section.offset
    guard try section.byte() == 0 else { throw ParseError("malformed tag attribute", at: start) }
    return normalized(try section.u32())
  }

  mutating func globalSection(_ section: inout ByteReader) throws(ParseError) {
    for _ in 0..<(try section.count(limit: ImplementationLimits.globals, of: "globals")) {
      let type = try section.globalType(contents.canonicalTypes)
      let initializer = try constantExpression(&section)
      contents.globals.append(type)
      contents.globalDefinitions.append(GlobalDefinition(type: type, initializer: initializer))
    }
  }

  mutating func exportSection(_ section: inout ByteReader) throws(ParseError) {
    let count = try section.count(limit: ImplementationLimits.exports, of: "exports")
    contents.exports.reserveCapacity(count)
    for _ in 0..<count {
      let name = try section.name()
      let start = section.offset
      let kind = try section.byte()
      let index = Int(try section.u32())
      let target: ExternalIndex
      switch kind {
      case 0x00:
        target = .function(index)
        contents.declaredFunctions.insert(UInt32(index))
      case 0x01: target = .table(index)
      case 0x02: target = .memory(index)
      case 0x03: target = .global(index)
      case 0x04: target = .tag(index)
      default: throw ParseError("malformed export kind", at: start)
      }
      if contents.exportIndices[Name(name)] == nil { contents.exportIndices[Name(name)] = contents.exports.count }
      contents.exports.append(Export(name: name, index: target))
    }
  }
}
