/// Constant expressions, element and data segments, code (specification 5.4.11, 5.5.12–5.5.14).
extension ModuleParser {
  /// Finds the end of a constant expression and notes the functions it refers to.
  mutating func constantExpression(_ section: inout ByteReader) throws(ParseError) -> ConstantExpression {
    let start = section.offset
    var decoder = InstructionDecoder(section, canonicalTypes: contents.canonicalTypes)
    var instruction = Instruction()
    var depth = 0
    repeat {
      _ = try decoder.decode(into: &instruction)
      switch instruction.opcode {
      case .block, .loop, .if, .tryTable: depth += 1
      case .end: depth -= 1
      case .refFunc: contents.declaredFunctions.insert(instruction.index)
      default: break
      }
    } while depth >= 0
    section = decoder.reader
    return ConstantExpression(range: start..<section.offset)
  }

  mutating func elementSection(_ section: inout ByteReader) throws(ParseError) {
    let count = try section.count(limit: ImplementationLimits.segments, of: "element segments")
    contents.elements.reserveCapacity(count)
    for _ in 0..<count { contents.elements.append(try elementSegment(&section)) }
  }

  private mutating func elementSegment(_ section: inout ByteReader) throws(ParseError) -> ElementSegment {
    let start = section.offset
    let flags = try section.u32()
    guard flags < 8 else { throw ParseError("malformed element segment flags", at: start) }
    let isActive = flags & 1 == 0
    let namesTableOrIsDeclarative = flags & 2 != 0
    let hasExpressions = flags & 4 != 0
    let mode: SegmentMode
    if isActive {
      let table = namesTableOrIsDeclarative ? Int(try section.u32()) : 0
      mode = .active(index: table, offset: try constantExpression(&section))
    } else {
      mode = namesTableOrIsDeclarative ? .declarative : .passive
    }
    // Form 0 and form 4 leave the type out; form 0 and all with function indices hold non-null functions.
    let hasType = flags & 3 != 0
    var type = hasExpressions ? ValueType.funcref : ValueType(.func, nullable: false)
    if hasType {
      if hasExpressions {
        type = try section.referenceType(contents.canonicalTypes)
      } else {
        let kindOffset = section.offset
        guard try section.byte() == 0 else { throw ParseError("malformed element kind", at: kindOffset) }
      }
    }
    let items = try elementItems(&section, hasExpressions)
    return ElementSegment(type: type, items: items, mode: mode, range: start..<section.offset)
  }

  private mutating func elementItems(_ section: inout ByteReader, _ hasExpressions: Bool) throws(ParseError) -> ElementSegment.Items {
    let count = try section.count(limit: Int(ImplementationLimits.tableElements), of: "elements")
    if hasExpressions {
      var items: [ConstantExpression] = []
      items.reserveCapacity(count)
      for _ in 0..<count { items.append(try constantExpression(&section)) }
      return .expressions(items)
    }
    var items: [UInt32] = []
    items.reserveCapacity(count)
    for _ in 0..<count {
      let index = try section.u32()
      items.append(index)
      contents.declaredFunctions.insert(index)
    }
    return .functions(items)
  }

  mutating func dataSection(_ section: inout ByteReader) throws(ParseError) {
    let count = try section.count(limit: ImplementationLimits.segments, of: "data segments")
    contents.data.reserveCapacity(count)
    for _ in 0..<count {
      let start = section.offset
      let mode: SegmentMode
      switch try section.u32() {
      case 0: mode = .active(index: 0, offset: try constantExpression(&section))
      case 1: mode = .passive
      case 2:
        let memory = Int(try section.u32())
        mode = .active(index: memory, offset: try constantExpression(&section))
      default: throw ParseError("malformed data segment flags", at: start)
      }
      let size = Int(try section.u32())
      contents.data.append(DataSegment(range: try section.range(count: size), mode: mode, offset: start))
    }
  }

  mutating func codeSection(_ section: inout ByteReader) throws(ParseError) {
    contents.codeSectionSize = section.remaining
    let count = try section.count(limit: ImplementationLimits.functions, of: "function bodies")
    contents.bodies.reserveCapacity(count)
    for _ in 0..<count {
      let start = section.offset
      let size = Int(try section.u32())
      guard size <= ImplementationLimits.functionBytes else { throw ParseError("a function body of \(size) bytes exceeds the limit", at: start) }
      contents.bodies.append(FunctionBody(range: try section.range(count: size)))
    }
  }
}
