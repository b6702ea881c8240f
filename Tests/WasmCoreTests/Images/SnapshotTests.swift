import EngineTestSupport
import Testing
import WasmCore

/// Images as modules.
@Suite("Modules made from images")
struct SnapshotTests {
  /// An instance of the module made from the image of `instance`.
  private func snapshot(_ instance: Instance, _ engine: Engine, _ imports: (Store) throws -> [External] = { _ in [] }) throws -> Instance {
    let module = try Module.tested(instance.freeze().makeModule())
    let store = Store(engine)
    let copy = try store.instantiate(module, imports: imports(store))
    #expect(copy.engine == engine && copy.isWhollyOnItsEngine)
    return copy
  }

  @Test(arguments: Engine.tested)
  func instancesBeginWithTheState(_ engine: Engine) throws {
    let module = try ImageModule.make(engine)
    try ImageModule(instance: snapshot(module.instance, engine)).expectUnchanged()
    try module.change()
    let copy = ImageModule(instance: try snapshot(module.instance, engine))
    try copy.expectChanged()
    #expect(try copy("count") == 7)
    // And so on.
    let second = ImageModule(instance: try snapshot(copy.instance, engine))
    #expect(try second("count") == 8)
    try second.expectChanged()
  }

  @Test(arguments: Engine.tested)
  func segmentsKeepTheirIndices(_ engine: Engine) throws {
    let module = try ImageModule.make(engine)
    _ = try module("count")
    let copy = ImageModule(instance: try snapshot(module.instance, engine))
    _ = try copy("initialize")
    #expect(try copy("load", 200) == 0x73_73_61_70 && copy("call", 7) == 20 && copy("call", 8) == 10)
    _ = try copy("drop")
    let dropped = ImageModule(instance: try snapshot(copy.instance, engine))
    expectTrap(.outOfBoundsMemoryAccess) { _ = try dropped("initialize") }
    #expect(try dropped("load", 200) == 0x73_73_61_70)
    _ = try dropped("drop")
  }

  @Test(arguments: Engine.tested)
  func initializersRunOnce(_ engine: Engine) throws {
    var builder = ModuleBuilder()
    let host = builder.importFunction("host")
    let count = builder.global("count", GlobalType(.i32, mutable: true), [.i32(0)])
    let initialize = builder.function("_initialize", [.call(host), .op(.globalGet, count), .i32(1), .op(.i32Add), .op(.globalSet, count)])
    builder.exportFunction("again", initialize)
    builder.start = initialize
    builder.name(initialize, "initialize")
    builder.name = "example"
    builder.customSections.append(("note", [1, 2, 3]))
    let imports = { (store: Store) in [External.host(store) { _, _ in [] }] }
    let instance = try builder.instantiate(engine, imports)
    let copy = try snapshot(instance, engine, imports)
    #expect(instance.global("count")?.value.i32 == 1 && copy.global("count")?.value.i32 == 1)
    #expect(copy.export("_initialize") == nil && instance.export("_initialize") != nil)
    try copy.invoke("again")
    #expect(copy.global("count")?.value.i32 == 2)
    let names = NameSection(of: copy.module)
    #expect(names.moduleName == "example" && names.function(Int(initialize)) == "initialize")
    #expect(copy.module.customSections.map { copy.module.bytes[$0.range] } == instance.module.customSections.map { instance.module.bytes[$0.range] })
    #expect(copy.module.imports.map(\.name) == ["host"])
  }

