/// The opcode table in the two forms the decoder needs: by encoding and by opcode. Built once, from `Opcode.row`.
package struct OpcodeIndex: @unchecked Sendable {
  /// What the decoder and validator ask about an opcode, without reference-counted parts.
  package struct Entry: BitwiseCopyable {
    package let opcode: Opcode
    package let immediates: Immediates
    package let hasSignature: Bool
    /// Meaningful only with `hasSignature`.
    package let operandCount: UInt8
    package let hasResult: Bool
    /// What has to be checked before the signature applies.
    package let check: Check
    /// The base-2 logarithm of the width of a load or store: the largest alignment its memory argument may state.
    package let naturalAlignment: UInt8
    package let operands: (ValueType, ValueType, ValueType)
    package let result: ValueType
  }

  package enum Check: UInt8, BitwiseCopyable {
    case nothing, memoryArgument, indices

    init(_ immediates: Immediates) {
      switch immediates {
      case .none, .i32, .i64, .f32, .f64: self = .nothing
      case .memoryArgument: self = .memoryArgument
      default: self = .indices
      }
    }
  }

  /// The process-wide tables; immutable, never freed.
  package static let shared = OpcodeIndex()

  /// Entry by opcode.
  package let entries: UnsafePointer<Entry>
  /// Opcode + 1 by byte, 0 where the byte is no opcode.
  package let singleByte: UnsafePointer<UInt16>
  /// The same for what follows the prefix 0xFC.
  package let prefixFC: UnsafePointer<UInt16>
  package static let prefixFCCount = 32

  private init() {
    let entries = UnsafeMutablePointer<Entry>.allocate(capacity: Opcode.allCases.count)
    let singleByte = UnsafeMutablePointer<UInt16>.allocate(capacity: 256)
    singleByte.initialize(repeating: 0, count: 256)
    let prefixFC = UnsafeMutablePointer<UInt16>.allocate(capacity: Self.prefixFCCount)
    prefixFC.initialize(repeating: 0, count: Self.prefixFCCount)
    for opcode in Opcode.allCases {
      let row = opcode.row
      let operands = row.signature?.operands ?? []
      func operand(_ index: Int) -> ValueType { index < operands.count ? operands[index] : .bottom }
      (entries + Int(opcode.rawValue)).initialize(
        to: Entry(
          opcode: opcode, immediates: row.immediates, hasSignature: row.signature != nil,
          operandCount: UInt8(operands.count), hasResult: row.signature?.result != nil,
          check: Check(row.immediates),
          naturalAlignment: UInt8(max(row.accessWidth, 1).trailingZeroBitCount),
          operands: (operand(0), operand(1), operand(2)), result: row.signature?.result ?? .bottom))
      let code = Int(row.encoding & 0xFFFF)
      (row.encoding >> 16 == 0 ? singleByte : prefixFC)[code] = opcode.rawValue + 1
    }
    self.entries = UnsafePointer(entries)
    self.singleByte = UnsafePointer(singleByte)
    self.prefixFC = UnsafePointer(prefixFC)
  }
}

/// Encodings that belong to proposals the engine does not implement, so that the error can name them.
package enum UnsupportedEncoding {
  package static func proposal(ofOpcode byte: UInt8) -> Proposal? {
    switch byte {
    case 0x06, 0x07, 0x09, 0x18, 0x19: .legacyExceptionHandling
    case 0xD3, 0xFB: .garbageCollection
    case 0xE0...0xE6: .stackSwitching
    case 0xFD: .simd
    case 0xFE: .threads
    default: nil
    }
  }
}
