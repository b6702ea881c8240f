import EngineTestSupport
import Testing
import WasmCore

@Suite("Host functions")
struct HostFunctionTests {
  static let everyType: [ValueType] = [.i32, .i64, .f32, .f64, .externref, .funcref]

  /// A guest function that hands its arguments to the import and returns what that returns.
  private func forwarding(_ parameters: [ValueType], _ results: [ValueType]) -> ModuleBuilder {
    var builder = ModuleBuilder()
    let imported = builder.importFunction("host", parameters, results)
    builder.memory("memory")
    builder.function("run", parameters, results, parameters.indices.map { .get(UInt32($0)) } + [.call(imported)])
    return builder
  }

  @Test(arguments: Engine.tested)
  func valuesOfEveryTypeGoInAndOut(_ engine: Engine) throws {
    let store = Store(engine)
    let host = External.host(store, Self.everyType, Self.everyType.reversed()) { _, arguments in arguments.reversed() }
    let instance = try forwarding(Self.everyType, Self.everyType.reversed()).instantiate(in: store, [host])
    let run = try #require(instance.function("run"))
    let arguments: [Value] = [
      .i32(.min), .i64(.max), .f32(-0.0), .f64(.infinity), .reference(.extern(ExternReference(7))), .reference(.function(run)),
    ]
    let results = try run.invoke(arguments)
    #expect("\(results)" == "\(Array(arguments.reversed()))")
    #expect(results.first?.function == run)
  }

  @Test(arguments: Engine.tested)
  func directFunctionsReadAndWriteSlots(_ engine: Engine) throws {
    let store = Store(engine)
    let types: [ValueType] = [.i32, .i64, .f32, .f64]
    let function = Function(store: store, type: FunctionType(parameters: types, results: types)) { (_: Caller, frame: CallFrame) in
      frame.setResult(frame.i32(0) + 1)
      frame.setResult(frame.i64(1) + 1, at: 1)
      frame.setResult(frame.f32(2) + 1, at: 2)
      frame.setResult(frame.f64(3) + 1, at: 3)
    }
    let instance = try forwarding(types, types).instantiate(in: store, [.function(function)])
    #expect(try "\(instance.invoke("run", [.i32(-1), .i64(1 << 40), .f32(0.5), .f64(-0.25)]))" == "[0, 1099511627777, 1.5, 0.75]")
  }

  @Test(arguments: Engine.tested)
  func resultsThatAreNotSetAreZeroOrNull(_ engine: Engine) throws {
    let store = Store(engine)
    let results: [ValueType] = [.i32, .f64, .externref]
    let function = Function(store: store, type: FunctionType(parameters: [.i64], results: results), direct: { _, _ in })
    let instance = try forwarding([.i64], results).instantiate(in: store, [.function(function)])
    #expect(try "\(instance.invoke("run", [.i64(-1)]))" == "[0, 0.0, ref.null extern]")
  }

  @Test(arguments: Engine.tested)
  func theCallerIsKnown(_ engine: Engine) throws {
    let store = Store(engine)
    var callers: [Instance?] = []
    let host = External.host(store) { caller, _ in
      callers.append(caller.instance)
      caller.memory?.store(Int32(99), at: 0)
      return []
    }
    let instance = try forwarding([], []).instantiate(in: store, [host])
    try instance.invoke("run")
    #expect(callers.count == 1 && callers[0]?.function("run") == instance.function("run"))
    #expect(instance.memory("memory")?.load(at: 0, as: Int32.self) == 99)
    guard case .function(let function) = host else { return }
    try function.invoke()
    #expect(callers.count == 2 && callers[1] == nil)
    // Also inside a call of the guest's.
    let nested = External.host(store) { caller, _ in
      try function.invoke()
      #expect(caller.instance != nil)
      return []
    }
    try forwarding([], []).instantiate(in: store, [nested]).invoke("run")
    #expect(callers.count == 3 && callers[2] == nil)
  }

  @Test(arguments: Engine.tested)
  func theHostSeesAndGrowsTheGuestsMemory(_ engine: Engine) throws {
    let store = Store(engine)
    let host = External.host(store) { caller, _ in
      let memory = try #require(caller.memory)
      #expect(memory.load(at: 8, as: Int64.self) == 5)
      #expect(memory.grow(byPages: 1) == 1)
      #expect(memory.write([1, 2, 3], at: 65_536))
      #expect(!memory.write([1], at: 2 * 65_536))
      #expect(memory.read(at: 65_535, count: 3) == [0, 1, 2])
      #expect(memory.read(at: -1, count: 1) == nil && memory.read(at: 0, count: .max) == nil)
      return []
    }
    var builder = ModuleBuilder()
    let imported = builder.importFunction("host")
    builder.memory("memory")
    builder.function("run", [], [.i32], [.i32(8), .i64(5), .memory(.i64Store), .call(imported), .i32(65_536), .memory(.i32Load)])
    let instance = try builder.instantiate(in: store, [host])
    #expect(try instance("run") == [0x030201])
  }

  @Test func linkersFindDefinitionsByName() throws {
    let store = Store()
    var linker = Linker(store: store)
    linker.define(module: "test", name: "host", type: FunctionType(results: [.i32])) { _, _ in [.i32(1)] }
    #expect(try linker.instantiate(forwarding([], [.i32]).load())("run") == [1])
    // Later definitions replace earlier ones.
    linker.define(module: "test", name: "host", type: FunctionType(results: [.i32])) { _, _ in [.i32(2)] }
    let instance = try linker.instantiate(forwarding([], [.i32]).load())
    #expect(try instance("run") == [2])
    linker.define(instance, module: "guest")
    guard case .function(let function)? = linker.definition(module: "guest", name: "run") else {
      Issue.record("exports of an instance can be defined")
      return
    }
    #expect(function == instance.function("run") && !function.isHostFunction)
    #expect(linker.definition(module: "guest", name: "other") == nil)
  }
}
