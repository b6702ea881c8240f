/// Bytes → `Module.Contents` (specification 5.5, "Modules"). One extension per kind of section.
///
/// Checks the form only; `ModuleValidator` checks the meaning. Allocations stay in proportion to the bytes:
/// every count is compared with what is left to read before anything is reserved.
struct ModuleParser {
  let bytes: ModuleBytes
  var contents = Module.Contents()
  /// Whether a body uses `memory.init` or `data.drop` is known only when it is decoded, so the count is kept.
  var declaredBodyCount = 0

  /// Section identifiers in the order they must appear in; the data count precedes code, tags follow memories.
  private static let order: [UInt8] = [1, 2, 3, 4, 5, 13, 6, 7, 8, 9, 12, 10, 11]
  private static let customSection: UInt8 = 0

  init(_ bytes: ModuleBytes) { self.bytes = bytes }

  mutating func parse() throws(ParseError) {
    guard bytes.count <= ImplementationLimits.moduleBytes else {
      throw ParseError("\(bytes.count) bytes: the limit is \(ImplementationLimits.moduleBytes)", at: 0)
    }
    var reader = ByteReader(bytes, 0..<bytes.count)
    try header(&reader)
    var lastPosition = -1
    while !reader.isAtEnd {
      let start = reader.offset
      let identifier = try reader.byte()
      let size = Int(try reader.u32())
      guard size <= reader.remaining else { throw ParseError("section size out of bounds", at: start) }
      let range = try reader.range(count: size)
      if identifier == Self.customSection {
        try customSection(range)
        continue
      }
      guard let position = Self.order.firstIndex(of: identifier) else {
        throw ParseError("malformed section id \(identifier)", at: start)
      }
      guard position > lastPosition else { throw ParseError("unexpected content after last section: section \(identifier)", at: start) }
      lastPosition = position
      contents.sectionOffsets[Int(identifier)] = range.lowerBound
      var section = ByteReader(bytes, range)
      try parseSection(identifier, &section)
      guard section.isAtEnd else { throw ParseError("section size mismatch", at: section.offset) }
    }
    guard contents.bodies.count == declaredBodyCount else {
      throw ParseError("function and code section have inconsistent lengths", at: bytes.count)
    }
    if let count = contents.dataCount, count != contents.data.count {
      throw ParseError("data count and data section have inconsistent lengths", at: bytes.count)
    }
  }

  private func header(_ reader: inout ByteReader) throws(ParseError) {
    guard reader.remaining >= 4, try reader.bits32() == 0x6D73_6100 else {
      throw ParseError("magic header not detected", at: 0)
    }
    guard reader.remaining >= 4 else { throw ParseError("unexpected end", at: 4) }
    switch try reader.bits32() {
    case 1: return
    case 0x1_000D: throw ParseError("a component, not a core module", at: 4)
    default: throw ParseError("unknown binary version", at: 4)
    }
  }

  private mutating func parseSection(_ identifier: UInt8, _ section: inout ByteReader) throws(ParseError) {
    switch identifier {
    case 1: try typeSection(&section)
    case 2: try importSection(&section)
    case 3: try functionSection(&section)
    case 4: try tableSection(&section)
    case 5: try memorySection(&section)
    case 6: try globalSection(&section)
    case 7: try exportSection(&section)
    case 8: contents.start = try section.u32()
    case 9: try elementSection(&section)
    case 10: try codeSection(&section)
    case 11: try dataSection(&section)
    case 12: contents.dataCount = try section.u32()
    case 13: try tagSection(&section)
    default: preconditionFailure("checked by the caller")
    }
  }

  private mutating func customSection(_ range: Range<Int>) throws(ParseError) {
    var section = ByteReader(bytes, range)
    let name = try section.name()
    contents.customSections.append(CustomSection(name: name, range: section.offset..<range.upperBound))
  }

  /// A type index as the binary has it, normalised to the lowest index of an equal type where it is defined.
  func normalized(_ index: UInt32) -> UInt32 {
    index < contents.canonicalTypes.count ? contents.canonicalTypes[Int(index)] : index
  }
}

extension Module {
  /// Parses the binary format, without validation.
  package static func parseOnly(_ bytes: ModuleBytes) throws(ParseError) -> Module {
    var parser = ModuleParser(bytes)
    try parser.parse()
    return Module(bytes: bytes, contents: parser.contents)
  }
}
