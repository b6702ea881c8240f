import EngineTestSupport
import Testing
import WasmCore

/// Errors of host functions on their way through guests.
@Suite("Errors of host functions")
struct HostErrorTests {
  private struct Failure: Error, Equatable {
    let number: Int
  }

  private func guest(_ engine: Engine, results: [ValueType] = [], _ body: @escaping (Caller, [Value]) throws -> [Value]) throws -> Instance {
    let store = Store(engine)
    var builder = ModuleBuilder()
    let imported = builder.importFunction("host", [], results)
    let inner = builder.function(nil, [], results, [.call(imported)])
    builder.function("run", [], results, [.call(inner)])
    builder.function("tail", [], results, [.op(.returnCall, imported)])
    builder.function("fine", [], [.i32], [.i32(1)])
    builder.name(inner, "inner")
    return try builder.instantiate(in: store, [.host(store, [], results, body)])
  }

  @Test(arguments: Engine.tested)
  func theOriginalErrorIsTheCause(_ engine: Engine) throws {
    let instance = try guest(engine) { _, _ in throw Failure(number: 12) }
    for name in ["run", "tail"] {
      let trap = try #require(expectTrap(.hostError) { try instance.invoke(name) })
      #expect(trap.cause as? Failure == Failure(number: 12))
      expectBacktrace(trap, name == "run" ? ["inner", "run"] : ["tail"], on: engine)
      #expect(trap.description.hasPrefix("host function failed: Failure(number: 12)"))
    }
    #expect(try instance("fine") == [1])
  }

  @Test(arguments: Engine.tested)
  func resultsOfTheWrongNumberOrTypeAreTheHostsMistake(_ engine: Engine) throws {
    let few = try guest(engine, results: [.i32, .i32]) { _, _ in [.i32(1)] }
    #expect(expectTrap(.hostError) { try few.invoke("run") }?.message == "host function failed: 1 results for [] -> [i32 i32]")
    let wrong = try guest(engine, results: [.i32, .i32]) { _, _ in [.i32(1), .i64(2)] }
    #expect(expectTrap(.hostError) { try wrong.invoke("run") }?.message == "host function failed: result 1, 2, is no i32")
    let foreign = try guest(engine, results: [.funcref]) { _, _ in
      let store = Store()
      return [.reference(.function(Function(store: store, type: FunctionType()) { _, _ in [] }))]
    }
    expectTrap(.hostError) { try foreign.invoke("run") }
  }

  @Test(arguments: Engine.tested)
  func trapsOfNestedInvocationsGoOn(_ engine: Engine) throws {
    let instance = try guest(engine) { caller, _ in
      var builder = ModuleBuilder()
      let function = builder.function("divide", [], [.i32], [.i32(1), .i32(0), .op(.i32DivS)])
      builder.name(function, "divide")
      try builder.instantiate(in: caller.store).invoke("divide")
      return []
    }
    let trap = try #require(expectTrap(.integerDivideByZero) { try instance.invoke("run") })
    expectBacktrace(trap, ["divide", "inner", "run"], on: engine)
    #expect(trap.cause == nil)
  }

  @Test(arguments: Engine.tested)
  func hostsCanHandleTrapsAndGoOn(_ engine: Engine) throws {
    var codes: [Trap.Code] = []
    let instance = try guest(engine, results: [.i32]) { caller, _ in
      var builder = ModuleBuilder()
      builder.function("fail", [.op(.unreachable)])
      let nested = try builder.instantiate(in: caller.store)
      do { try nested.invoke("fail") } catch let trap as Trap { codes.append(trap.code) }
      do { try nested.invoke("missing") } catch let trap as Trap { codes.append(trap.code) }
      return [.i32(3)]
    }
    #expect(try instance("run") == [3] && instance("tail") == [3])
    #expect(codes == [.unreachable, .argumentMismatch, .unreachable, .argumentMismatch])
  }
}
