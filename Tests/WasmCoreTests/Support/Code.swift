import WasmCore

/// A few instructions in the binary format. Bodies are arrays of these, so that tests read like the text format.
struct Code {
  let bytes: [UInt8]

  static func bytes(_ bytes: UInt8...) -> Code { Code(bytes: bytes) }

  /// An instruction with index immediates.
  static func op(_ opcode: Opcode, _ indices: UInt32...) -> Code { Code(bytes: encoding(opcode) + indices.flatMap { Encoding.index($0) }) }

  static func encoding(_ opcode: Opcode) -> [UInt8] {
    let encoding = opcode.row.encoding
    let prefix = UInt8(encoding >> 16)
    return prefix == 0 ? [UInt8(encoding)] : [prefix] + Encoding.index(encoding & 0xFFFF)
  }

  // MARK: Constants and variables

  static func i32(_ value: Int32) -> Code { Code(bytes: encoding(.i32Const) + Encoding.signed(Int64(value))) }
  static func i64(_ value: Int64) -> Code { Code(bytes: encoding(.i64Const) + Encoding.signed(value)) }
  static func f32(_ value: Float) -> Code {
    Code(bytes: encoding(.f32Const) + (0..<4).map { UInt8(truncatingIfNeeded: value.bitPattern >> ($0 * 8)) })
  }
  static func f64(_ value: Double) -> Code {
    Code(bytes: encoding(.f64Const) + (0..<8).map { UInt8(truncatingIfNeeded: value.bitPattern >> ($0 * 8)) })
  }
  static func null(_ type: HeapType) -> Code { Code(bytes: encoding(.refNull) + type.encoded) }
  static func get(_ local: UInt32) -> Code { .op(.localGet, local) }
  static func set(_ local: UInt32) -> Code { .op(.localSet, local) }
  static func call(_ function: UInt32) -> Code { .op(.call, function) }

  /// A load or store with natural alignment.
  static func memory(_ opcode: Opcode, offset: UInt32 = 0) -> Code { .op(opcode, UInt32(opcode.row.accessWidth.trailingZeroBitCount), offset) }

  // MARK: Blocks

  /// What a block takes and leaves.
  enum Signature {
    case none
    case result(ValueType)
    case type(UInt32)

    fileprivate var bytes: [UInt8] {
      switch self {
      case .none: [0x40]
      case .result(let type): type.encoded
      case .type(let index): Encoding.signed(Int64(index))
      }
    }
  }

  static func block(_ signature: Signature = .none, _ body: [Code]) -> Code { block(.block, signature, body) }
  static func loop(_ signature: Signature = .none, _ body: [Code]) -> Code { block(.loop, signature, body) }
  static func when(_ signature: Signature = .none, _ body: [Code], otherwise: [Code]? = nil) -> Code {
    block(.if, signature, body + (otherwise.map { [.op(.else)] + $0 } ?? []))
  }
  static func branchTable(_ labels: [UInt32], _ last: UInt32) -> Code {
    Code(bytes: encoding(.brTable) + Encoding.vector(labels.map { Encoding.index($0) }) + Encoding.index(last))
  }

  private static func block(_ opcode: Opcode, _ signature: Signature, _ body: [Code]) -> Code {
    Code(bytes: encoding(opcode) + signature.bytes + body.bytes + encoding(.end))
  }

  enum Catch {
    case tag(UInt32, UInt32)
    case tagReference(UInt32, UInt32)
    case all(UInt32)
    case allReference(UInt32)

    fileprivate var bytes: [UInt8] {
      switch self {
      case .tag(let tag, let label): [0] + Encoding.index(tag) + Encoding.index(label)
      case .tagReference(let tag, let label): [1] + Encoding.index(tag) + Encoding.index(label)
      case .all(let label): [2] + Encoding.index(label)
      case .allReference(let label): [3] + Encoding.index(label)
      }
    }
  }

  static func tryTable(_ signature: Signature = .none, _ clauses: [Catch], _ body: [Code]) -> Code {
    Code(bytes: encoding(.tryTable) + signature.bytes + Encoding.vector(clauses.map(\.bytes)) + body.bytes + encoding(.end))
  }
}

extension [Code] {
  var bytes: [UInt8] { flatMap(\.bytes) }
}
