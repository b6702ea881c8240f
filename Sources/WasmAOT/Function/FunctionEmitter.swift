import WasmFormat

/// Translates one function body to a Swift function: a back end behind `FunctionValidator`.
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
  var validator: FunctionValidator
  var out = SourceBuffer()
  var pool = ExpressionPool()
  var operands = GrowableBuffer<Int32>(capacity: 256)
  var height = 0
  /// The parameters of the open `if`s.
  var keptOperands: [Int32] = []
  var labels = GrowableBuffer<Label>(capacity: 64)
  var labelCount = 0
  var temporaryCount = 0
  var resultCount = 0
  /// What the function has to have at hand.
  var usesMemory = false
  var usesGlobals = false
  /// The number of the next Swift label.
  var nextLabel = 0
  /// Blocks that began one directly after the other, and have not been written yet.
  var pendingBlockCount = 0
  /// Numbers of cases that the enumerations of `BranchTable` must have.
  var caseCounts: Set<Int> = []
  /// The types of functions that are called when only running tells which.
  var calledTypes: Set<Int> = []

  /// What is known about an open block beyond the validator's frame.
  struct Label: BitwiseCopyable {
    /// The number in the Swift label; 0 is the function's own.
    var number = 0
    /// The first of the variables that a branch sets: a loop's parameters, any other block's results.
    var firstTarget = 0
    /// The first of the variables for results.
    var firstResult = 0
    /// For one of a row of blocks (see `openPendingBlocks`): the state that its end begins; 0 is none.
    var state = 0
    /// Whether it is the outermost of them.
    var endsRow = false
  }

  /// An expression of this many operations becomes a statement of its own.
  static let maximumSize: UInt8 = 12

  init(_ module: Module) {
    self.module = module
    validator = FunctionValidator(module)
  }

  // MARK: Operands

  mutating func push(_ node: ExpressionPool.Node) {
    operands.ensure(height + 1)
    operands[height] = pool.add(node)
    height += 1
    if node.size >= Self.maximumSize { settle(height - 1) }
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

  /// Gives the operand at `position` a name.
  mutating func settle(_ position: Int) {
    let node = pool[operands[position]]
    guard !node.isSettled else { return }
    out.append("let t", temporaryCount)
    out.append(" = ")
    append(operands[position])
    out.newline()
    operands[position] = pool.add(.init(form: .temporary, kind: node.kind == .condition ? .i32 : node.kind, payload: UInt64(temporaryCount)))
    temporaryCount += 1
  }

  /// Before a statement that has an effect: gives names to those of the operands whose value or trap it could disturb.
  mutating func settleImpure() {
    for position in 0..<height where pool[operands[position]].isImpure { settle(position) }
  }

  /// Before a local changes.
  mutating func settle(readersOf local: Int) {
    for position in 0..<height where !pool[operands[position]].isSettled && pool.reads(local, operands[position]) { settle(position) }
  }

  /// Before control goes several ways.
  mutating func settleAll() {
    for position in 0..<height { settle(position) }
  }

  /// Readies the emission of a statement with the operand `index`, which has left the stack.
  mutating func beginStatement(evaluating index: Int32) {
    if pool[index].isImpure { settleImpure() }
  }

  // MARK: Statements

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
