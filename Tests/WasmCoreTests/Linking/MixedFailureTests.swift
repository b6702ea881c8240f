import Testing
import WasmCore

/// Traps, exceptions and errors of the host on their way from one engine through the other.
@Suite("Failures between engines")
struct MixedFailureTests {
  private struct Failure: Error, Equatable {}

  /// Functions that fail in every way.
  private func library(_ store: Store, _ engine: Engine) throws -> Instance {
    var builder = ModuleBuilder()
    let host = builder.importFunction("host")
    builder.memory()
    builder.table(nil, TableType(element: .funcref, limits: Limits(minimum: 1)))
    let tag = builder.tag("tag", [.i32])
    builder.function("unreachable", [.op(.unreachable)])
    builder.function("divide", [.i32(1), .i32(0), .op(.i32DivU), .op(.drop)])
    builder.function("load", [.i32(-4), .memory(.i32Load), .op(.drop)])
    builder.function("store", [.i32(65_533), .i32(1), .memory(.i32Store)])
    builder.function("indirect", [.i32(0), .op(.callIndirect, builder.type(), 0)])
    builder.function("host", [.call(host)])
    builder.function("throw", [.i32(9), .op(.throw, tag)])
    return try builder.instantiate(in: store, on: engine, [.host(store) { _, _ in throw Failure() }])
  }

  /// For each of them a function `name` that calls it, and in a module that has handlers, `caught name`, which returns what it was
  /// thrown, or -1.
  private func user(_ store: Store, _ engine: Engine, _ library: Instance, _ names: [String], hasHandlers: Bool) throws -> Instance {
    var builder = ModuleBuilder()
    let imported = names.map { builder.importFunction($0) }
    let tag = hasHandlers ? builder.importTag("tag", [.i32]) : nil
    for (name, function) in zip(names, imported) {
      builder.function(name, [.call(function)])
      guard let tag else { continue }
      builder.function("caught \(name)", [], [.i32], [.block(.result(.i32), [.tryTable(.none, [.tag(tag, 0)], [.call(function)]), .i32(-1)])])
    }
    builder.function("fine", [], [.i32], [.i32(1)])
    let imports = try names.map(library.exported) + (hasHandlers ? [try library.exported("tag")] : [])
    return try builder.instantiate(in: store, on: engine, imports)
  }

  private static let codes: [(name: String, code: Trap.Code)] = [
    ("unreachable", .unreachable), ("divide", .integerDivideByZero), ("load", .outOfBoundsMemoryAccess), ("store", .outOfBoundsMemoryAccess),
    ("indirect", .uninitializedElement), ("host", .hostError), ("throw", .uncaughtException),
  ]