  @Test(arguments: Engine.tested)
  func everyKindOfDefinition(_ engine: Engine) throws {
    var builder = ModuleBuilder()
    let type = builder.type([], [.i32])
    let seven = builder.importGlobal("seven", GlobalType(.i32))
    let host = builder.importFunction("host", [], [.i32])
    let first = builder.memory("first", Limits(minimum: 1, maximum: 3))
    let second = builder.memory("second", Limits(minimum: 0))
    let tag = builder.tag("tag", [.i32])
    builder.global("nan", GlobalType(.f32, mutable: true), [.f32(Float(bitPattern: 0xFFA0_0001))])
    builder.global("double", GlobalType(.f64), [.f64(-0.0)])
    let long = builder.global("long", GlobalType(.i64, mutable: true), [.i64(0)])
    builder.global(nil, GlobalType(.externref), [.null(.extern)])
    let function = builder.global("function", GlobalType(.reference(type), mutable: true), [.op(.refNull, type)])
    let one = builder.function(nil, [], [.i32], [.i32(1)])
    builder.global("fixed", GlobalType(.reference(type, nullable: false)), [.op(.refFunc, one)])
    let typed = builder.table("typed", TableType(element: .reference(type), limits: Limits(minimum: 4)), initial: [.op(.refFunc, one)])
    let full = builder.table("full", TableType(element: ValueType(.func, nullable: false), limits: Limits(minimum: 2)), initial: [.op(.refFunc, one)])
    // Only the segment declares the function.
    let hidden = builder.function(nil, [], [.i32], [.i32(9)])
    let segment: UInt32 = 0
    builder.passiveElements([hidden], of: .reference(type))
    builder.declare(host)
    builder.function("run", [
      .i64(.min), .op(.globalSet, long), .op(.refFunc, host), .op(.globalSet, function),
      .i32(1), .op(.memoryGrow, second), .op(.drop), .i32(65_528), .i64(-1), .bytes(0x37, 0x43, UInt8(second), 0),
      .i32(1), .op(.refFunc, hidden), .op(.tableSet, typed), .i32(2), .op(.refNull, type), .op(.tableSet, typed),
      .i32(1), .op(.refFunc, host), .op(.tableSet, full), .op(.elemDrop, segment),
      .i32(4), .op(.globalGet, seven), .memory(.i32Store),
    ])
    builder.function("callTyped", [.i32], [.i32], [.get(0), .op(.tableGet, typed), .op(.callRef, type)])
    builder.function("callFull", [.i32], [.i32], [.get(0), .op(.callIndirect, type, full)])
    builder.function("callFunction", [], [.i32], [.op(.globalGet, function), .op(.callRef, type)])
    builder.function("init", [.i32(0), .i32(0), .i32(1), .op(.tableInit, segment, typed)])
    builder.function("throw", [], [.i32], [.block(.result(.i32), [.tryTable(.none, [.tag(tag, 0)], [.i32(5), .op(.throw, tag)]), .op(.unreachable)])])
    builder.function("sizes", [], [.i32], [.op(.memorySize, first), .i32(10), .op(.i32Mul), .op(.memorySize, second), .op(.i32Add)])
    let imports = { (store: Store) throws -> [External] in
      [.global(try #require(Global(store: store, type: GlobalType(.i32), value: .i32(7)))), .host(store, [], [.i32]) { _, _ in [.i32(77)] }]
    }
    let instance = try builder.instantiate(engine, imports)
    try instance.invoke("run")
    let copy = try snapshot(instance, engine, imports)
    for copy in [instance, copy] {
      func call(_ name: String, _ arguments: Int32...) throws -> Int32? { try copy.invoke(name, arguments.map(Value.i32)).first?.i32 }
      #expect(try call("callTyped", 0) == 1 && call("callTyped", 1) == 9 && call("callTyped", 3) == 1)
      expectTrap(.nullFunctionReference) { _ = try call("callTyped", 2) }
      #expect(try call("callFull", 0) == 1 && call("callFull", 1) == 77 && call("callFunction") == 77)
      #expect(try call("sizes") == 11 && call("throw") == 5)
      expectTrap(.outOfBoundsTableAccess) { _ = try call("init") }
      #expect(copy.global("long")?.value.i64 == .min)
      if case .f32(let value)? = copy.global("nan")?.value { #expect(value.bitPattern == 0xFFA0_0001) } else { Issue.record("no number") }
      if case .f64(let value)? = copy.global("double")?.value { #expect(value.sign == .minus && value == 0) } else { Issue.record("no number") }
      #expect(copy.memory("second")?.load(at: 65_528, as: UInt64.self) == .max && copy.memory("first")?.load(at: 4, as: Int32.self) == 7)
    }
  }

  @Test func manySegments() throws {
    var builder = ModuleBuilder()
    builder.memory("memory", Limits(minimum: 64))
    let instance = try builder.instantiate(.interpreter)
    let memory = try #require(instance.memory("memory"))
    for index in 0..<60_000 { memory.store(UInt32(index + 1), at: index * 64) }
    let bytes = try instance.freeze().makeModule()
    let module = try Module.load(bytes)
    #expect(module.contents.data.count <= 20_000 && bytes.count < 64 << 16)
    let copy = try Store(.interpreter).instantiate(module)
    let all = copy.memory("memory")?.read(at: 0, count: 64 << 16)
    #expect(all == memory.read(at: 0, count: 64 << 16))
    // Few things far from each other take little room.
    let empty = try builder.instantiate(.interpreter)
    empty.memory("memory")?.store(1 as UInt8, at: 100)
    empty.memory("memory")?.store(2 as UInt8, at: (64 << 16) - 1)
    let small = try Module.load(empty.freeze().makeModule())
    #expect(small.contents.data.count == 2 && small.bytes.count < 200)
  }
}
