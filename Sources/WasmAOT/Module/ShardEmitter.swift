import WasmFormat

/// The functions of one file.
struct ShardEmitter {
  struct Interpreted: Sendable {
    let function: Int
    let reason: String
  }

  /// What came of one file.
  struct Shard: Sendable {
    var text: [UInt8] = []
    var interpreted: [Interpreted] = []
    var calledTypes: Set<Int> = []
    var caseCounts: Set<Int> = []
  }

  /// What the files have in common.
  struct Summary {
    var interpreted: [Interpreted] = []
    var calledTypes: [Int]
    var caseCounts: [Int]

    init(_ shards: [Shard]) {
      interpreted = shards.flatMap(\.interpreted)
      calledTypes = shards.reduce(into: Set()) { $0.formUnion($1.calledTypes) }.sorted()
      caseCounts = shards.reduce(into: Set()) { $0.formUnion($1.caseCounts) }.sorted()
    }
  }

  static func emit(
    _ ranges: [Range<Int>], of module: Module, _ options: SwiftTranslation.Options, _ names: NameSection, _ scan: ModuleScan
  ) throws(ModuleError) -> [Shard] {
    var shards: [Shard] = []
    for (number, range) in ranges.enumerated() { shards.append(try emit(number, range, of: module, options, names, scan)) }
    return shards
  }

  private static func emit(
    _ number: Int, _ range: Range<Int>, of module: Module, _ options: SwiftTranslation.Options, _ names: NameSection, _ scan: ModuleScan
  ) throws(ModuleError) -> Shard {
    var shard = Shard()
    var emitter = FunctionEmitter(module, checksCalls: scan.checksCalls)
    var out = SourceBuffer()
    var links = SourceBuffer()
    ModuleEmitter.appendImports(&out)
    let types = TypeEmitter(module: module, checksCalls: scan.checksCalls)
    for body in range {
      let index = module.contents.importedFunctionCount + body
      let type = Int(module.contents.functionTypes[index])
      let limit = options.maximumBodySize ?? .max
      var reason: String? = module.contents.bodies[body].range.count > limit ? "size" : nil
      if reason == nil {
        do throws(Untranslatable) {
          try emitter.translate(body, name: names.function(index), into: &out)
        } catch {
          if case .invalid(let error) = error { throw error }
          reason = "nesting"
        }
      }
      if let reason {
        shard.interpreted.append(Interpreted(function: index, reason: reason))
        types.emitForwarder(index, &out)
        shard.calledTypes.insert(type)
      } else {
        links.append("t.set(", body)
        links.append(", ", type)
        appendAddress(of: "f", index, type, &links)
        if emitter.hasTailCalls {
          links.append("t.setBody(", body)
          appendAddress(of: "b", index, type, &links)
        }
      }
    }
    out.append("func link", number)
    out.append("(_ t: inout NativeTable) {\n")
    out.append(links)
    out.append("}\n")
    shard.text = out.take()
    shard.calledTypes.formUnion(emitter.calledTypes)
    shard.caseCounts = emitter.caseCounts
    return shard
  }

  private static func appendAddress(of prefix: StaticString, _ function: Int, _ type: Int, _ out: inout SourceBuffer) {
    out.append(", address(B", type)
    out.append("(f: ")
    out.append(prefix, function)
    out.append(")))\n")
  }
}
