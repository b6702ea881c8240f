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

  static func emit(_ ranges: [Range<Int>], of module: Module, _ options: SwiftTranslation.Options, _ names: NameSection) throws(ModuleError) -> [Shard] {
    var shards: [Shard] = []
    for (number, range) in ranges.enumerated() { shards.append(try emit(number, range, of: module, options, names)) }
    return shards
  }

  private static func emit(
    _ number: Int, _ range: Range<Int>, of module: Module, _ options: SwiftTranslation.Options, _ names: NameSection
  ) throws(ModuleError) -> Shard {
    var shard = Shard()
    var emitter = FunctionEmitter(module)
    var out = SourceBuffer()
    var links = SourceBuffer()
    ModuleEmitter.appendImports(&out)
    let types = TypeEmitter(module: module)
    for body in range {
      let index = module.contents.importedFunctionCount + body
      do throws(Untranslatable) {
        if let limit = options.maximumBodySize, module.contents.bodies[body].range.count > limit { throw .size }
        out.append(try emitter.translate(body, name: names.function(index)))
        let type = Int(module.contents.functionTypes[index])
        links.append("t.set(", body)
        links.append(", ", type)
        links.append(", address(B", type)
        links.append("(f: f", index)
        links.append(")))\n")
      } catch {
        if case .invalid(let error) = error { throw error }
        shard.interpreted.append(Interpreted(function: index, reason: error.reason))
        types.emitForwarder(index, &out)
        shard.calledTypes.insert(Int(module.contents.functionTypes[index]))
      }
    }
    out.append("func link", number)
    out.append("(_ t: inout NativeTable) {\n")
    out.append(links.take())
    out.append("}\n")
    shard.text = out.take()
    shard.calledTypes.formUnion(emitter.calledTypes)
    shard.caseCounts = emitter.caseCounts
    return shard
  }
}
