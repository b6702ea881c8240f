import EngineTestSupport
import Testing
import WasmCore

/// Two instances of different modules that share definitions.
@Suite("Shared definitions")
struct SharingTests {
  @Test(arguments: Engine.tested)
  func memories(_ engine: Engine) throws {
    let store = Store(engine)
    var provider = ModuleBuilder()
    let memory = provider.memory("memory", Limits(minimum: 1, maximum: 5))
    provider.function("store", [.i32, .i32], [], [.get(0), .get(1), .memory(.i32Store)])
    provider.function("grow", [.i32], [.i32], [.get(0), .op(.memoryGrow, memory)])
    provider.function("size", [], [.i32], [.op(.memorySize, memory)])
    let first = try provider.instantiate(in: store)

    var user = ModuleBuilder()
    let grow = user.importFunction("grow", [.i32], [.i32])
    _ = user.importMemory("memory", Limits(minimum: 1))
    user.function("load", [.i32], [.i32], [.get(0), .memory(.i32Load)])
    user.function("size", [], [.i32], [.op(.memorySize, 0)])
    // What the callee added is there at once.
    user.function("growAndStore", [], [.i32], [
      .i32(1), .call(grow), .op(.drop), .i32(2 * 65_536 - 4), .i32(77), .memory(.i32Store), .i32(2 * 65_536 - 4), .memory(.i32Load),
    ])
    let second = try user.instantiate(in: store, [try first.exported("grow"), try first.exported("memory")])

    _ = try first("store", 100, 1234)
    #expect(try second("load", 100) == [1234])
    expectTrap(.outOfBoundsMemoryAccess) { _ = try second("load", 65_536) }
    #expect(try second("growAndStore") == [77])
    #expect(try first("size") == [2] && second("size") == [2])
    let host = try #require(first.memory("memory"))
    #expect(host.pageCount == 2 && host.load(at: 2 * 65_536 - 4, as: Int32.self) == 77)
    #expect(host.grow(byPages: 3) == 2)
    #expect(try first("size") == [5] && second("load", 5 * 65_536 - 4) == [0])
    #expect(host.grow(byPages: 1) == nil)
    #expect(try first("grow", 1) == [-1])
  }

  @Test(arguments: Engine.tested)
  func globals(_ engine: Engine) throws {
    let store = Store(engine)
    var provider = ModuleBuilder()
    let counter = provider.global("counter", GlobalType(.i64, mutable: true), [.i64(40)])
    provider.function("add", [.op(.globalGet, counter), .i64(1), .op(.i64Add), .op(.globalSet, counter)])
    let first = try provider.instantiate(in: store)

    var user = ModuleBuilder()
    let imported = user.importGlobal("counter", GlobalType(.i64, mutable: true))
    user.function("add", [.op(.globalGet, imported), .i64(1), .op(.i64Add), .op(.globalSet, imported)])
    user.function("get", [], [.i64], [.op(.globalGet, imported)])
    let second = try user.instantiate(in: store, [try first.exported("counter")])

    try first.invoke("add")
    try second.invoke("add")
    #expect(try second.invoke("get").first?.i64 == 42)
    let host = try #require(first.global("counter"))
    #expect(host.value.i64 == 42)
    #expect(host.set(.i64(-1)))
    #expect(!host.set(.i32(0)))
    #expect(try second.invoke("get").first?.i64 == -1)
  }

  @Test(arguments: Engine.tested)
  func tables(_ engine: Engine) throws {
    let store = Store(engine)
    var provider = ModuleBuilder()
    let type = TableType(element: .funcref, limits: Limits(minimum: 1, maximum: 3))
    let table = provider.table("table", type)
    let answer = provider.type([], [.i32])
    provider.function("call", [.i32], [.i32], [.get(0), .op(.callIndirect, answer, table)])
    let first = try provider.instantiate(in: store)

    var user = ModuleBuilder()
    let imported = user.importTable("table", type)
    let value = user.global(nil, GlobalType(.i32, mutable: true), [.i32(5)])
    // Runs in its own instance, also when the other one calls it.
    let function = user.function("value", [], [.i32], [.op(.globalGet, value)])
    user.elements(at: [.i32(0)], [function])
    user.function("grow", [], [.i32], [.op(.refFunc, function), .i32(2), .op(.tableGrow, imported)])
    let second = try user.instantiate(in: store, [try first.exported("table")])

    #expect(try first("call", 0) == [5])
    expectTrap(.undefinedElement) { _ = try first("call", 1) }
    #expect(try second("grow") == [1] && first("call", 2) == [5] && second("grow") == [-1])
    let host = try #require(first.table("table"))
    #expect(host.count == 3 && host.get(1)?.function == second.function("value") && host.get(3) == nil)
    #expect(host.set(1, .reference(.null(.func))))
    expectTrap(.uninitializedElement) { _ = try first("call", 1) }
  }

  @Test(arguments: Engine.tested)
  func tags(_ engine: Engine) throws {
    let store = Store(engine)
    var provider = ModuleBuilder()
    let tag = provider.tag("tag", [.i32])
    provider.function("throw", [.i32(9), .op(.throw, tag)])
    let first = try provider.instantiate(in: store)
    // The same module again has another tag.
    let other = try provider.instantiate(in: store)

    var user = ModuleBuilder()
    let thrower = user.importFunction("throw")
    let imported = user.importTag("tag", [.i32])
    user.function("catch", [], [.i32], [.tryTable(.none, [.tag(imported, 0)], [.call(thrower)]), .i32(-1)])
    let same = try user.instantiate(in: store, [try first.exported("throw"), try first.exported("tag")])
    #expect(try same("catch") == [9])
    let different = try user.instantiate(in: store, [try first.exported("throw"), try other.exported("tag")])
    expectTrap(.uncaughtException) { _ = try different("catch") }
  }
}
