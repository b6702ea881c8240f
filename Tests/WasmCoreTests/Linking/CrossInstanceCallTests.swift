import EngineTestSupport
import Testing
import WasmCore

/// Calls from one instance to a function of another, of every kind.
@Suite("Calls between instances")
struct CrossInstanceCallTests {
  /// A module with a global of its own, so that a call that runs in the wrong instance is noticed, and many results.
  private func provider(_ value: Int32) -> ModuleBuilder {
    var builder = ModuleBuilder()
    let global = builder.global(nil, GlobalType(.i32), [.i32(value)])
    let scale = builder.function("scale", [.i32], [.i32], [.get(0), .op(.globalGet, global), .op(.i32Mul)])
    builder.function("pair", [.i32], [.i32, .i64, .i32], [.get(0), .call(scale), .i64(-1), .op(.globalGet, global)])
    return builder
  }

  @Test(arguments: Engine.tested)
  func directIndirectAndByReference(_ engine: Engine) throws {
    let store = Store(engine)
    let provided = try provider(3).instantiate(in: store)
    var user = ModuleBuilder()
    let scale = user.importFunction("scale", [.i32], [.i32])
    let pair = user.importFunction("pair", [.i32], [.i32, .i64, .i32])
    let type = user.type([.i32], [.i32])
    user.table(nil, TableType(element: .funcref, limits: Limits(minimum: 1)))
    user.elements(at: [.i32(0)], [scale])
    let global = user.global(nil, GlobalType(.i32), [.i32(1_000)])
    user.function("direct", [.i32], [.i32], [.get(0), .call(scale), .op(.globalGet, global), .op(.i32Add)])
    user.function("indirect", [.i32], [.i32], [.get(0), .i32(0), .op(.callIndirect, type, 0), .op(.globalGet, global), .op(.i32Add)])
    user.function("reference", [.i32], [.i32], [.get(0), .op(.refFunc, scale), .op(.callRef, type), .op(.globalGet, global), .op(.i32Add)])
    user.function("pair", [.i32], [.i32, .i64, .i32, .i32], [.get(0), .call(pair), .op(.globalGet, global)])
    user.function("tail", [.i32], [.i32], [.get(0), .op(.returnCall, scale)])
    user.function("tailIndirect", [.i32], [.i32], [.get(0), .i32(0), .op(.returnCallIndirect, type, 0)])
    user.function("tailReference", [.i32], [.i32], [.get(0), .op(.refFunc, scale), .op(.returnCallRef, type)])
    let instance = try user.instantiate(in: store, [try provided.exported("scale"), try provided.exported("pair")])
    for name in ["direct", "indirect", "reference"] { #expect(try instance(name, 7) == [1_021], "\(name)") }
    for name in ["tail", "tailIndirect", "tailReference"] { #expect(try instance(name, 7) == [21], "\(name)") }
    #expect(try "\(instance.invoke("pair", [.i32(5)]))" == "[15, -1, 3, 1000]")
  }

  /// Two instances whose functions call each other in turn, counting down.
  private func pingPong(_ store: Store, _ call: (UInt32, UInt32) -> [Code]) throws -> Instance {
    let table = try Table(store: store, type: TableType(element: .funcref, limits: Limits(minimum: 2)), initial: .reference(.null(.func)))
    func module(_ own: Int32, _ other: Int32) -> ModuleBuilder {
      var builder = ModuleBuilder()
      let imported = builder.importTable("table", TableType(element: .funcref, limits: Limits(minimum: 2)))
      let type = builder.type([.i32, .i32], [.i32])
      let hop: [Code] = [.get(0), .i32(1), .op(.i32Sub), .get(1), .i32(own), .op(.i32Add), .i32(other)] + call(type, imported)
      let body: [Code] = [.get(0), .op(.i32Eqz), .when(.result(.i32), [.get(1)], otherwise: hop)]
      builder.elements(at: [.i32(own)], [builder.function("hop", [.i32, .i32], [.i32], body)])
      return builder
    }
    _ = try module(1, 0).instantiate(in: store, [.table(table)])
    return try module(0, 1).instantiate(in: store, [.table(table)])
  }

  @Test(arguments: Engine.tested)
  func aMillionTailCallsBetweenInstancesNeedConstantStack(_ engine: Engine) throws {
    let instance = try pingPong(Store(engine) { $0.stackSize = 64 << 10 }) { type, table in [.op(.returnCallIndirect, type, table)] }
    #expect(try instance("hop", 1_000_000, 0) == [500_000])
  }

  @Test(arguments: Engine.tested)
  func recursionBetweenInstancesUsesStackUpAndGivesItBack(_ engine: Engine) throws {
    let instance = try pingPong(Store(engine)) { type, table in [.op(.callIndirect, type, table)] }
    #expect(try instance("hop", 10_000, 0) == [5_000])
    let trap = expectTrap(.callStackExhausted) { _ = try instance("hop", 10_000_000, 0) }
    #expect(trap?.backtrace.count == 128)
    #expect(try instance("hop", 10_000, 0) == [5_000])
  }

  @Test(arguments: Engine.tested)
  func aMillionTailCallsInsideAnInstance(_ engine: Engine) throws {
    var builder = ModuleBuilder()
    let even = builder.nextFunction
    builder.function("even", [.i32], [.i32], [
      .get(0), .op(.i32Eqz), .when(.result(.i32), [.i32(1)], otherwise: [.get(0), .i32(1), .op(.i32Sub), .op(.returnCall, even + 1)]),
    ])
    builder.function(nil, [.i32], [.i32], [
      .get(0), .op(.i32Eqz), .when(.result(.i32), [.i32(0)], otherwise: [.get(0), .i32(1), .op(.i32Sub), .op(.returnCall, even)]),
    ])
    let instance = try builder.instantiate(in: Store(engine) { $0.stackSize = 64 << 10 })
    #expect(try instance("even", 1_000_001) == [0] && instance("even", 1_000_000) == [1])
  }

  /// Tail calls that give and take different numbers of values, to guests and hosts, through an adapter or not.
  @Test(arguments: Engine.tested)
  func tailCallsOfDifferentShapes(_ engine: Engine) throws {
    let store = Store(engine)
    let host = External.host(store, [.i32, .i32, .i32], [.i32, .i32]) { _, arguments in
      let values = arguments.compactMap(\.i32)
      return [.i32(values[0] - values[1]), .i32(values[2])]
    }
    var provider = ModuleBuilder()
    let imported = provider.importFunction("host", [.i32, .i32, .i32], [.i32, .i32])
    provider.function("wide", [.i32], [.i32, .i32], [.get(0), .i32(1), .i32(2), .op(.returnCall, imported)])
    let first = try provider.instantiate(in: store, [host])
    var user = ModuleBuilder()
    let wide = user.importFunction("wide", [.i32], [.i32, .i32])
    let through = user.function(nil, [], [.i32, .i32], locals: [.i64, .i64], [.i32(10), .op(.returnCall, wide)])
    user.function("run", [], [.i32, .i32, .i32], [.i32(100), .call(through)])
    user.function("sum", [], [.i32], [.call(through), .op(.i32Add)])
    let second = try user.instantiate(in: store, [try first.exported("wide")])
    #expect(try second("run") == [100, 9, 2])
    #expect(try second("sum") == [11])
  }
}
