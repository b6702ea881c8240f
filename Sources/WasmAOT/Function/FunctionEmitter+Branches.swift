import WasmFormat

/// Branches, and the variables that they set.
extension FunctionEmitter {
  /// Sets the variables of a block's results from the top of the stack, at its end.
  mutating func assignResults(_ types: TypeList, _ label: Label) { carry(types.count, to: label.firstResult) }

  /// Sets variables from the topmost operands, which stay.
  private mutating func carry(_ count: Int, to variable: Int) {
    settleImpure()
    for position in 0..<count { assign(variable + position, operands[height - count + position]) }
  }

  mutating func assign(_ variable: Int, _ operand: Int32) {
    if nameAnew(operand, "r", variable) { return }
    out.append("r", variable)
    out.append(" = ")
    append(operand)
    out.newline()
  }

  mutating func branch(_ depth: Int) {
    carry(validator.frame(depth).labelTypes.count, to: labels[labelCount - 1 - depth].firstTarget)
    jump(depth)
  }

  /// Goes where a label says, whose variables are set.
  mutating func jump(_ depth: Int) {
    labels.base[labelCount - 1 - depth].isUsed = true
    let label = labels[labelCount - 1 - depth]
    if label.state > 0 { rows[label.number]?.isUsed = true }
    if label.state > 0, !label.endsRow {
      goToState(label)
    } else {
      out.append(validator.frame(depth).opcode == .loop ? "continue L" : "break L", label.number)
    }
    out.newline()
  }

  mutating func branchIf() {
    let condition = pop()
    let depth = Int(validator.instruction.index)
    prepareBranch(validator.frame(depth).labelTypes.count)
    out.append("if ")
    append(condition: condition)
    out.append(" {\n")
    branch(depth)
    out.append("}\n")
  }

  /// Before a branch that may be taken or not: what both ways use is worked out once, what may trap is before both.
  private mutating func prepareBranch(_ count: Int) {
    settleImpure()
    for position in height - count..<height where pool[operands[position]].size > 0 { settle(position) }
  }

  mutating func branchTable() {
    let index = pop()
    let depths = validator.instruction.labels
    settleImpure()
    settleOperations()
    let table = BranchTable(depths.map(Int.init))
    if !beginRow(with: table, index) { table.emit(index, &self) }
  }

  // MARK: On references

  mutating func branchOnNull() {
    let depth = Int(validator.instruction.index)
    settleImpure()
    if pool[operands[height - 1]].size > 0 { settle(height - 1) }
    let reference = pop()
    prepareBranch(validator.frame(depth).labelTypes.count)
    out.append("if ")
    append(reference)
    out.append(" == 0 {\n")
    branch(depth)
    out.append("}\n")
    push(pool[reference])
  }

  mutating func branchOnNonNull() {
    let depth = Int(validator.instruction.index)
    // The reference is the last of the values that the label takes.
    prepareBranch(validator.frame(depth).labelTypes.count)
    out.append("if ")
    append(operands[height - 1])
    out.append(" != 0 {\n")
    branch(depth)
    out.append("}\n")
    height -= 1
  }
}
