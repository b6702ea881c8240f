/// Element segments of a module made from an image: the original ones, then the tables' contents.
extension InstanceImage {
  var elementSegments: [[UInt8]] {
    let original = module.contents.elements.indices.map(originalSegment)
    let contents = zip(tables.indices, module.contents.tables).flatMap { index, type in
      tables[index].runs.map { encode($0, of: index, type) }
    }
    return original + contents + declarations
  }

  /// The segment with that index keeps it, because the code names it; what has been dropped is empty.
  private func originalSegment(_ index: Int) -> [UInt8] {
    let segment = module.contents.elements[index]
    if case .declarative = segment.mode { return module.bytes[segment.range] }
    if !droppedElements[index] { return module.bytes[segment.range] }
    if case .functions = segment.items { return [1, 0, 0] }
    var bytes: [UInt8] = [5]
    bytes.append(segment.type)
    bytes.append(0)
    return bytes
  }

  /// An active segment.
  private func encode(_ range: Range<Int>, of table: Int, _ type: TableType) -> [UInt8] {
    let indices = tables[table].indices[range]
    // Elements of a type of their own must be given as expressions. Otherwise the first table has a form that every engine knows.
    let areTyped = type.element.heapType != .func
    let form: UInt8 = areTyped ? 6 : table == 0 ? 0 : 2
    var bytes = [form]
    if form != 0 { bytes.append(unsigned: table) }
    bytes.append(offset: range.lowerBound)
    if areTyped { bytes.append(type.element) } else if form != 0 { bytes.append(0) }
    bytes.append(unsigned: indices.count)
    for index in indices {
      if areTyped { bytes.append(constant: UInt64(index), type.element) } else { bytes.append(unsigned: index) }
    }
    return bytes
  }

  /// References to functions that the original module declares, in segments that are empty now or initial values that are others, remain
  /// valid in its code.
  private var declarations: [[UInt8]] {
    let functions = module.contents.declaredFunctions.sorted()
    if functions.isEmpty { return [] }
    var bytes: [UInt8] = [3, 0]
    bytes.append(unsigned: functions.count)
    for function in functions { bytes.append(unsigned: function) }
    return [bytes]
  }
}

extension ImageTable {
  /// Where elements are that are not null.
  fileprivate var runs: [Range<Int>] {
    var runs: [Range<Int>] = []
    for (index, function) in indices.enumerated() where function != InstanceImage.null {
      if let last = runs.last, last.upperBound == index { runs[runs.count - 1] = last.lowerBound..<index + 1 } else { runs.append(index..<index + 1) }
    }
    return runs
  }
}
