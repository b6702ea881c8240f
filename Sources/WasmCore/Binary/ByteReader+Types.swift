/// Types in the binary format (specification 5.3).
extension ByteReader {
  package mutating func heapType(_ canonical: [UInt32]) throws(ParseError) -> HeapType {
    let start = offset
    let first = try peek()
    if first & 0xC0 == 0x40 {
      _ = try byte()
      guard let type = HeapType(code: first) else { throw ParseError("malformed heap type", at: start) }
      return type
    }
    let index = try s33()
    guard index >= 0 else { throw ParseError("malformed heap type", at: start) }
    guard index < HeapType.firstRolled else { throw ParseError("type index \(index) exceeds the limit", at: start) }
    return .concrete(index < canonical.count ? canonical[Int(index)] : UInt32(index))
  }

  package mutating func valueType(_ canonical: [UInt32]) throws(ParseError) -> ValueType {
    let start = offset
    let code = try byte()
    switch code {
    case 0x7C...0x7F: return ValueType(bits: UInt32(code))
    case 0x7B: throw ParseError(unsupported: .simd, "the type v128", at: start)
    case 0x63: return ValueType(try heapType(canonical), nullable: true)
    case 0x64: return ValueType(try heapType(canonical), nullable: false)
    default:
      guard let type = HeapType(code: code) else { throw ParseError("malformed value type", at: start) }
      return ValueType(type, nullable: true)
    }
  }

  package mutating func referenceType(_ canonical: [UInt32]) throws(ParseError) -> ValueType {
    let start = offset
    let type = try valueType(canonical)
    guard type.isReference else { throw ParseError("malformed reference type", at: start) }
    return type
  }

  package mutating func blockType(_ canonical: [UInt32]) throws(ParseError) -> BlockType {
    let start = offset
    let first = try peek()
    if first == 0x40 {
      _ = try byte()
      return .empty
    }
    if first & 0xC0 == 0x40 { return .value(try valueType(canonical)) }
    let index = try s33()
    guard index >= 0 else { throw ParseError("malformed block type", at: start) }
    return .function(UInt32(truncatingIfNeeded: index))
  }

  mutating func limits() throws(ParseError) -> Limits {
    let start = offset
    let flags = try byte()
    switch flags {
    case 0x00: return Limits(minimum: try u64())
    case 0x01: return Limits(minimum: try u64(), maximum: try u64())
    case 0x02, 0x03: throw ParseError(unsupported: .threads, "a shared memory", at: start)
    case 0x04...0x07: throw ParseError(unsupported: .memory64, "a 64-bit address type", at: start)
    default: throw ParseError("malformed limits flags", at: start)
    }
  }

  mutating func tableType(_ canonical: [UInt32]) throws(ParseError) -> TableType {
    let element = try referenceType(canonical)
    return TableType(element: element, limits: try limits())
  }

  mutating func globalType(_ canonical: [UInt32]) throws(ParseError) -> GlobalType {
    let value = try valueType(canonical)
    let start = offset
    switch try byte() {
    case 0: return GlobalType(value)
    case 1: return GlobalType(value, mutable: true)
    default: throw ParseError("malformed mutability", at: start)
    }
  }
}
