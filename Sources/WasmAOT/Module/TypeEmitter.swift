import WasmFormat

/// What generated code needs once for each function type of the module.
struct TypeEmitter {
  let module: Module
  let checksCalls: Bool

  /// The Swift types of a native function of this type, and what takes its arguments from slots.
  func emitAdapter(_ index: Int, _ out: inout SourceBuffer) {
    let type = module.typeLists[index]
    out.append("typealias ")
    out.append(global: "F", index)
    out.append(" = @convention(thin) (G")
    out.append(parameterTypesOf: type)
    out.append(") -> ")
    out.append(resultTypeOf: type)
    out.append("\nstruct ")
    out.append(global: "B", index)
    out.append(" { let f: (G")
    out.append(parameterTypesOf: type)
    out.append(") -> ")
    out.append(resultTypeOf: type)
    out.append(" }\nfunc ")
    out.append(global: "a", index)
    out.append("(_ g: G, _ code: Code, _ s: Slots) {\n")
    if type.results.count > 0 {
      out.append("let ")
      out.appendTuple(type.results.count) { (buffer: inout SourceBuffer, result) in buffer.append("r", result) }
      out.append(" = ")
    }
    out.append("unsafeBitCast(code, to: ")
    out.append(global: "F", index)
    out.append(".self)(g")
    for parameter in 0..<type.parameters.count {
      out.append(", ")
      out.append(Kind(type.parameters[parameter]).prefix)
      out.append("_slot(s, ", parameter)
      out.append(")")
    }
    out.append(")\n")
    // Then it has no results yet, and its callee's arguments may be in the same slots.
    if type.results.count > 0 { out.append("if pending(g) { return }\n") }
    for result in 0..<type.results.count {
      out.append(Kind(type.results[result]).prefix)
      out.append("_slot(s, ", result)
      out.append(", r", result)
      out.append(")\n")
    }
    out.append("}\n")
  }

  /// The function that calls go through whose callee only running tells.
  func emitCall(_ index: Int, _ out: inout SourceBuffer) {
    beginCall("func ", "c", index, ", _ e: Callee)", &out)
    emitChoice(index, &out)
  }

  /// The same for calls through the first table, of which there are many: the places that call stay small, and a native function that
  /// has been called before is jumped to without a frame.
  func emitTableCall(_ index: Int, _ out: inout SourceBuffer) {
    beginCall("func ", "i", index, ", _ i: UInt32)", &out)
    out.append("if let e = element(g, i, ", index)
    out.append("), ")
    emitNativeCall(index, &out)
    emitOtherwise("d", index, ", i)\n}\n", &out)
    beginCall("@inline(never) func ", "d", index, ", _ i: UInt32)", &out)
    out.append("let e = indirect(g, 0, i, ", index)
    out.append(")\n")
    emitChoice(index, &out)
  }

  /// The slow way, for functions that are not native: with their arguments in slots. Apart, so that the other needs no frame.
  func emitSlotCall(_ index: Int, _ out: inout SourceBuffer) {
    let type = module.typeLists[index]
    beginCall("@inline(never) func ", "s", index, ", _ e: Callee)", &out)
    out.append("let s = beginCall(g, ", max(type.parameters.count, type.results.count))
    out.append(")\n")
    for parameter in 0..<type.parameters.count {
      out.append(Kind(type.parameters[parameter]).prefix)
      out.append("_slot(s, ", parameter)
      out.append(", p", parameter)
      out.append(")\n")
    }
    out.append("call(g, e, s)\n")
    out.append(returnOfSlotsFor: type)
    out.append("}\n")
  }

  private func beginCall(_ start: StaticString, _ name: StaticString, _ index: Int, _ last: StaticString, _ out: inout SourceBuffer) {
    out.append(start)
    out.append(global: name, index)
    out.append("(_ g: G")
    out.append(parametersOf: module.typeLists[index])
    out.append(last)
    out.append(resultClauseOf: module.typeLists[index])
    out.append(" {\n")
  }

  /// Native functions at once, all others the slow way. Not every native function leaves exceptions pending for its caller to
  /// look at.
  private func emitChoice(_ index: Int, _ out: inout SourceBuffer) {
    out.append("if ")
    emitNativeCall(index, &out)
    emitOtherwise("s", index, ", e)\n}\n", &out)
  }

  /// What is called if the condition before did not hold, which ends the function.
  private func emitOtherwise(_ name: StaticString, _ index: Int, _ end: StaticString, _ out: inout SourceBuffer) {
    out.append("return ")
    out.append(global: name, index)
    out.append("(g")
    out.append(argumentsOf: module.typeLists[index])
    out.append(end)
  }

  /// The end of a condition, that the callee is native, and the call then.
  private func emitNativeCall(_ index: Int, _ out: inout SourceBuffer) {
    out.append("let code = ")
    out.append(checksCalls ? "native_checked" : "native")
    out.append("(e) { return unsafeBitCast(code, to: ")
    out.append(global: "F", index)
    out.append(".self)(environment(e)")
    out.append(argumentsOf: module.typeLists[index])
    out.append(") }\n")
  }

  /// An imported function, or one that is left to the interpreter, under the name that calls of it use.
  func emitForwarder(_ function: Int, _ out: inout SourceBuffer) {
    let typeIndex = Int(module.contents.functionTypes[function])
    let type = module.typeLists[typeIndex]
    out.append("func ")
    out.append(global: "f", function)
    out.append("(_ g: G")
    out.append(parametersOf: type)
    out.append(")")
    out.append(resultClauseOf: type)
    out.append(" { ")
    out.append(global: "c", typeIndex)
    out.append("(g")
    out.append(argumentsOf: type)
    out.append(", function(g, ", function)
    out.append(")) }\n")
  }
}
