import WasmFormat

/// The file that has what there is once: types, imported functions, and what the engine needs to use the rest.
struct ModuleEmitter {
  let module: Module
  let options: SwiftTranslation.Options
  let types: TypeEmitter
  let needs: Piece.Needs
  /// For each of the module's own functions, why it is left to the interpreter.
  let reasons: [TranslationReport.Reason?]

  static func appendImports(_ out: inout SourceBuffer) {
    out.append(text: SwiftTranslation.start)
    out.append(": the build writes it again.\n@_spi(Compiled) import WasmCore\n@_spi(Compiled) import WasmRuntimeSupport\n\n")
  }

  func emit() -> [UInt8] {
    var out = SourceBuffer(prefix: Array(options.prefix.utf8))
    Self.appendImports(&out)
    emitEntry(&out)
    for count in needs.caseCounts.sorted() { emitEnumeration(count, &out) }
    for index in module.contents.types.indices { types.emitAdapter(index, &out) }
    for function in 0..<imported where needs.functions.contains(function) { types.emitForwarder(function, &out) }
    for index in calledTypes { types.emitCall(index, &out) }
    for index in needs.tableTypes.sorted() { types.emitTableCall(index, &out) }
    for index in needs.tableTypes.union(calledTypes).sorted() { types.emitSlotCall(index, &out) }
    return out.take()
  }

  private var imported: Int { module.contents.importedFunctionCount }

  /// The types of functions that native code calls without knowing that they are native.
  private var calledTypes: [Int] {
    let forwarded = needs.functions.filter { $0 < imported || reasons[$0 - imported] != nil }
    return Set(forwarded.map { Int(module.contents.functionTypes[$0]) }).union(needs.calledTypes).sorted()
  }

  private func emitEntry(_ out: inout SourceBuffer) {
    out.append(text: "/// The compiled module. Naming it is what makes the engine use it.\npublic enum \(options.name) {\n")
    out.append(text: "  public static let compiled = CompiledModule(\n    fingerprint: \"\(module.fingerprint)\",\n    shape: \"\(module.shape)\",\n   ")
    out.append(text: " supportVersion: \(CompiledFormat.version),\n    functionCount: ")
    out.append(number: module.contents.bodies.count)
    out.append(text: ", checksCalls: \(types.checksCalls), adapters: [")
    for index in module.contents.types.indices {
      if index > 0 { out.append(", ") }
      out.append(global: "a", index)
    }
    out.append("]\n  ) { t in\n")
    for shard in 0..<options.fileCount {
      out.append("    ")
      out.append(global: "link", shard)
      out.append("(&t)\n")
    }
    out.append("  }\n}\n\n")
  }

  private func emitEnumeration(_ count: Int, _ out: inout SourceBuffer) {
    out.append("enum ")
    out.append(global: "E", count)
    out.append(" {\ncase c0")
    for index in 1..<count { out.append(", c", index) }
    out.append("\n}\n")
  }
}
