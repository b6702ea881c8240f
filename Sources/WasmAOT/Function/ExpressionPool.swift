import WasmFormat

/// Expressions that wait to become part of a statement. An entry of the operand stack is an index into this pool.
struct ExpressionPool: ~Copyable {
  struct Node: BitwiseCopyable {
    enum Form: UInt8 {
      case local, temporary, result
      case constant
      /// An operation of the runtime by its mnemonic, with up to three operands.
      case operation
      /// A load: the address, and the memory and offset in `payload`.
      case load
      /// The condition comes last.
      case select
      case global
      case isNull
      /// A reference, unless it is null, which traps.
      case nonNull
      case functionReference
      case memorySize, tableSize
    }
    var form: Form
    var kind: Kind
    var opcode = Opcode.nop
    /// Whether it matters when it is evaluated: it may trap, or reads what statements change.
    var isImpure = false
    /// Of a temporary: whether what it was given was impure.
    var mayHaveTrapped = false
    /// How many operations it has.
    var size: UInt8 = 0
    var children: (Int32, Int32, Int32) = (-1, -1, -1)
    /// An index, the bits of a constant, or the offset of a load with the memory's index above it.
    var payload: UInt64 = 0

    /// Whether it may be the result of `f64.promote_f32`, on whatever way it came.
    var isPromoted: Bool { form == .operation ? opcode == .f64PromoteF32 : form != .constant }

    /// Whether it can be used any number of times at no cost.
    var isSettled: Bool { form == .temporary || form == .constant || form == .result }
  }

  private var nodes = GrowableBuffer<Node>(capacity: 1024)
  /// How many the function has had so far.
  private(set) var count = 0

  subscript(index: Int32) -> Node { nodes[Int(index)] }

  mutating func removeAll() { count = 0 }

  mutating func add(_ node: Node) -> Int32 {
    nodes.ensure(count + 1)
    nodes[count] = node
    count += 1
    return Int32(count - 1)
  }

  /// Whether the expression reads the local with that index.
  func reads(_ local: Int, _ index: Int32) -> Bool {
    guard index >= 0 else { return false }
    let node = nodes[Int(index)]
    if node.form == .local { return node.payload == UInt64(local) }
    return reads(local, node.children.0) || reads(local, node.children.1) || reads(local, node.children.2)
  }
}
