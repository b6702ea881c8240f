import WasmFormat

/// One of the files that functions are spread over.
struct ShardEmitter {
  let module: Module
  let options: SwiftTranslation.Options
  let types: TypeEmitter
  let pieces: [Piece]
  /// What all functions need.
  let needs: Piece.Needs

  func emit(_ number: Int, _ bodies: Range<Int>) -> [UInt8] {
    var out = SourceBuffer(prefix: Array(options.prefix.utf8))
    var links = SourceBuffer(prefix: Array(options.prefix.utf8))
    ModuleEmitter.appendImports(&out)
    for piece in pieces where piece.bodies.overlaps(bodies) {
      for body in piece.bodies.clamped(to: bodies) { emit(body, piece, &out, &links) }
    }
    out.append("func ")
    out.append(global: "link", number)
    out.append("(_ t: inout NativeTable) {\n")
    out.append(links)
    out.append("t.setEnd(")
    out.append(global: "link", number)
    out.append(")\n}\n")
    return out.take()
  }

  private func emit(_ body: Int, _ piece: Piece, _ out: inout SourceBuffer, _ links: inout SourceBuffer) {
    let index = module.contents.importedFunctionCount + body
    let type = Int(module.contents.functionTypes[index])
    let function = piece.functions[body - piece.bodies.lowerBound]
    if function.reason != nil {
      if needs.functions.contains(index) { types.emitForwarder(index, &out) }
      return
    }
    out.append(piece.text, function.text)
    links.append("t.set(", body)
    links.append(", ", type)
    appendAddress(of: "f", index, type, &links)
    guard function.hasTailCalls else { return }
    links.append("t.setBody(", body)
    appendAddress(of: "b", index, type, &links)
  }

  private func appendAddress(of kind: StaticString, _ function: Int, _ type: Int, _ out: inout SourceBuffer) {
    out.append(", address(")
    out.append(global: "B", type)
    out.append("(f: ")
    out.append(global: kind, function)
    out.append(")))\n")
  }
}
