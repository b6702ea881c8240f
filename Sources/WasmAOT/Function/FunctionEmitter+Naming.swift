import WasmFormat

/// Statements that take over the value of the one before.
extension FunctionEmitter {
  /// Begins a statement that names a value: `let t7 = `. `endNaming` comes after the value.
  mutating func beginNaming(_ type: StaticString? = nil) {
    let start = out.count
    out.append("let t", temporaryCount)
    if let type {
      out.append(": ")
      out.append(type)
    }
    out.append(" = ")
    naming = Naming(temporary: temporaryCount, name: Place(start: start, end: out.count))
  }

  /// - Returns: the number of the name.
  mutating func endNaming() -> Int {
    out.newline()
    naming.end = out.count
    defer { temporaryCount += 1 }
    return temporaryCount
  }

  /// Turns `let t7 = f(g)`, when it is the last statement and `operand`, which nothing else uses, is `t7`, into `l3 = f(g)`.
  /// - Returns: false when it was something else; then nothing has happened.
  mutating func nameAnew(_ operand: Int32, _ prefix: StaticString, _ number: Int) -> Bool {
    guard isLastNamed(operand) else { return false }
    var name = SourceBuffer()
    name.append(prefix, number)
    name.append(" = ")
    out.replace(naming.name, with: name)
    naming = Naming()
    return true
  }

  /// Turns `let t7 = f(g)` into `_ = f(g)` when nothing will use `t7`.
  mutating func forgetName(_ operand: Int32) {
    guard isLastNamed(operand) else { return }
    var name = SourceBuffer()
    name.append("_ = ")
    out.replace(naming.name, with: name)
    naming = Naming()
  }

  private func isLastNamed(_ operand: Int32) -> Bool {
    naming.end == out.count && pool[operand].form == .temporary && pool[operand].payload == UInt64(naming.temporary)
  }
}
