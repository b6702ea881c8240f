import WasmFormat

/// What generated code needs once for each function type of the module.
struct TypeEmitter {
  let module: Module

  /// The Swift types of a native function of this type, and what takes its arguments from slots.
  func emitAdapter(_ index: Int, _ out: inout SourceBuffer) {
    let type = module.typeLists[index]
    out.append("typealias F", index)
    out.append(" = @convention(thin) (G")
    appendParameterTypes(type, &out)
    out.append(") -> ")
    appendResults(type, &out)
    out.append("\nstruct B", index)
    out.append(" { let f: (G")
    appendParameterTypes(type, &out)
    out.append(") -> ")
    appendResults(type, &out)
    out.append(" }\nfunc a", index)
    out.append("(_ g: G, _ code: Code, _ s: Slots) {\n")
    for result in 0..<type.results.count {
      out.append(result == 0 ? "let " : ", ")
      if result == 0, type.results.count > 1 { out.append("(") }
      out.append("r", result)
    }
    if type.results.count > 1 { out.append(")") }
    if type.results.count > 0 { out.append(" = ") }
    out.append("unsafeBitCast(code, to: F", index)
    out.append(".self)(g")
    for parameter in 0..<type.parameters.count {
      out.append(", ")
      out.append(Kind(type.parameters[parameter]).prefix)
      out.append("_slot(s, ", parameter)
      out.append(")")
    }
    out.append(")\n")
    for result in 0..<type.results.count {
      out.append(Kind(type.results[result]).prefix)
      out.append("_slot(s, ", result)
      out.append(", r", result)
      out.append(")\n")
    }
    out.append("}\n")
  }

  /// The function that all calls go through whose callee only running tells: native functions at once, all others with
  /// their arguments in slots.
  func emitCall(_ index: Int, _ out: inout SourceBuffer) {
    let type = module.typeLists[index]
    out.append("func c", index)
    out.append("(_ g: G")
    appendParameters(type, &out)
    out.append(", _ e: Callee) -> ")
    appendResults(type, &out)
    out.append(" {\nif let code = native(e) { return unsafeBitCast(code, to: F", index)
    out.append(".self)(environment(e)")
    for parameter in 0..<type.parameters.count { out.append(", p", parameter) }
    out.append(") }\nlet s = beginCall(g, ", max(type.parameters.count, type.results.count))
    out.append(")\n")
    for parameter in 0..<type.parameters.count {
      out.append(Kind(type.parameters[parameter]).prefix)
      out.append("_slot(s, ", parameter)
      out.append(", p", parameter)
      out.append(")\n")
    }
    out.append("call(g, e, s)\n")
    if type.results.count > 0 { out.append("return ") }
    if type.results.count > 1 { out.append("(") }
    for result in 0..<type.results.count {
      if result > 0 { out.append(", ") }
      out.append(Kind(type.results[result]).prefix)
      out.append("_slot(s, ", result)
      out.append(")")
    }
    if type.results.count > 1 { out.append(")") }
    out.append("\n}\n")
  }

  /// An imported function, or one that is left to the interpreter, under the name that calls of it use.
  func emitForwarder(_ function: Int, _ out: inout SourceBuffer) {
    let typeIndex = Int(module.contents.functionTypes[function])
    let type = module.typeLists[typeIndex]
    out.append("func f", function)
    out.append("(_ g: G")
    appendParameters(type, &out)
    out.append(") -> ")
    appendResults(type, &out)
    out.append(" { c", typeIndex)
    out.append("(g")
    for parameter in 0..<type.parameters.count { out.append(", p", parameter) }
    out.append(", function(g, ", function)
    out.append(")) }\n")
  }

  private func appendParameterTypes(_ type: TypeLists.Entry, _ out: inout SourceBuffer) {
    for parameter in 0..<type.parameters.count {
      out.append(", ")
      out.append(Kind(type.parameters[parameter]).swiftType)
    }
  }

  private func appendParameters(_ type: TypeLists.Entry, _ out: inout SourceBuffer) {
    for parameter in 0..<type.parameters.count {
      out.append(", _ p", parameter)
      out.append(": ")
      out.append(Kind(type.parameters[parameter]).swiftType)
    }
  }

  private func appendResults(_ type: TypeLists.Entry, _ out: inout SourceBuffer) {
    if type.results.count != 1 { out.append("(") }
    for result in 0..<type.results.count {
      if result > 0 { out.append(", ") }
      out.append(Kind(type.results[result]).swiftType)
    }
    if type.results.count != 1 { out.append(")") }
  }
}
