/// A cursor over a range of a module's bytes (specification 5.2, "Values").
///
/// Borrows the bytes: whoever holds a reader also keeps the `ModuleBytes` alive. Every read is checked against `limit`.
package struct ByteReader {
  private let base: UnsafePointer<UInt8>
  private var cursor: UnsafePointer<UInt8>
  private let limit: UnsafePointer<UInt8>

  package init(_ bytes: ModuleBytes, _ range: Range<Int>) {
    precondition(range.lowerBound >= 0 && range.upperBound <= bytes.count)
    base = bytes.base
    cursor = base + range.lowerBound
    limit = base + range.upperBound
  }

  /// The offset of the next byte in the module.
  package var offset: Int { cursor - base }
  package var isAtEnd: Bool { cursor >= limit }
  package var remaining: Int { limit - cursor }

  @inline(__always)
  package mutating func byte() throws(ParseError) -> UInt8 {
    guard cursor < limit else { throw unexpectedEnd() }
    defer { cursor += 1 }
    return cursor.pointee
  }

  /// The next byte without consuming it.
  @inline(__always)
  package func peek() throws(ParseError) -> UInt8 {
    guard cursor < limit else { throw unexpectedEnd() }
    return cursor.pointee
  }

  @inline(never)
  private func unexpectedEnd() -> ParseError { ParseError("unexpected end", at: offset) }

  package mutating func skip(_ count: Int) throws(ParseError) {
    guard count <= remaining else { throw unexpectedEnd() }
    cursor += count
  }

  package mutating func range(count: Int) throws(ParseError) -> Range<Int> {
    let start = offset
    try skip(count)
    return start..<start + count
  }

  @inline(__always)
  package mutating func u32() throws(ParseError) -> UInt32 {
    if cursor < limit, cursor.pointee < 0x80 {
      defer { cursor += 1 }
      return UInt32(cursor.pointee)
    }
    return UInt32(truncatingIfNeeded: try unsigned(bits: 32))
  }

  package mutating func u64() throws(ParseError) -> UInt64 { try unsigned(bits: 64) }

  @inline(__always)
  package mutating func s32() throws(ParseError) -> Int32 {
    if cursor < limit, cursor.pointee < 0x80 {
      defer { cursor += 1 }
      return Int32(Int8(bitPattern: cursor.pointee << 1) >> 1)
    }
    return Int32(truncatingIfNeeded: try signed(bits: 32))
  }

  package mutating func s33() throws(ParseError) -> Int64 { try signed(bits: 33) }
  package mutating func s64() throws(ParseError) -> Int64 { try signed(bits: 64) }

  @inline(never)
  private mutating func unsigned(bits: Int) throws(ParseError) -> UInt64 {
    let start = offset
    var value: UInt64 = 0
    var shift = 0
    while true {
      let byte = try byte()
      let payload = UInt64(byte & 0x7F)
      if shift + 7 > bits {
        // The last byte the width allows: nothing may follow it, and the bits beyond the width are 0.
        if byte >= 0x80 { throw ParseError("integer representation too long", at: start) }
        if payload >> (bits - shift) != 0 { throw ParseError("integer too large", at: start) }
      }
      value |= payload << shift
      if byte < 0x80 { return value }
      shift += 7
    }
  }

  @inline(never)
  private mutating func signed(bits: Int) throws(ParseError) -> Int64 {
    let start = offset
    var value: Int64 = 0
    var shift = 0
    while true {
      let byte = try byte()
      let payload = Int64(byte & 0x7F)
      if shift + 7 >= bits {
        if byte >= 0x80 { throw ParseError("integer representation too long", at: start) }
        // The bits beyond the width repeat the sign bit.
        let beyond = Int8(bitPattern: byte << 1) >> (bits - shift)
        if beyond != 0 && beyond != -1 { throw ParseError("integer too large", at: start) }
      }
      value |= payload << shift
      shift += 7
      if byte < 0x80 {
        if shift < 64 && byte & 0x40 != 0 { value |= -1 << shift }
        return value
      }
    }
  }

  package mutating func bits32() throws(ParseError) -> UInt32 {
    guard remaining >= 4 else { throw unexpectedEnd() }
    defer { cursor += 4 }
    return UInt32(littleEndian: UnsafeRawPointer(cursor).loadUnaligned(as: UInt32.self))
  }

  package mutating func bits64() throws(ParseError) -> UInt64 {
    guard remaining >= 8 else { throw unexpectedEnd() }
    defer { cursor += 8 }
    return UInt64(littleEndian: UnsafeRawPointer(cursor).loadUnaligned(as: UInt64.self))
  }

  /// A count of things that take at least one byte each, so that no count can exceed what is there.
  package mutating func count(limit: Int, of what: String) throws(ParseError) -> Int {
    let start = offset
    let count = Int(try u32())
    if count > limit { throw ParseError("\(count) \(what): the limit is \(limit)", at: start) }
    if count > remaining { throw ParseError("unexpected end: \(count) \(what) do not fit into what is left", at: start) }
    return count
  }

  /// A name: UTF-8 with its length in front (specification 5.2.4).
  package mutating func name() throws(ParseError) -> String {
    let length = Int(try u32())
    guard length <= remaining else { throw ParseError("length out of bounds", at: offset) }
    let start = cursor
    try skip(length)
    guard let name = String(validating: UnsafeBufferPointer(start: start, count: length), as: UTF8.self) else {
      throw ParseError("malformed UTF-8 encoding", at: start - base)
    }
    return name
  }
}
