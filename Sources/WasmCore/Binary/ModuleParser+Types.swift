/// The type section (specification 5.5.4).
extension ModuleParser {
  mutating func typeSection(_ section: inout ByteReader) throws(ParseError) {
    let count = try section.count(limit: ImplementationLimits.types, of: "types")
    contents.types.reserveCapacity(count)
    var seen: [FunctionType: UInt32] = [:]
    for index in 0..<UInt32(count) {
      let type = try functionType(&section)
      // A type that refers to itself equals another one that refers to itself in the same places.
      let key = type.mapping { $0 == .concrete(index) ? .concrete(HeapType.maximumIndex) : $0 }
      let canonical = seen[key] ?? index
      if canonical == index { seen[key] = index }
      contents.types.append(type)
      contents.canonicalTypes.append(canonical)
    }
  }

  private func functionType(_ section: inout ByteReader) throws(ParseError) -> FunctionType {
    let start = section.offset
    switch try section.byte() {
    case 0x60: break
    case 0x4E: throw ParseError(unsupported: .garbageCollection, "a recursive type group", at: start)
    case 0x4F, 0x50: throw ParseError(unsupported: .garbageCollection, "a subtype declaration", at: start)
    case 0x5E, 0x5F: throw ParseError(unsupported: .garbageCollection, "a struct or array type", at: start)
    default: throw ParseError("malformed type", at: start)
    }
    let parameters = try valueTypes(&section, limit: ImplementationLimits.functionParameters, "parameters")
    let results = try valueTypes(&section, limit: ImplementationLimits.functionResults, "results")
    return FunctionType(parameters: parameters, results: results)
  }

  private func valueTypes(_ section: inout ByteReader, limit: Int, _ what: String) throws(ParseError) -> [ValueType] {
    let count = try section.count(limit: limit, of: what)
    var types: [ValueType] = []
    types.reserveCapacity(count)
    for _ in 0..<count { types.append(try section.valueType(contents.canonicalTypes)) }
    return types
  }
}

extension FunctionType {
  /// The same type with every heap type replaced.
  package func mapping(_ transform: (HeapType) -> HeapType) -> FunctionType {
    func map(_ type: ValueType) -> ValueType {
      type.heapType.map { ValueType(transform($0), nullable: type.isNullable) } ?? type
    }
    return FunctionType(parameters: parameters.map(map), results: results.map(map))
  }
}
