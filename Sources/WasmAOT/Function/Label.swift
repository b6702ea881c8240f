import WasmFormat

extension FunctionEmitter {
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
    /// Where its text begins: what is not needed when nothing branches to it.
    var opening = Place()
    var isUsed = false
  }

  /// An open `try_table`.
  struct Handler {
    /// The number in the Swift label of what exceptions interrupt.
    let number: Int
    let clauses: [CatchClause]
    /// Where that label's text begins.
    let opening: Place
    /// Whether an exception can occur inside.
    var isUsed = false
  }

  /// The statement `let t7 = …`, as long as it is the last one. What uses `t7` next can take the value itself instead.
  struct Naming: BitwiseCopyable {
    var temporary = -1
    /// Where `let t7 = ` is.
    var name = Place()
    /// Where the statement ends.
    var end = -1
  }
}
