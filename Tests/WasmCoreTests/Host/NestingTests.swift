import EngineTestSupport
import Foundation
import Testing
import WasmCore

/// Invocations inside host functions: guest → host → guest …
@Suite("Nested invocations")
struct NestingTests {
  /// A guest whose `run(n)` calls the host with n - 1 until that is 0 and adds 1 on the way back; the host calls `run` again.
  private func recursive(_ store: Store) throws -> Instance {
    var builder = ModuleBuilder()
    let imported = builder.importFunction("again", [.i32], [.i32])
    builder.function("run", [.i32], [.i32], locals: [.i64], [
      .get(0), .op(.i32Eqz), .when(.result(.i32), [.i32(0)], otherwise: [.get(0), .i32(1), .op(.i32Sub), .call(imported), .i32(1), .op(.i32Add)]),
    ])
    return try builder.instantiate(in: store, [.host(store, [.i32], [.i32]) { caller, arguments in
      try #require(caller.instance).invoke("run", arguments)
    }])
  }

  @Test(arguments: Engine.tested)
  func hostAndGuestCallEachOther(_ engine: Engine) throws {
    let instance = try recursive(Store(engine))
    #expect(try instance("run", 50) == [50])
  }

  /// Whatever threads the engine has for guests: what a host function works with may belong to the thread.
  @Test(arguments: Engine.tested)
  func hostFunctionsRunWhereTheirCallerDoes(_ engine: Engine) throws {
    let store = Store(engine)
    var builder = ModuleBuilder()
    let imported = builder.importFunction("again", [.i32], [.i32])
    builder.function("run", [.i32], [.i32], [.get(0), .call(imported)])
    let thread = ObjectIdentifier(Thread.current)
    let instance = try builder.instantiate(in: store, [.host(store, [.i32], [.i32]) { caller, arguments in
      guard ObjectIdentifier(Thread.current) == thread else { return [.i32(0)] }
      guard case .i32(let rest) = arguments[0], rest > 0 else { return [.i32(1)] }
      return try #require(caller.instance).invoke("run", [.i32(rest - 1)])
    }])
    for depth: Int32 in 0..<4 { #expect(try instance("run", depth) == [1]) }
  }

  @Test(arguments: Engine.tested)
  func theDepthIsLimited(_ engine: Engine) throws {
    let instance = try recursive(Store(engine) { $0.maximumHostDepth = 10 })
    #expect(try instance("run", 9) == [9])
    let trap = try #require(expectTrap(.callStackExhausted) { _ = try instance("run", 10) })
    #expect(trap.backtrace.count == 10)
    #expect(try instance("run", 9) == [9])
  }

  @Test(arguments: Engine.tested)
  func aGuestsStackIsSharedByNestedInvocations(_ engine: Engine) throws {
    let instance = try recursive(Store(engine) {
      $0.stackSize = 64 << 10
      $0.maximumHostDepth = 1_000_000
    })
    // Either stack may be the first to be used up.
    expectTrap(.callStackExhausted) { _ = try instance("run", 1_000_000) }
    #expect(try instance("run", 5) == [5])
  }

  /// What the guest had on its stack, in locals and in memory is the same after the host has run other guests.
  @Test(arguments: Engine.tested)
  func nestedInvocationsLeaveTheOuterOneAsItWas(_ engine: Engine) throws {
    let store = Store(engine)
    var other = ModuleBuilder()
    other.memory(nil, Limits(minimum: 2))
    other.global(nil, GlobalType(.i64, mutable: true), [.i64(1)])
    other.function("work", [], [.i64, .i64], locals: Array(repeating: .i64, count: 100), [
      .i64(-1), .op(.localTee, 99), .op(.globalSet, 0), .i32(70_000), .i64(-1), .memory(.i64Store), .op(.globalGet, 0), .i64(-2),
    ])
    let worker = try other.instantiate(in: store)

    var builder = ModuleBuilder()
    let imported = builder.importFunction("host", [.i32, .i32], [.i32])
    builder.memory("memory")
    let global = builder.global(nil, GlobalType(.i32, mutable: true), [.i32(500)])
    builder.function("run", [.i32], [.i32], locals: [.i32], [
      .i32(30), .set(1), .i32(0), .i32(7_000), .memory(.i32Store),
      .get(0), .get(1), .i32(1), .i32(2), .call(imported), .op(.i32Add), .op(.i32Add),
      .i32(0), .memory(.i32Load), .op(.i32Add), .op(.globalGet, global), .op(.i32Add),
    ])
    let instance = try builder.instantiate(in: store, [.host(store, [.i32, .i32], [.i32]) { _, arguments in
      let results = try worker.invoke("work").map(\.i64)
      #expect(results == [-1, -2])
      return [.i32((arguments[0].i32 ?? 0) * 100 + (arguments[1].i32 ?? 0) * 100)]
    }])
    #expect(try instance("run", 4) == [4 + 30 + 300 + 7_000 + 500])
  }

  /// A host function may instantiate, also the module that is running, and define functions while guests run.
  @Test(arguments: Engine.tested)
  func hostFunctionsCanInstantiate(_ engine: Engine) throws {
    let store = Store(engine)
    var builder = ModuleBuilder()
    let imported = builder.importFunction("host", [.i32], [.i32])
    builder.function("run", [.i32], [.i32], [.get(0), .call(imported)])
    let module = try builder.load()
    func host(_ depth: Int) -> External {
      .host(store, [.i32], [.i32]) { _, arguments in
        guard depth > 0 else { return arguments }
        return try store.instantiate(module, imports: [host(depth - 1)]).invoke("run", [.i32((arguments[0].i32 ?? 0) + 1)])
      }
    }
    let instance = try store.instantiate(module, imports: [host(20)])
    #expect(instance.engine == engine)
    #expect(try instance("run", 0) == [20])
  }
}
