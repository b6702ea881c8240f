import EngineTestSupport
import Testing
import WasmCore

@Suite("Fuel")
struct FuelTests {
  private static func module() -> ModuleBuilder {
    var builder = ModuleBuilder()
    builder.function("sum", [.i32], [.i32], locals: [.i32], [
      .loop(.none, [.get(1), .get(0), .op(.i32Add), .set(1), .get(0), .i32(1), .op(.i32Sub), .op(.localTee, 0), .op(.brIf, 0)]), .get(1),
    ])
    builder.function("forever", [.loop(.none, [.op(.br, 0)])])
    builder.function("recursion", [.op(.returnCall, builder.nextFunction)])
    let tag = builder.tag(nil)
    builder.function("catching", [.loop(.none, [.tryTable(.none, [.all(0)], [.op(.throw, tag)])])])
    builder.function("straight", Array(repeating: .op(.nop), count: 100))
    return builder
  }

  private func metered(_ engine: Engine) throws -> Instance { try Self.module().instantiate(in: Store(engine) { $0.metersFuel = true }) }

  @Test(arguments: Engine.tested)
  func theCountIsDeterministic(_ engine: Engine) throws {
    func used(_ instance: Instance, _ n: Int32) throws -> UInt64 {
      instance.store.fuel = 1_000_000
      _ = try instance("sum", n)
      return 1_000_000 - instance.store.fuel
    }
    let first = try metered(engine)
    let ten = try used(first, 10)
    // The first call translates; the second one, and another instance, count the same.
    #expect(try used(first, 10) == ten && used(metered(engine), 10) == ten)
    // Nine instructions in each round.
    #expect(try used(first, 11) == ten + 9 && used(first, 1_010) == ten + 9_000)
  }

  @Test(arguments: Engine.tested, ["forever", "recursion", "catching"])
  func whatDoesNotEndRunsOut(_ engine: Engine, _ name: String) throws {
    let instance = try metered(engine)
    instance.store.fuel = 100_000
    expectTrap(.outOfFuel) { try instance.invoke(name) }
    #expect(instance.store.fuel == 0)
    expectTrap(.outOfFuel) { _ = try instance("sum", 3) }
    instance.store.fuel = 1_000
    #expect(try instance("sum", 3) == [6])
  }

  @Test(arguments: Engine.tested)
  func exactlyEnoughIsEnough(_ engine: Engine) throws {
    let instance = try metered(engine)
    instance.store.fuel = 10_000
    try instance.invoke("straight")
    let cost = 10_000 - instance.store.fuel
    #expect(cost >= 100)
    instance.store.fuel = cost
    try instance.invoke("straight")
    #expect(instance.store.fuel == 0)
    instance.store.fuel = cost - 1
    expectTrap(.outOfFuel) { try instance.invoke("straight") }
  }

  @Test(arguments: Engine.tested)
  func withoutMeteringNothingIsCounted(_ engine: Engine) throws {
    let module = try Self.module().load()
    let plain = try Store(engine).instantiate(module)
    plain.store.fuel = 1
    #expect(try plain("sum", 100) == [5_050] && plain.store.fuel == 1)
    // The same module, at the same time, in a store that does.
    let metered = try Store(engine) { $0.metersFuel = true }.instantiate(module)
    metered.store.fuel = 1
    expectTrap(.outOfFuel) { _ = try metered("sum", 100) }
    #expect(try plain.engine == engine && plain("sum", 100) == [5_050])
  }
}
