import WasmFormat

/// Translates function bodies to Swift functions: a back end behind `FunctionValidator`.
///
/// **Values.** A wasm local is a Swift variable, `l3`; a value that is used later or more than once is a constant, `t7`;
/// results of blocks are variables, `r2`. Everything else is nested into the statement that uses it, up to a size at which
/// the Swift compiler still takes it well.
///
/// **Order.** Statements come in the order of the instructions. What waits in an expression must not be overtaken by
/// what could change its value or be changed by its trap: see `settle`.
///
/// **Blocks.** A block is a labelled `do`, a loop a labelled `while true`, a branch a `break` or `continue`. There is one
/// `return`, because each one more makes the Swift compiler's work grow.
struct FunctionEmitter: ~Copyable {
  let module: Module
  /// Whether an exception may come out of any call, see `ModuleScan`.
  let checksCalls: Bool
  var validator: FunctionValidator
  /// The statements of the function's body.
  var out: SourceBuffer
  /// What of `out` turned out not to be needed.
  var gaps: [Place] = []
  var pool = ExpressionPool()
  var operands = GrowableBuffer<Int32>(capacity: 256)
  var height = 0
  /// The parameters of the open `if`s.
  var keptOperands: [Int32] = []
  var labels = GrowableBuffer<Label>(capacity: 64)
  var labelCount = 0
  /// The open rows of blocks, by the numbers of their labels.
  var rows: [Int: Row] = [:]
  /// The open `try_table`s.
  var handlers: [Handler] = []
  var temporaryCount = 0
  var resultCount = 0
  /// The function's index among all functions.
  var function = 0
  /// What the function has to have at hand.
  var usesMemory = false
  var usesGlobals = false
  /// Whether it ends in a call of itself somewhere, and in one of another function.
  var repeats = false
  var hasTailCalls = false
  /// Whether it calls others otherwise, and the most values that go into or come out of such a call.
  var hasCalls = false
  var largestCall = 0
  /// The locals that it reads or sets, and those that it sets.
  var usedLocals = GrowableBuffer<Bool>(capacity: 64)
  var assignedLocals = GrowableBuffer<Bool>(capacity: 64)
  /// The number of the next Swift label.
  var nextLabel = 0
  /// Blocks that began one directly after the other, and have not been written yet.
  var pendingBlockCount = 0
  /// How deep statements nest.
  var depth = 0
  /// The last statement, when it does nothing but name a value.
  var naming = Naming()
  /// What all functions so far need.
  var needs = Piece.Needs()

  /// An expression of this many operations becomes a statement of its own.
  static let maximumSize: UInt8 = 12

  /// - Parameter prefix: of the names of global declarations.
  init(_ module: Module, checksCalls: Bool, prefix: [UInt8] = []) {
    self.module = module
    self.checksCalls = checksCalls
    out = SourceBuffer(prefix: prefix)
    validator = FunctionValidator(module)
  }

  // MARK: Operands

  mutating func push(_ node: ExpressionPool.Node) {
    operands.ensure(height + 1)
    operands[height] = pool.add(node)
    height += 1
    if node.size >= Self.maximumSize { settleInOrder(height - 1) }
  }

  mutating func pop() -> Int32 {
    height -= 1
    return operands[height]
  }

  mutating func pushTemporary(_ number: Int, _ kind: Kind) {
    push(.init(form: .temporary, kind: kind, payload: UInt64(number)))
  }

  mutating func push(
    _ form: ExpressionPool.Node.Form, _ kind: Kind, _ opcode: Opcode, _ children: (Int32, Int32, Int32), payload: UInt64 = 0, isImpure: Bool = false
  ) {
    var node = ExpressionPool.Node(form: form, kind: kind, opcode: opcode, isImpure: isImpure, size: 1, children: children, payload: payload)
    for child in [children.0, children.1, children.2] where child >= 0 {
      node.isImpure = node.isImpure || pool[child].isImpure
      node.size += pool[child].size
    }
    push(node)
  }

  // MARK: Statements that give names to operands

  /// Gives the operand at `position` a name.
  mutating func settle(_ position: Int) {
    let node = pool[operands[position]]
    guard !node.isSettled else { return }
    let kind = node.kind == .condition ? .i32 : node.kind
    // Of literals alone the Swift compiler would choose the type.
    beginNaming(node.form == .select ? kind.swiftType : nil)
    append(operands[position])
    operands[position] = pool.add(.init(form: .temporary, kind: kind, mayHaveTrapped: node.isImpure, payload: UInt64(endNaming())))
  }

  /// Before a statement that has an effect: gives names to those of the operands whose value or trap it could disturb.
  mutating func settleImpure() { settleImpure(below: height) }

  private mutating func settleImpure(below limit: Int) {
    for position in 0..<limit where pool[operands[position]].isImpure { settle(position) }
  }

  /// Gives the operand at `position` a name, but not before those whose trap comes first.
  private mutating func settleInOrder(_ position: Int) {
    if pool[operands[position]].isImpure { settleImpure(below: position) }
    settle(position)
  }

  /// Before a local changes.
  mutating func settle(readersOf local: Int, from first: Int = 0) {
    for position in first..<height where !pool[operands[position]].isSettled && pool.reads(local, operands[position]) {
      settleInOrder(position)
    }
  }

  /// Before control goes several ways.
  mutating func settleAll() {
    for position in 0..<height { settle(position) }
  }

  /// Before control goes several ways, of which none changes a local before the operands are used.
  mutating func settleOperations() {
    for position in 0..<height where pool[operands[position]].size > 0 { settle(position) }
  }

  /// Declares a variable for a result.
  mutating func declareResult(_ kind: Kind) -> Int {
    out.append("var r", resultCount)
    out.append(": ")
    out.append(kind.swiftType)
    out.append(" = 0\n")
    resultCount += 1
    return resultCount - 1
  }
}
