import EngineTestSupport
import Testing
import WasmCore

@Suite("Backtraces")
struct BacktraceTests {
  @Test(arguments: Engine.tested)
  func framesHaveTheirNamesInnermostFirst(_ engine: Engine) throws {
    var builder = ModuleBuilder()
    builder.name = "app"
    let inner = builder.function(nil, [.i32], [.i32], [.i32(1), .get(0), .op(.i32DivU)])
    let unnamed = builder.function(nil, [], [.i32], [.i32(0), .call(inner)])
    builder.function("exported", [], [.i32], [.i32(5), .call(unnamed), .op(.i32Add)])
    builder.name(inner, "inner")
    let instance = try builder.instantiate(engine)
    let trap = try #require(expectTrap(.integerDivideByZero) { try instance.invoke("exported") })
    expectBacktrace(trap, ["inner", nil, "exported"], on: engine)
    guard engine == .interpreter else { return }
    #expect(trap.backtrace.map(\.functionIndex) == [0, 1, 2])
    #expect(trap.description == "integer divide by zero\n  at app!inner\n  at app!function[1]\n  at app!exported")
  }

  @Test(arguments: Engine.tested)
  func acrossInstancesAndHostCalls(_ engine: Engine) throws {
    let store = Store(engine)
    var library = ModuleBuilder()
    library.name = "library"
    library.function("fail", [.op(.unreachable)])
    let provided = try library.instantiate(in: store)

    var app = ModuleBuilder()
    app.name = "app"
    let host = app.importFunction("host")
    let fail = app.importFunction("fail")
    app.function("outer", [.call(host)])
    app.function("inner", [.call(fail)])
    let instance = try app.instantiate(in: store, [
      .host(store) { caller, _ in
        try #require(caller.instance).invoke("inner")
        return []
      }, try provided.exported("fail"),
    ])
    let trap = try #require(expectTrap(.unreachable) { try instance.invoke("outer") })
    expectBacktrace(trap, ["fail", "inner", "outer"], on: engine)
    if engine == .interpreter { #expect(trap.backtrace.map(\.description) == ["library!fail", "app!inner", "app!outer"]) }
  }

  /// A tail call takes its caller's place, also in the backtrace.
  @Test(arguments: Engine.tested)
  func tailCallsLeaveNoFrame(_ engine: Engine) throws {
    var builder = ModuleBuilder()
    let fail = builder.function("fail", [.op(.unreachable)])
    let tail = builder.function("tail", [.op(.returnCall, fail)])
    builder.function("run", [.call(tail)])
    let instance = try builder.instantiate(engine)
    expectBacktrace(expectTrap(.unreachable) { try instance.invoke("run") }, ["fail", "run"], on: engine)
  }

  @Test(arguments: Engine.tested)
  func longOnesKeepBothEnds(_ engine: Engine) throws {
    var builder = ModuleBuilder()
    let recursion = builder.nextFunction
    builder.function("down", [.i32], [], [
      .get(0), .op(.i32Eqz), .when(.none, [.op(.unreachable)]), .get(0), .i32(1), .op(.i32Sub), .call(recursion),
    ])
    builder.function("run", [.i32], [], [.get(0), .call(recursion)])
    let instance = try builder.instantiate(engine)
    func names(_ depth: Int32) -> [String?] { expectTrap(.unreachable) { _ = try instance("run", depth) }?.backtrace.map(\.functionName) ?? [] }
    #expect(names(10).count == 12)
    if engine == .interpreter { #expect(names(126).count == 128) }
    let long = names(10_000)
    #expect(long.count == 128 && long.first == "down" && long.last == "run")
  }

  /// Modules choose their names, and a terminal shows them.
  @Test(arguments: Engine.tested)
  func namesAreShownHarmlessAndShort(_ engine: Engine) throws {
    var builder = ModuleBuilder()
    builder.name = "m\r"
    builder.function("a\nb\u{1B}[31m\u{202E}", [.op(.unreachable)])
    builder.function(String(repeating: "x", count: 1 << 20), [.op(.unreachable)])
    let instance = try builder.instantiate(engine)
    let trap = try #require(expectTrap(.unreachable) { try instance.invoke("a\nb\u{1B}[31m\u{202E}") })
    #expect(trap.backtrace.first?.functionName == "a\nb\u{1B}[31m\u{202E}")
    #expect(trap.description == "unreachable\n" + #"  at m\u{d}!a\u{a}b\u{1b}[31m\u{202e}"#)
    let long = try #require(expectTrap(.unreachable) { try instance.invoke(String(repeating: "x", count: 1 << 20)) })
    #expect(long.description.utf8.count < 300)
  }
}
