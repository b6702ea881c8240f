/// The type annotation of a block (specification 5.4.1).
package enum BlockType: Sendable {
  case empty
  case value(ValueType)
  case function(UInt32)
}

/// One decoded instruction of a function body. `opcode.row.immediates` tells which fields have a meaning;
/// the others keep values from earlier instructions.
package struct Instruction {
  package var opcode: Opcode = .nop
  /// Where the instruction starts in the module's bytes.
  package var offset = 0
  /// The index immediate: label, local, global, function, type, table, memory, tag, data or element.
  package var index: UInt32 = 0
  /// The second index: the table of an indirect call, the source memory or table of a copy, the memory or table of an init.
  package var secondIndex: UInt32 = 0
  /// The bits of a constant, or the offset of a memory argument.
  package var constant: UInt64 = 0
  package var blockType = BlockType.empty
  /// The value type of a typed select or of `ref.null`, and, once validated, of what `drop` and `select` work on.
  package var type = ValueType.bottom
  /// The targets of `br_table`, the default last.
  package var labels: [UInt32] = []
  package var catches: [CatchClause] = []

  package init() {}
}

/// A clause of `try_table` (specification 5.4.1).
package struct CatchClause: Sendable {
  /// nil catches every exception.
  package let tag: UInt32?
  /// Whether the exception itself is pushed after its values.
  package let pushesReference: Bool
  package let label: UInt32
}
