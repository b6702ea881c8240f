/// Bytes → `Module.Contents` (specification 5.5, "Modules"). One extension per kind of section.
///
/// Checks the form only; `ModuleValidator` checks the meaning. Allocations stay in proportion to the bytes:
/// every count is compared with what is left to read before anything is reserved.
struct ModuleParser {
  let bytes: ModuleBytes
  var contents = Module.Contents()
  /// Whether a body uses `memory.init` or `data.drop` is known only when it is decoded, so the count is kept.
  var declaredBodyCount = 0

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
      let number = try reader.byte()
      let size = Int(try reader.u32())
      guard size <= reader.remaining else { throw ParseError("section size out of bounds", at: start) }
      let range = try reader.range(count: size)
      if number == SectionIdentifier.custom {
        try customSection(range)
        continue
      }
      guard let identifier = SectionIdentifier(rawValue: number) else { throw ParseError("malformed section id \(number)", at: start) }
      guard identifier.position > lastPosition else { throw ParseError("unexpected content after last section: section \(number)", at: start) }
      lastPosition = identifier.position
      contents.sectionOffsets[Int(number)] = range.lowerBound
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

  private mutating func parseSection(_ identifier: SectionIdentifier, _ section: inout ByteReader) throws(ParseError) {
    switch identifier {
    case .types: try typeSection(&section)
    case .imports: try importSection(&section)
    case .functions: try functionSection(&section)
    case .tables: try tableSection(&section)
    case .memories: try memorySection(&section)
    case .globals: try globalSection(&section)
    case .exports: try exportSection(&section)
    case .start: contents.start = try section.u32()
    case .elements: try elementSection(&section)
    case .code: try codeSection(&section)
    case .data: try dataSection(&section)
    case .dataCount: contents.dataCount = try section.u32()
    case .tags: try tagSection(&section)
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
