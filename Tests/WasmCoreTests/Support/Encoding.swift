import WasmCore

/// The binary format's encodings, written independently of the engine's reader.
enum Encoding {
  static func unsigned(_ value: UInt64) -> [UInt8] {
    var rest = value
    var bytes: [UInt8] = []
    repeat {
      bytes.append(UInt8(rest & 0x7F) | (rest >> 7 == 0 ? 0 : 0x80))
      rest >>= 7
    } while rest != 0
    return bytes
  }

  static func signed(_ value: Int64) -> [UInt8] {
    var rest = value
    var bytes: [UInt8] = []
    while true {
      let low = UInt8(truncatingIfNeeded: rest) & 0x7F
      rest >>= 7
      let isLast = rest == (low & 0x40 == 0 ? 0 : -1)
      bytes.append(low | (isLast ? 0 : 0x80))
      if isLast { return bytes }
    }
  }

  static func index(_ value: some BinaryInteger) -> [UInt8] { unsigned(UInt64(value)) }

  /// A count and what it counts.
  static func vector(_ items: [[UInt8]]) -> [UInt8] { index(items.count) + items.joined() }

  static func name(_ text: String) -> [UInt8] { sized(Array(text.utf8)) }

  /// The size in bytes and the bytes.
  static func sized(_ bytes: [UInt8]) -> [UInt8] { index(bytes.count) + bytes }

  static func section(_ identifier: UInt8, _ contents: [UInt8]) -> [UInt8] { [identifier] + sized(contents) }

  static let header: [UInt8] = [0x00, 0x61, 0x73, 0x6D, 0x01, 0x00, 0x00, 0x00]
}

extension HeapType {
  var encoded: [UInt8] {
    if case .concrete(let index) = self { Encoding.signed(Int64(index)) } else { [UInt8(bits & 0xFF)] }
  }
}

extension ValueType {
  var encoded: [UInt8] {
    guard let heapType else { return [UInt8(bits)] }
    return [isNullable ? 0x63 : 0x64] + heapType.encoded
  }

  /// References to functions of the type with that index.
  static func reference(_ type: UInt32, nullable: Bool = true) -> ValueType { ValueType(.concrete(type), nullable: nullable) }
}

extension FunctionType {
  var encoded: [UInt8] {
    [0x60] + Encoding.vector(parameters.map(\.encoded)) + Encoding.vector(results.map(\.encoded))
  }
}

extension Limits {
  var encoded: [UInt8] { [maximum == nil ? 0 : 1] + Encoding.index(minimum) + (maximum.map { Encoding.index($0) } ?? []) }
}

extension TableType {
  var encoded: [UInt8] { element.encoded + limits.encoded }
}

extension GlobalType {
  var encoded: [UInt8] { value.encoded + [isMutable ? 1 : 0] }
}
