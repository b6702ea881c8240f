/// Decodes instructions one after the other (specification 5.4), without knowing what they mean.
package struct InstructionDecoder {
  package var reader: ByteReader
  private let canonicalTypes: [UInt32]
  private let index = OpcodeIndex.shared

  package init(_ reader: ByteReader, canonicalTypes: [UInt32]) {
    self.reader = reader
    self.canonicalTypes = canonicalTypes
  }

  /// Reads the next instruction into `instruction`.
  @inline(__always)
  package mutating func decode(into instruction: inout Instruction) throws(ParseError) -> UnsafePointer<OpcodeIndex.Entry> {
    instruction.offset = reader.offset
    let byte = try reader.byte()
    var encoded = index.singleByte[Int(byte)]
    if encoded == 0 { encoded = try prefixed(byte, at: instruction.offset) }
    let entry = index.entries + Int(encoded - 1)
    instruction.opcode = entry.pointee.opcode
    // In the order of frequency, and without a jump table: the next instruction is easier to guess than the target.
    let immediates = entry.pointee.immediates
    if immediates == .none { return entry }
    if immediates.isIndex {
      instruction.index = try reader.u32()
    } else if immediates == .memoryArgument {
      try memoryArgument(into: &instruction)
    } else if immediates == .i32 {
      instruction.constant = UInt64(UInt32(bitPattern: try reader.s32()))
    } else {
      try rareImmediates(immediates, into: &instruction)
    }
    return entry
  }

  @inline(never)
  private mutating func prefixed(_ byte: UInt8, at offset: Int) throws(ParseError) -> UInt16 {
    if byte == 0xFC {
      let code = try reader.u32()
      if code < OpcodeIndex.prefixFCCount, index.prefixFC[Int(code)] != 0 { return index.prefixFC[Int(code)] }
      throw ParseError("illegal opcode 0xfc \(code)", at: offset)
    }
    if let proposal = UnsupportedEncoding.proposal(ofOpcode: byte) {
      throw ParseError(unsupported: proposal, "opcode 0x\(String(byte, radix: 16))", at: offset)
    }
    throw ParseError("illegal opcode 0x\(String(byte, radix: 16))", at: offset)
  }

  @inline(__always)
  private mutating func memoryArgument(into instruction: inout Instruction) throws(ParseError) {
    let flags = try reader.u32()
    instruction.index = 0
    instruction.secondIndex = flags & 0x3F
    if flags >= 0x40 {
      guard flags < 0x80 else { throw ParseError("malformed memory argument flags", at: instruction.offset) }
      instruction.index = try reader.u32()
    }
    if let byte = try? reader.peek(), byte < 0x80 {
      instruction.constant = UInt64(try reader.byte())
    } else {
      instruction.constant = try reader.u64()
    }
  }

  @inline(never)
  private mutating func rareImmediates(_ kind: Immediates, into instruction: inout Instruction) throws(ParseError) {
    switch kind {
    case .blockType: instruction.blockType = try reader.blockType(canonicalTypes)
    case .tryTable:
      instruction.blockType = try reader.blockType(canonicalTypes)
      instruction.catches = try catchClauses()
    case .labelTable:
      let count = try reader.count(limit: ImplementationLimits.labelTableEntries, of: "br_table targets")
      instruction.labels.removeAll(keepingCapacity: true)
      for _ in 0...count { instruction.labels.append(try reader.u32()) }
    case .type: instruction.index = try typeIndex()
    case .typeAndTable:
      instruction.index = try typeIndex()
      instruction.secondIndex = try reader.u32()
    case .selectTypes:
      instruction.index = UInt32(try reader.count(limit: ImplementationLimits.functionResults, of: "select types"))
      for _ in 0..<instruction.index { instruction.type = try reader.valueType(canonicalTypes) }
    case .heapType: instruction.type = ValueType(try reader.heapType(canonicalTypes), nullable: true)
    case .twoMemories, .twoTables, .dataAndMemory, .elementAndTable:
      instruction.index = try reader.u32()
      instruction.secondIndex = try reader.u32()
    case .i64: instruction.constant = UInt64(bitPattern: try reader.s64())
    case .f32: instruction.constant = UInt64(try reader.bits32())
    case .f64: instruction.constant = try reader.bits64()
    case .none, .local, .label, .function, .global, .table, .tag, .memory, .data, .element, .i32, .memoryArgument:
      preconditionFailure("read where decoding starts")
    }
  }

  private mutating func typeIndex() throws(ParseError) -> UInt32 {
    let index = try reader.u32()
    return index < canonicalTypes.count ? canonicalTypes[Int(index)] : index
  }

  private mutating func catchClauses() throws(ParseError) -> [CatchClause] {
    let count = try reader.count(limit: ImplementationLimits.catchClauses, of: "catch clauses")
    var clauses: [CatchClause] = []
    for _ in 0..<count {
      let start = reader.offset
      let kind = try reader.byte()
      guard kind <= 3 else { throw ParseError("malformed catch clause", at: start) }
      let tag = kind < 2 ? try reader.u32() : nil
      clauses.append(CatchClause(tag: tag, pushesReference: kind & 1 == 1, label: try reader.u32()))
    }
    return clauses
  }
}
