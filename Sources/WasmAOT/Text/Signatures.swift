import WasmFormat

/// What functions of one type have in their heads, and how their values get into slots and out of them.
extension SourceBuffer {
  /// `, _ p0: UInt32, _ p1: Float`
  /// - Parameter prefix: of the parameter with that position.
  mutating func append(parametersOf type: TypeLists.Entry, prefix: (Int) -> StaticString = { _ in "p" }) {
    for parameter in 0..<type.parameters.count {
      append(", _ ")
      append(prefix(parameter), parameter)
      append(": ")
      append(Kind(type.parameters[parameter]).swiftType)
    }
  }

  /// `, p0, p1`
  mutating func append(argumentsOf type: TypeLists.Entry) {
    for parameter in 0..<type.parameters.count { append(", p", parameter) }
  }

  /// `, UInt32, Float`
  mutating func append(parameterTypesOf type: TypeLists.Entry) {
    for parameter in 0..<type.parameters.count {
      append(", ")
      append(Kind(type.parameters[parameter]).swiftType)
    }
  }

  /// `()`, `UInt32` or `(UInt32, Float)`
  mutating func append(resultTypeOf type: TypeLists.Entry) {
    if type.results.count == 0 { return append("()") }
    appendTuple(type.results.count) { (buffer: inout SourceBuffer, result) in buffer.append(Kind(type.results[result]).swiftType) }
  }

  /// ` -> UInt32`; nothing when there are no results.
  mutating func append(resultClauseOf type: TypeLists.Entry) {
    guard type.results.count > 0 else { return }
    append(" -> ")
    append(resultTypeOf: type)
  }

  /// `return (i32_slot(s, 0), f32_slot(s, 1))`, or nothing.
  mutating func append(returnOfSlotsFor type: TypeLists.Entry) {
    guard type.results.count > 0 else { return }
    append("return ")
    appendTuple(type.results.count) { (buffer: inout SourceBuffer, result) in
      buffer.append(Kind(type.results[result]).prefix)
      buffer.append("_slot(s, ", result)
      buffer.append(")")
    }
    newline()
  }

  /// One element as it is, several in parentheses.
  mutating func appendTuple(_ count: Int, _ appendElement: (inout SourceBuffer, Int) -> Void) {
    if count > 1 { append("(") }
    for element in 0..<count {
      if element > 0 { append(", ") }
      appendElement(&self, element)
    }
    if count > 1 { append(")") }
  }
}
