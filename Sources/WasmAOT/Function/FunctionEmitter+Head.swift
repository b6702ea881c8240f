import WasmFormat

/// What is around a function's statements.
extension FunctionEmitter {
  /// The variables that are there from the start, which depend on what the body turned out to need.
  ///
  /// A function that calls itself last is a loop: then the label of the whole body is the loop's, and the locals that are
  /// no parameters begin anew inside.
  mutating func appendHead(_ name: String?, to text: inout SourceBuffer) {
    let type = validator.functionType
    if let name { text.append(text: "// \(Names.printable(name))\n") }
    let isLarge = appendCheck(to: &text)
    if isLarge { text.append("@inline(never) ") }
    beginFunction(isLarge ? "w" : outerName, &text) { assignedLocals[$0] ? "p" : "l" }
    for local in 0..<type.parameters.count where assignedLocals[local] {
      text.append("var l", local)
      text.append(" = p", local)
      text.newline()
    }
    if !repeats { declareLocals(&text) }
    if usesMemory { text.append("let m = memory(g, 0)\n") }
    if usesGlobals { text.append("let gl = globals(g)\n") }
    if !isLarge { text.append("enter(g)\n") }
    for result in 0..<type.results.count {
      text.append("var r", result)
      text.append(": ")
      text.append(Kind(type.results[result]).swiftType)
      text.append(" = 0\n")
    }
    if repeats {
      text.append("L0: while true {\nrepeated(g)\n")
      declareLocals(&text)
    } else if labels[0].isUsed {
      text.append("L0: do {\n")
    }
  }

  /// Frames of more words than this might step over the guard below the stack, which has a page.
  private static let largeFrame = 440

  /// What the frame has to hold at most: variables, arguments of calls, and values that are kept although nothing names them, such as those
  /// that do not change in a loop; each of them comes from three expressions or more.
  private var frameSize: Int { validator.localCount + temporaryCount + resultCount + largestCall + pool.count / 3 }

  /// Puts a function in front of one with a large frame that sees to it that there is a stack for it: a frame is there before the first
  /// statement of its function.
  /// - Returns: whether the frame is large.
  private func appendCheck(to text: inout SourceBuffer) -> Bool {
    guard frameSize > Self.largeFrame else { return false }
    beginFunction(outerName, &text)
    text.append("enter(g, ", frameSize)
    text.append(")\nreturn ")
    text.append(global: "w", function)
    text.append("(g")
    text.append(argumentsOf: validator.functionType)
    text.append(")\n}\n")
    return true
  }

  /// What others call it, but for what makes its tail calls.
  private var outerName: StaticString { hasTailCalls ? "b" : "f" }

  private func beginFunction(_ name: StaticString, _ text: inout SourceBuffer, prefix: (Int) -> StaticString = { _ in "p" }) {
    text.append("func ")
    text.append(global: name, function)
    text.append("(_ g: G")
    text.append(parametersOf: validator.functionType, prefix: prefix)
    text.append(")")
    text.append(resultClauseOf: validator.functionType)
    text.append(" {\n")
  }

  /// Declares the locals that are no parameters.
  private func declareLocals(_ text: inout SourceBuffer) {
    for local in validator.functionType.parameters.count..<validator.localCount where usedLocals[local] {
      let kind = Kind(validator.localType(local))
      text.append(assignedLocals[local] ? "var l" : "let l", local)
      text.append(": ")
      text.append(kind.swiftType)
      text.append(" = ")
      // A constant that may be neutral, see `append(float:isHidden:)`.
      if kind.isFloat { text.append(kind.prefix) }
      text.append(kind.isFloat ? "_bits(g, 0)\n" : "0\n")
    }
  }

  mutating func appendEnd(to text: inout SourceBuffer) {
    let type = validator.functionType
    if repeats {
      text.append("break L0\n}\n")
    } else if labels[0].isUsed {
      text.append("}\n")
    }
    if hasCalls { text.append("returned(g)\n") }
    if type.results.count > 0 {
      text.append("return ")
      text.appendTuple(type.results.count) { (buffer: inout SourceBuffer, result) in buffer.append("r", result) }
      text.newline()
    }
    text.append("}\n")
    if hasTailCalls { appendCaller(to: &text) }
  }

  /// What callers call when the function may end in a call of another: it sees to it that those calls take place.
  private func appendCaller(to text: inout SourceBuffer) {
    let type = validator.functionType
    beginFunction("f", &text)
    if type.results.count > 0 { text.append("let r = ") }
    text.append(global: "b", function)
    text.append("(g")
    text.append(argumentsOf: type)
    text.append(")\nif pending(g) {\n")
    text.append(type.results.count > 0 ? "let s = finish(g, " : "_ = finish(g, ", max(type.parameters.count, type.results.count))
    text.append(")\n")
    text.append(returnOfSlotsFor: type)
    text.append("}\n")
    if type.results.count > 0 { text.append("return r\n") }
    text.append("}\n")
  }
}
