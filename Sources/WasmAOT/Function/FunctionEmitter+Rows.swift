import WasmFormat

/// Rows of blocks, one directly inside the other, of which there are more than may nest: one loop over a `switch`. Each case is
/// what follows the end of a block up to the end of the next one, and falls through to it; a branch sets the state and goes
/// round.
///
/// Most rows are what a C compiler makes of a `switch`: the first thing inside is a `br_table` over them. Then its table is
/// the first value of the state, so that the way to a case is one jump.
extension FunctionEmitter {
  /// What is known about a row that is open.
  struct Row {
    /// Where its beginning is in the text.
    let opening: Place
    /// The cases of the enumeration that stand for each state.
    var cases: [[Int]]
    var beginsWithTable = false
    /// Whether anything has branched to one of its labels.
    var isUsed = false
  }

  /// Opens a row for the labels from `first` on.
  mutating func openRow(_ first: Int) {
    let number = newLabel()
    let count = labelCount - first
    for index in first..<labelCount {
      labels.base[index].number = number
      labels.base[index].state = labelCount - index
      labels.base[index].endsRow = index == first
    }
    let start = out.count
    let caseCount = BranchTable.caseCount(count + 1)
    needs.caseCounts.insert(caseCount)
    out.append("var s", number)
    out.append(" = ")
    out.append(global: "E", caseCount)
    out.append(".c0\nL", number)
    out.append(": while true {\nswitch s", number)
    out.append(" {\ncase .c0:\n")
    rows[number] = Row(opening: Place(start: start, end: out.count), cases: (0...count).map { [$0] })
    depth += 2
  }

  /// Makes a `br_table` that is the first to happen in a row the row's own `switch`.
  /// - Returns: false, with nothing written, where that does not go.
  mutating func beginRow(with table: BranchTable, _ index: Int32) -> Bool {
    let innermost = labels[labelCount - 1]
    guard innermost.state == 1, let row = rows[innermost.number], !row.isUsed, let targets = table.targets else { return false }
    let number = innermost.number
    // The outermost block of the row is the way out of it, not a state.
    let stateCount = row.cases.count - 1
    let caseCount = table.count + 1 + stateCount
    guard BranchTable.fits(caseCount), targets.allSatisfy({ validator.frame($0.depth).labelTypes.count == 0 }) else { return false }

    gaps.append(row.opening)
    let enumeration = BranchTable.caseCount(caseCount)
    needs.caseCounts.insert(enumeration)
    out.append("var s", number)
    out.append(enumeration <= 256 ? " = choice8(" : " = choice16(")
    append(index)
    out.append(", 0, ", table.count)
    out.append(", ")
    out.append(global: "E", enumeration)
    out.append(".self)\nL", number)
    out.append(": while true {\nswitch s", number)
    out.append(" {\n")
    var cases = (0...stateCount).map { _ in [Int]() }
    for (depth, positions) in targets {
      let label = labels[labelCount - 1 - depth]
      if label.number == number, label.state > 0, !label.endsRow {
        cases[label.state] = positions
      } else {
        BranchTable.emitCases(positions, &out)
        branch(depth)
      }
    }
    // Branches from elsewhere need a case even if the table has none.
    for state in 1...stateCount where cases[state].isEmpty { cases[state] = [table.count + state] }
    rows[number]?.cases = cases
    rows[number]?.beginsWithTable = true
    return true
  }

  /// The end of one of the blocks of a row.
  mutating func closeState(_ label: Label) {
    guard !label.endsRow else {
      out.append("break L", label.number)
      out.append("\ndefault: break L", label.number)
      out.append("\n}\n}\n")
      depth -= 2
      rows[label.number] = nil
      return
    }
    let row = rows[label.number]
    // Nothing comes before the first case of a `switch` that begins with the row's table.
    if label.state > 1 || row?.beginsWithTable != true { out.append("fallthrough\n") }
    BranchTable.emitCases(row?.cases[label.state] ?? [], &out)
  }

  /// Branches to the end of one of the blocks of a row.
  mutating func goToState(_ label: Label) {
    out.append("s", label.number)
    out.append(" = .c", rows[label.number]?.cases[label.state].first ?? 0)
    out.append("; continue L", label.number)
  }
}
