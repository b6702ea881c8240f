import WasmCore

/// The binary format, written: LEB128 numbers, types, opcodes.
package enum LEB128 {
  package static func unsigned(_ value: UInt64) -> [UInt8] {
    var value = value
    var bytes: [UInt8] = []
    repeat {
      let low = UInt8(value & 0x7F)
      value >>= 7
      bytes.append(value == 0 ? low : low | 0x80)
    } while value != 0
    return bytes
  }

  package static func unsigned(_ value: Int) -> [UInt8] { unsigned(UInt64(value)) }

  package static func signed(_ value: Int64) -> [UInt8] {
    var value = value
    var bytes: [UInt8] = []
    while true {
      let low = UInt8(truncatingIfNeeded: value & 0x7F)
      value >>= 7
      if value == 0 && low & 0x40 == 0 || value == -1 && low & 0x40 != 0 {
        bytes.append(low)
        return bytes
      }
      bytes.append(low | 0x80)
    }
  }

  /// The unsigned number at `position`, and where it ends; nil when it is none that fits 32 bits.
  package static func read(_ bytes: [UInt8], at position: Int) -> (value: Int, end: Int)? {
    var value = 0
    for index in 0..<5 {
      guard position + index < bytes.count else { return nil }
      let byte = bytes[position + index]
      value |= Int(byte & 0x7F) << (7 * index)
      if byte < 0x80 { return value <= Int(UInt32.max) ? (value, position + index + 1) : nil }
    }
    return nil
  }
}

extension ValueType {
  package var encoding: [UInt8] {
    guard let heapType else { return [UInt8(code)] }
    return [UInt8(code)] + heapType.encoding
  }
}

extension HeapType {
  package var encoding: [UInt8] {
    if case .concrete(let index) = self { LEB128.signed(Int64(index)) } else { [UInt8(truncatingIfNeeded: bits)] }
  }
}

extension Opcode {
  package var encodedBytes: [UInt8] {
    let prefix = UInt8(row.encoding >> 16)
    let code = row.encoding & 0xFFFF
    return prefix == 0 ? [UInt8(code)] : [prefix] + LEB128.unsigned(UInt64(code))
  }
}

/// A vector: its length, then its elements.
package func vector(_ elements: [[UInt8]]) -> [UInt8] { LEB128.unsigned(elements.count) + elements.joined() }

/// Bytes with their number in front, as names, bodies and sections have it.
package func sized(_ bytes: [UInt8]) -> [UInt8] { LEB128.unsigned(bytes.count) + bytes }
