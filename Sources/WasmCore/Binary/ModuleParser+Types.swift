/// The type section (specification 5.5.4).
extension ModuleParser {
  mutating func typeSection(_ section: inout ByteReader) throws(ParseError) {
    let count = try section.count(limit: ImplementationLimits.types, of: "types")
    contents.types.reserveCapacity(count)
    var seen: [[FunctionType]: Int] = [:]
    for _ in 0..<count {
      let types = try typeGroup(&section)
      let start = contents.types.count
      let group = start..<start + types.count
      // Equality is between groups: their types refer to each other in the same places (specification 3.1.4, "Rolling").
      let key = types.map { $0.rolled(group) { $0 } }
      let canonical = seen[key] ?? start
      if canonical == start { seen[key] = start }
      contents.typeGroups.append(group)
      contents.types += canonical == start ? types : key.map { $0.unrolled(UInt32(canonical)) }
      contents.canonicalTypes += types.indices.map { UInt32(canonical + $0) }
    }
  }

  /// One type, or a recursive group of types.
  private func typeGroup(_ section: inout ByteReader) throws(ParseError) -> [FunctionType] {
    guard try section.peek() == 0x4E else { return [try functionType(&section)] }
    _ = try section.byte()
    let count = try section.count(limit: ImplementationLimits.types - contents.types.count, of: "types")
    var types: [FunctionType] = []
    types.reserveCapacity(count)
    for _ in 0..<count { types.append(try functionType(&section)) }
    return types
  }

  private func functionType(_ section: inout ByteReader) throws(ParseError) -> FunctionType {
    let start = section.offset
    switch try section.byte() {
    case 0x60: break
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
  /// The same type in a form that does not depend on where its recursive group is: references into `group` become
  /// numbers that no index reaches, and others what `transform` says.
  package func rolled(_ group: Range<Int>, _ transform: (UInt32) -> UInt32) -> FunctionType {
    mapping { heapType in
      guard case .concrete(let index) = heapType else { return heapType }
      return .concrete(group.contains(Int(index)) ? HeapType.maximumIndex - (index - UInt32(group.lowerBound)) : transform(index))
    }
  }

  /// Undoes `rolled` for a group that starts at `first`.
  package func unrolled(_ first: UInt32) -> FunctionType {
    mapping { heapType in
      guard case .concrete(let index) = heapType, index >= HeapType.firstRolled else { return heapType }
      return .concrete(first + (HeapType.maximumIndex - index))
    }
  }

  /// The same type with every heap type replaced.
  package func mapping(_ transform: (HeapType) -> HeapType) -> FunctionType {
    func map(_ type: ValueType) -> ValueType {
      type.heapType.map { ValueType(transform($0), nullable: type.isNullable) } ?? type
    }
    return FunctionType(parameters: parameters.map(map), results: results.map(map))
  }
}