  @Test(arguments: EnginePair.tested, [false, true])
  func trapsPassThrough(_ pair: EnginePair, _ hasHandlers: Bool) throws {
    let store = pair.store()
    let instance = try user(store, pair.caller, library(store, pair.callee), Self.codes.map(\.name), hasHandlers: hasHandlers)
    for (name, code) in Self.codes {
      let trap = try #require(expectTrap(code) { try instance.invoke(name) })
      if code == .hostError { #expect(trap.cause as? Failure == Failure()) }
      if code == .uncaughtException { #expect(trap.exception?.values.map(\.i32) == [9]) }
      // A handler is for exceptions alone.
      if hasHandlers, code != .uncaughtException { expectTrap(code) { try instance.invoke("caught \(name)") } }
      #expect(try instance("fine") == [1])
    }
    if hasHandlers { #expect(try instance("caught throw") == [9]) }
  }

  /// Caller, middle, callee: an exception passes a module that has no handlers, of either engine, and finds one further out.
  @Test(arguments: EnginePair.tested, EnginePair.tested)
  func exceptionsPassModulesWithoutHandlers(_ outer: EnginePair, _ inner: EnginePair) throws {
    guard outer.callee == inner.caller else { return }
    let store = Store([outer.caller, outer.callee, inner.callee].contains(.compiled) ? .compiled : .interpreter)
    let library = try library(store, inner.callee)
    let names = ["throw", "host"]
    var middle = ModuleBuilder()
    let imported = names.map { middle.importFunction($0) }
    for (name, function) in zip(names, imported) { middle.function(name, [.call(function)]) }
    let between = try middle.instantiate(in: store, on: outer.callee, names.map(library.exported))
    var builder = ModuleBuilder()
    let thrower = builder.importFunction("throw")
    let failing = builder.importFunction("host")
    let tag = builder.importTag("tag", [.i32])
    builder.function("run", [], [.i32], [.block(.result(.i32), [.tryTable(.none, [.tag(tag, 0)], [.call(thrower)]), .i32(-1)])])
    builder.function("fail", [], [.i32], [.block(.result(.i32), [.tryTable(.none, [.tag(tag, 0)], [.call(failing)]), .i32(-1)])])
    builder.function("trapAfterwards", [.block(.result(.i32), [.tryTable(.none, [.tag(tag, 0)], [.call(thrower)]), .i32(-1)]), .op(.unreachable)])
    let imports = [try between.exported("throw"), try between.exported("host"), try library.exported("tag")]
    let instance = try builder.instantiate(in: store, on: outer.caller, imports)
    for _ in 0..<3 {
      // Where exceptions came from that were caught is forgotten.
      #expect(expectTrap(.unreachable) { try instance.invoke("trapAfterwards") }?.backtrace.count == 1)
      #expect(try instance("run") == [9])
      #expect(expectTrap(.hostError) { _ = try instance("fail") }?.cause as? Failure == Failure())
    }
  }

  /// The function that fails has taken the place of the one that was called, and has far more parameters.
  @Test(arguments: EnginePair.tested)
  func failuresPassWhatHasBeenReplaced(_ pair: EnginePair) throws {
    let store = pair.store()
    let type = TableType(element: .funcref, limits: Limits(minimum: 1))
    let table = try Table(store: store, type: type, initial: .reference(.null(.func)))
    let many = Array(repeating: ValueType.i32, count: 30)
    var library = ModuleBuilder()
    let functions = library.importTable("table", type)
    let taken = library.type(many, [])
    library.function("replaced", [.i32], [], many.map { _ in .get(0) } + [.i32(0), .op(.returnCallIndirect, taken, functions)])
    let provided = try library.instantiate(in: store, on: pair.callee, [.table(table)])
    var user = ModuleBuilder()
    let replaced = user.importFunction("replaced", [.i32])
    _ = user.importTable("table", type)
    let tag = user.tag(nil, [.i32])
    let failing = user.function(nil, many, [], [.get(0), .when(.none, [.op(.unreachable)]), .i32(9), .op(.throw, tag)])
    user.elements(at: [.i32(0)], [failing])
    let handled: [Code] = [.tryTable(.none, [.tag(tag, 0)], [.get(0), .call(replaced)]), .i32(-1)]
    let inner = user.function("run", [.i32], [.i32], [.block(.result(.i32), handled), .i32(1), .op(.i32Add)])
    user.function("outer", [.i32], [.i32], [.get(0), .call(inner), .i32(1), .op(.i32Add)])
    let instance = try user.instantiate(in: store, on: pair.caller, [try provided.exported("replaced"), .table(table)])
    for _ in 0..<2 {
      #expect(try instance("run", 0) == [10] && instance("outer", 0) == [11])
      for name in ["run", "outer"] { expectTrap(.unreachable) { _ = try instance(name, 1) } }
    }
  }

  /// Whatever went wrong inside, nothing keeps the store.
  @Test(arguments: EnginePair.tested)
  func storesAreFreed(_ pair: EnginePair) throws {
    weak var freed: Store?
    do {
      let store = pair.store()
      freed = store
      let instance = try user(store, pair.caller, library(store, pair.callee), Self.codes.map(\.name), hasHandlers: true)
      for (name, code) in Self.codes { expectTrap(code) { try instance.invoke(name) } }
      _ = try instance("caught throw")
    }
    #expect(freed == nil)
  }
}
