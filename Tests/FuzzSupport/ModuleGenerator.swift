import WasmCore

/// What the bodies of a generated module can refer to.
struct GeneratedModule {
  var types: [FunctionType] = []
  /// Type index of each function, imported ones first.
  var functions: [Int] = []
  var importedFunctionCount = 0
  var tables: [TableType] = []
  var memoryCount = 0
  var globals: [GlobalType] = []
  var importedGlobalCount = 0
  /// Type index of each tag.
  var tags: [Int] = []
  var elements: [ValueType] = []
  var dataCount = 0
  /// The index of a global that only `BodyGenerator.settle` uses; nil in modules that may do what no specification says.
  var seenGlobal: Int?

  func type(ofFunction index: Int) -> FunctionType { types[functions[index]] }
}

/// Makes modules that are valid by construction and use most instructions, with the emphasis on control flow: what the
/// translator has to get right.
struct ModuleGenerator {
  var random: FuzzRandom
  /// Whether what the modules do must be the same on every engine.
  private let isDeterministic: Bool
  private var module = GeneratedModule()

  init(random: FuzzRandom, isDeterministic: Bool = false) { (self.random, self.isDeterministic) = (random, isDeterministic) }

  mutating func valueType() -> ValueType {
    switch random.below(20) {
    case 0..<9: .i32
    case 9..<12: .i64
    case 12..<14: .f64
    case 14: .f32
    case 15: .funcref
    case 16: .externref
    case 17: .exnref
    case 18: module.types.isEmpty ? .i32 : ValueType(.concrete(UInt32(random.below(module.types.count))), nullable: true)
    default: .i32
    }
  }

  private mutating func valueTypes(_ limit: Int) -> [ValueType] { (0..<random.below(limit)).map { _ in valueType() } }

  private mutating func imports() -> [[UInt8]] {
    func entry(_ kind: UInt8, _ description: [UInt8]) -> [UInt8] { sized(Array("h".utf8)) + sized(Array("i".utf8)) + [kind] + description }
    var imports: [[UInt8]] = []
    module.importedFunctionCount = random.below(3)
    for _ in 0..<module.importedFunctionCount {
      module.functions.append(random.below(module.types.count))
      imports.append(entry(0, LEB128.unsigned(module.functions[module.functions.count - 1])))
    }
    module.importedGlobalCount = random.below(3)
    for _ in 0..<module.importedGlobalCount {
      let type = GlobalType(random.pick([.i32, .i64, .f64, .funcref]), mutable: random.oneIn(2))
      module.globals.append(type)
      imports.append(entry(3, type.value.encoding + [type.isMutable ? 1 : 0]))
    }
    if random.oneIn(4) {
      module.memoryCount = 1
      imports.append(entry(2, [1, 1, 3]))
    }
    return imports
  }

  /// A constant expression, `end` included.
  private mutating func constant(_ type: ValueType) -> [UInt8] {
    var body = BodyGenerator(module: module, type: FunctionType(), random: random)
    body.constant(of: type)
    random = body.random
    return body.code + [0x0B]
  }

  /// The bytes of a new module.
  mutating func makeModule() -> [UInt8] {
    for _ in 0..<2 + random.below(5) {
      let type = FunctionType(parameters: valueTypes(4), results: valueTypes(random.oneIn(6) ? 6 : 3))
      if !module.types.contains(type) { module.types.append(type) }
    }
    if !module.types.contains(FunctionType()) { module.types.append(FunctionType()) }
    var image = WasmImage()
    func add(_ identifier: UInt8, _ entries: [[UInt8]]) {
      if !entries.isEmpty { image.sections.append(.init(identifier: identifier, payload: vector(entries))) }
    }
    add(1, module.types.map { [0x60] + vector($0.parameters.map(\.encoding)) + vector($0.results.map(\.encoding)) })
    add(2, imports())
    let own = (0..<1 + random.below(4)).map { _ in random.below(module.types.count) }
    module.functions += own
    add(3, own.map(LEB128.unsigned))
    module.tables = (0..<random.below(3)).map { _ in
      TableType(element: random.pick([.funcref, .funcref, .externref, .exnref]), limits: Limits(minimum: UInt64(random.below(12)), maximum: 20))
    }
    add(4, module.tables.map { $0.element.encoding + [1, UInt8($0.limits.minimum), 20] })
    let memories = random.oneIn(5) ? 2 : random.below(5) > 0 && module.memoryCount == 0 ? 1 : 0
    module.memoryCount += memories
    // Loads without a note need a page.
    add(5, (0..<memories).map { _ in [1, UInt8(isDeterministic ? 1 + random.below(2) : random.below(3)), 4] })
    module.tags = module.types.indices.filter { module.types[$0].results.isEmpty && !random.oneIn(3) }
    add(13, module.tags.map { [0] + LEB128.unsigned($0) })
    let globals = (0..<random.below(4)).map { _ in GlobalType(valueType(), mutable: !random.oneIn(3)) }
    let seen = isDeterministic ? [ValueType.i64.encoding + [1, 0x42, 0, 0x0B]] : []
    add(6, globals.map { $0.value.encoding + [$0.isMutable ? 1 : 0] + constant($0.value) } + seen)
    module.globals += globals
    if isDeterministic { module.seenGlobal = module.globals.count }
    add(7, exports())
    if random.oneIn(6), let start = module.functions.indices.first(where: { module.type(ofFunction: $0) == FunctionType() }) {
      image.sections.append(.init(identifier: 8, payload: LEB128.unsigned(start)))
    }
    add(9, elements())
    module.dataCount = random.below(3)
    image.sections.append(.init(identifier: 12, payload: [UInt8(module.dataCount)]))
    add(10, own.map { sized(body(module.types[$0])) })
    add(11, (0..<module.dataCount).map { _ in [1] + sized((0..<random.below(20)).map { _ in random.byte() }) })
    return image.bytes
  }

  private func exports() -> [[UInt8]] {
    var exports: [[UInt8]] = []
    func add(_ kind: UInt8, _ letter: String, _ count: Int) {
      for index in 0..<count { exports.append(sized(Array("\(letter)\(index)".utf8)) + [kind] + LEB128.unsigned(index)) }
    }
    add(0, "f", module.functions.count)
    add(1, "t", module.tables.count)
    add(2, "m", module.memoryCount)
    add(3, "g", module.globals.count + (isDeterministic ? 1 : 0))
    add(4, "e", module.tags.count)
    return exports
  }

  private mutating func elements() -> [[UInt8]] {
    var segments: [[UInt8]] = []
    for (index, table) in module.tables.enumerated() where table.element == .funcref {
      // Active, by function index; may not fit the table.
      let functions = (0..<random.below(6)).map { _ in LEB128.unsigned(random.below(module.functions.count)) }
      segments.append([2] + LEB128.unsigned(index) + [0x41, UInt8(random.below(6)), 0x0B, 0] + vector(functions))
      module.elements.append(ValueType(.func, nullable: false))
    }
    if random.oneIn(3) {
      let functions = (0..<random.below(6)).map { _ in LEB128.unsigned(random.below(module.functions.count)) }
      segments.append([1, 0] + vector(functions))
      module.elements.append(ValueType(.func, nullable: false))
    }
    return segments
  }

  private mutating func body(_ type: FunctionType) -> [UInt8] {
    var body = BodyGenerator(module: module, type: type, random: random)
    let locals = (0..<random.below(6)).map { _ in valueType() } + (isDeterministic ? BodyGenerator.scratchTypes : [])
    body.locals += locals
    body.function()
    random = body.random
    return vector(locals.map { [1] + $0.encoding }) + body.code
  }
}
