/// What follows an opcode in the binary format (specification 5.4).
package enum Immediates: UInt8, Sendable, BitwiseCopyable {
  case none
  // One index each.
  case local, label, function, global, table, tag, memory, data, element
  case memoryArgument
  case i32, i64, f32, f64
  case blockType, tryTable
  case labelTable
  case type, typeAndTable
  case selectTypes, heapType
  case twoMemories, dataAndMemory
  case elementAndTable, twoTables

  /// Whether what follows is one index, as it is.
  @inline(__always)
  var isIndex: Bool { rawValue <= Immediates.element.rawValue }
}

/// One line of the opcode table.
package struct OpcodeRow: Sendable {
  /// The prefix byte (0 for none) in the upper half, the opcode in the lower.
  package let encoding: UInt32
  package let mnemonic: String
  package let immediates: Immediates
  package let proposal: Proposal
  /// The operand types and the result type, when they do not depend on immediates or context; the validator
  /// has code of its own for all others.
  package let signature: Signature?
  /// How many bytes of memory a load or store touches; 0 for all other instructions.
  package let accessWidth: Int

  package struct Signature: Sendable {
    package let operands: [ValueType]
    package let result: ValueType?
  }

  init(
    _ encoding: UInt32, _ mnemonic: String, _ immediates: Immediates = .none, _ proposal: Proposal = .mvp,
    _ operands: [ValueType]? = nil, _ result: ValueType? = nil, accessWidth: Int = 0
  ) {
    self.encoding = encoding
    self.mnemonic = mnemonic
    self.immediates = immediates
    self.proposal = proposal
    self.accessWidth = accessWidth
    signature = operands.map { Signature(operands: $0, result: result) }
  }

  static func unary(_ encoding: UInt32, _ mnemonic: String, _ operand: ValueType, _ result: ValueType, _ proposal: Proposal = .mvp) -> Self {
    Self(encoding, mnemonic, .none, proposal, [operand], result)
  }
  static func binary(_ encoding: UInt32, _ mnemonic: String, _ operand: ValueType, _ result: ValueType? = nil) -> Self {
    Self(encoding, mnemonic, .none, .mvp, [operand, operand], result ?? operand)
  }
  static func load(_ encoding: UInt32, _ mnemonic: String, _ result: ValueType, bytes: Int) -> Self {
    Self(encoding, mnemonic, .memoryArgument, .mvp, [.i32], result, accessWidth: bytes)
  }
  static func store(_ encoding: UInt32, _ mnemonic: String, _ value: ValueType, bytes: Int) -> Self {
    Self(encoding, mnemonic, .memoryArgument, .mvp, [.i32, value], accessWidth: bytes)
  }
  static func bulk(_ code: UInt32, _ mnemonic: String, _ immediates: Immediates) -> Self {
    Self(0xFC_0000 | code, mnemonic, immediates, .bulkMemory, [.i32, .i32, .i32])
  }
}

extension Opcode {
  /// The instruction's name in the text format.
  public var mnemonic: String { row.mnemonic }
  /// The proposal that brought the instruction.
  public var proposal: Proposal { row.proposal }
}
