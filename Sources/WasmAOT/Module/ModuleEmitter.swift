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
    out.append("// Translated from WebAssembly. Do not edit: the build writes it again.\n@_spi(Compiled) import WasmCore\n@_spi(Compiled) import WasmRuntimeSupport\n\n")
  }

  func emit() -> [UInt8] {
    var out = SourceBuffer()
    Self.appendImports(&out)
    out.append("typealias G = CompiledInstance\ntypealias Slots = UnsafeMutablePointer<UInt64>\ntypealias Code = UnsafeRawPointer\n\n")
    emitEntry(&out)
    for count in needs.caseCounts.sorted() { emitEnumeration(count, &out) }
    for index in module.contents.types.indices { types.emitAdapter(index, &out) }
    for function in 0..<imported where needs.functions.contains(function) { types.emitForwarder(function, &out) }
    for index in calledTypes { types.emitCall(index, &out) }
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
    out.append(text: "  public static let compiled = CompiledModule(\n    fingerprint: \"\(module.fingerprint)\",")
    out.append(text: " supportVersion: \(CompiledFormat.version),\n    functionCount: ")
    out.append(number: module.contents.bodies.count)
    out.append(text: ", checksCalls: \(types.checksCalls), adapters: [")
    for index in module.contents.types.indices { out.append(index == 0 ? "a" : ", a", index) }
    out.append("]\n  ) { t in\n")
    for shard in 0..<options.fileCount {
      out.append("    link", shard)
      out.append("(&t)\n")
    }
    out.append("  }\n}\n\n")
  }

  private func emitEnumeration(_ count: Int, _ out: inout SourceBuffer) {
    out.append("enum E", count)
    out.append(" {\ncase c0")
    for index in 1..<count { out.append(", c", index) }
    let width: StaticString = count <= 256 ? "UInt8" : "UInt16"
    out.append("\n@inline(__always) init(_ i: UInt32, _ first: UInt32, _ count: UInt32) {\n")
    out.append("self = unsafeBitCast(")
    out.append(width)
    out.append("(truncatingIfNeeded: min(i &- first, count)), to: E", count)
    out.append(".self)\n}\n}\n")
  }
}
