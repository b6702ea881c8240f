import EngineTestSupport
import Testing
import WasmCore

/// How many instructions each function has executed, instruction by instruction.
@Suite("Function weights")
struct FunctionWeightTests {
  /// A store that counts, whatever else it is asked for.
  private func store(_ engine: Engine = .interpreter, metersFuel: Bool = false) -> Store {
    Store(engine) { ($0.profilesFunctions, $0.metersFuel) = (true, metersFuel) }
  }

  /// The instructions that each call of the functions adds.
  private func weights(_ builder: ModuleBuilder, _ name: String, _ arguments: Int32...) throws -> [Int: UInt64] {
    let instance = try store().instantiate(builder.load())
    _ = try instance.invoke(name, arguments.map(Value.i32))
    return instance.functionWeights
  }

  private static let sum: [Code] = [
    .loop(.none, [.get(1), .get(0), .op(.i32Add), .set(1), .get(0), .i32(1), .op(.i32Sub), .op(.localTee, 0), .op(.brIf, 0)]), .get(1),
  ]

  /// An import, whose body nobody counts, a loop, calls and recursion.
  private static func module() -> ModuleBuilder {
    var builder = ModuleBuilder()
    let host = builder.importFunction("host")
    let sum = builder.function("sum", [.i32], [.i32], locals: [.i32], sum)
    builder.function("twice", [.i32], [.i32], [.call(host), .get(0), .call(sum), .get(0), .call(sum), .op(.i32Add)])
    let factorial = builder.nextFunction
    builder.function("factorial", [.i32], [.i32], [
      .get(0), .when(.result(.i32), [.get(0), .get(0), .i32(1), .op(.i32Sub), .call(factorial), .op(.i32Mul)], otherwise: [.i32(1)]),
    ])
    builder.function("unused", [.op(.nop)])
    return builder
  }

  private func instantiate(in store: Store) throws -> Instance { try store.instantiate(Self.module().load(), imports: [.host(store) { _, _ in [] }]) }

  @Test func loopsAndCalls() throws {
    let instance = try instantiate(in: store())
    #expect(instance.functionWeights == [:])
    _ = try instance("sum", 10)
    #expect(instance.functionWeights == [1: 91])
    // Calls add up.
    _ = try instance("twice", 3)
    #expect(instance.functionWeights == [1: 91 + 2 * 28, 2: 6])
  }

  @Test func recursion() throws {
    let instance = try instantiate(in: store())
    #expect(try instance("factorial", 5) == [120])
    #expect(instance.functionWeights == [3: 5 * 8 + 3])
  }

  @Test func startFunctions() throws {
    var builder = ModuleBuilder()
    builder.start = builder.function(nil, Array(repeating: .op(.nop), count: 7))
    #expect(try store().instantiate(builder.load()).functionWeights == [0: 7])
  }

  @Test func branches() throws {
    var builder = ModuleBuilder()
    builder.function("table", [.i32], [.i32], [
      .block(.none, [.block(.none, [.block(.none, [.get(0), .branchTable([0, 1], 2)]), .i32(10), .op(.return)]), .i32(2), .op(.drop), .op(.br, 0)]),
      .op(.nop), .i32(30),
    ])
    // The last label is the end of the outermost block.
    for (index, weight) in [(0, 2 + 2), (1, 2 + 3 + 2), (2, 2 + 2)] as [(Int32, UInt64)] {
      #expect(try weights(builder, "table", index) == [0: weight], "\(index)")
    }
  }

  /// What comes after a call counts only when it returns.
  @Test func exceptionsAndTraps() throws {
    var builder = ModuleBuilder()
    let tag = builder.tag(nil)
    let thrower = builder.function(nil, [.op(.nop), .op(.throw, tag)])
    let between = builder.function(nil, [.call(thrower), .op(.nop)])
    builder.function("catching", [.block(.none, [.tryTable(.none, [.all(0)], [.call(between), .op(.nop)])]), .op(.nop)])
    builder.function("trapping", [.call(builder.nextFunction + 1), .op(.nop)])
    builder.function(nil, [.op(.unreachable)])
    #expect(try weights(builder, "catching") == [0: 2, 1: 1, 2: 2])
    let instance = try store().instantiate(builder.load())
    expectTrap(.unreachable) { try instance.invoke("trapping") }
    #expect(instance.functionWeights == [3: 1, 4: 1])
  }

  @Test func otherInstancesAndStoresCountForThemselves() throws {
    let store = store()
    let (first, second) = (try instantiate(in: store), try instantiate(in: store))
    _ = try first("sum", 1)
    #expect(first.functionWeights == [1: 10] && second.functionWeights == [:])
    var builder = ModuleBuilder()
    let sum = builder.importFunction("sum", [.i32], [.i32])
    builder.function("call", [.i32], [.i32], [.get(0), .call(sum), .i32(1), .op(.i32Add)])
    let caller = try store.instantiate(builder.load(), imports: [try second.exported("sum")])
    #expect(try caller("call", 2) == [4])
    #expect(second.functionWeights == [1: 19] && caller.functionWeights == [1: 4])
    #expect(try instantiate(in: self.store()).functionWeights == [:])
  }

  @Test(arguments: Engine.tested)
  func onlyWhereAskedFor(_ engine: Engine) throws {
    let plain = try instantiate(in: Store(engine))
    _ = try plain("sum", 10)
    #expect(plain.engine == engine && plain.functionWeights == [:])
    let profiled = try instantiate(in: store(engine))
    _ = try profiled("sum", 10)
    #expect(profiled.engine == .interpreter && profiled.functionWeights == [1: 91])
  }

  /// Fuel is the sum of all weights, in stores that count both and in stores that count one of them.
  @Test func fuel() throws {
    let both = try instantiate(in: store(metersFuel: true))
    let metered = try instantiate(in: Store(.interpreter) { $0.metersFuel = true })
    for instance in [both, metered] {
      instance.store.fuel = 1_000
      _ = try instance("twice", 5)
      _ = try instance("factorial", 5)
    }
    #expect(both.store.fuel == metered.store.fuel)
    #expect(both.functionWeights.values.reduce(0, +) == 1_000 - both.store.fuel)
    both.store.fuel = 100
    expectTrap(.outOfFuel) { _ = try both("sum", 1_000) }
    let alone = try instantiate(in: store())
    _ = try alone("sum", 11)
    // Eleven rounds, and then not all of the twelfth.
    #expect(both.functionWeights[1] == 2 * 46 + 99 && alone.functionWeights == [1: 100])
  }
}
