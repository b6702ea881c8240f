import EngineTestSupport
import Testing
import WasmCore

/// Exceptions between guests and hosts, and between instances.
@Suite("Exceptions across borders")
struct HostExceptionTests {
  /// `run` calls the host under a handler for its tag and returns the value; `runAll` returns 1 for any exception.
  private func catching(_ store: Store, _ tag: WasmCore.Tag, _ body: @escaping (Caller, [Value]) throws -> [Value]) throws -> Instance {
    var builder = ModuleBuilder()
    let host = builder.importFunction("host")
    let imported = builder.importTag("tag", [.i32])
    builder.function("run", [], [.i32], [.block(.result(.i32), [.tryTable(.none, [.tag(imported, 0)], [.call(host)]), .i32(-1)])])
    builder.function("runAll", [], [.i32], [.block(.none, [.tryTable(.none, [.all(0)], [.call(host)]), .i32(-1), .op(.return)]), .i32(1)])
    let tail = builder.function(nil, [], [], [.tryTable(.none, [.all(0)], [.op(.returnCall, host)])])
    builder.function("tail", [], [.i32], [.block(.result(.i32), [.tryTable(.none, [.tag(imported, 0)], [.call(tail)]), .i32(-1)])])
    builder.function("throw", [.i32], [], [.get(0), .op(.throw, imported)])
    return try builder.instantiate(in: store, [.host(store, [], [], body), .tag(tag)])
  }

  @Test(arguments: Engine.tested)
  func hostFunctionsThrowIntoTheGuest(_ engine: Engine) throws {
    let store = Store(engine)
    let tag = WasmCore.Tag(store: store, type: TagType(parameters: [.i32]))
    #expect(WasmException(tag: tag, values: []) == nil && WasmException(tag: tag, values: [.i64(1)]) == nil)
    let exception = try #require(WasmException(tag: tag, values: [.i32(12)]))
    let instance = try catching(store, tag) { _, _ in throw exception }
    #expect(try instance("run") == [12] && instance("runAll") == [1])
    // A tail call has left the blocks of its function.
    #expect(try instance("tail") == [12])
  }

  @Test(arguments: Engine.tested)
  func exceptionsOfOtherTagsOrStoresDoNotMatch(_ engine: Engine) throws {
    let store = Store(engine)
    let tag = WasmCore.Tag(store: store, type: TagType(parameters: [.i32]))
    let other = try #require(WasmException(tag: WasmCore.Tag(store: store, type: TagType(parameters: [.i32])), values: [.i32(1)]))
    let instance = try catching(store, tag) { _, _ in throw other }
    #expect(try instance("runAll") == [1])
    let trap = try #require(expectTrap(.uncaughtException) { _ = try instance("run") })
    #expect(trap.exception === other)
    // One of another store is an error of the host: its values mean nothing here.
    let foreign = try #require(WasmException(tag: WasmCore.Tag(store: Store(), type: TagType(parameters: [])), values: []))
    let second = try catching(store, tag) { _, _ in throw foreign }
    #expect(expectTrap(.hostError) { _ = try second("runAll") }?.cause as? WasmException === foreign)
  }

  @Test(arguments: Engine.tested)
  func guestExceptionsPassThroughTheHost(_ engine: Engine) throws {
    let store = Store(engine)
    let tag = WasmCore.Tag(store: store, type: TagType(parameters: [.i32]))
    let instance = try catching(store, tag) { caller, _ in
      try #require(caller.instance).invoke("throw", [.i32(31)])
      return []
    }
    #expect(try instance("run") == [31] && instance("runAll") == [1] && instance("tail") == [31])
  }

  @Test(arguments: Engine.tested)
  func trapsAreNoExceptions(_ engine: Engine) throws {
    let store = Store(engine)
    let tag = WasmCore.Tag(store: store, type: TagType(parameters: [.i32]))
    struct Failure: Error {}
    let instance = try catching(store, tag) { _, _ in throw Failure() }
    expectTrap(.hostError) { _ = try instance("runAll") }
    var builder = ModuleBuilder()
    builder.function("run", [.block(.none, [.tryTable(.none, [.all(0)], [.op(.unreachable)])])])
    let guest = try builder.instantiate(engine)
    expectTrap(.unreachable) { try guest.invoke("run") }
  }

  /// After a handler in another instance has caught, that instance's memory and globals are the current ones.
  @Test(arguments: Engine.tested)
  func handlersRunInTheirOwnInstance(_ engine: Engine) throws {
    let store = Store(engine)
    var library = ModuleBuilder()
    let tag = library.tag("tag", [.i32])
    library.memory(nil, Limits(minimum: 1))
    library.data(at: [.i32(0)], [1])
    library.global(nil, GlobalType(.i32), [.i32(10)])
    library.function("fail", [.i32], [.i32], [.i32(0), .memory(.i32Load), .op(.globalGet, 0), .op(.i32Add), .op(.throw, tag)])
    let provided = try library.instantiate(in: store)
    var app = ModuleBuilder()
    let fail = app.importFunction("fail", [.i32], [.i32])
    let imported = app.importTag("tag", [.i32])
    app.memory(nil, Limits(minimum: 1))
    app.data(at: [.i32(0)], [100])
    app.global(nil, GlobalType(.i32), [.i32(1_000)])
    app.function("run", [], [.i32], [
      .block(.result(.i32), [.tryTable(.result(.i32), [.tag(imported, 0)], [.i32(0), .call(fail)])]),
      .i32(0), .memory(.i32Load), .op(.i32Add), .op(.globalGet, 0), .op(.i32Add),
    ])
    let instance = try app.instantiate(in: store, [try provided.exported("fail"), try provided.exported("tag")])
    #expect(try instance("run") == [1_111])
  }
}
