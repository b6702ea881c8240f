import EngineTestSupport
import Testing
import WasmCore

/// What stays behind when a module cannot be instantiated.
@Suite("Failed instantiation")
struct FailedInstantiationTests {
  @Test(arguments: Engine.tested)
  func aLinkErrorLeavesNothingBehind(_ engine: Engine) throws {
    let store = Store(engine) { $0.maximumTableSize = 10 }
    let table = try Table(store: store, type: TableType(element: .funcref, limits: Limits(minimum: 1)), initial: .reference(.null(.func)))
    var builder = ModuleBuilder()
    _ = builder.importTable("t", TableType(element: .funcref, limits: Limits(minimum: 1)))
    // Each attempt reserves 128 GiB of address space, then fails on the second table: what it reserved has to go away.
    for _ in 0..<32 { builder.memory(nil, Limits(minimum: 0)) }
    builder.table(nil, TableType(element: .funcref, limits: Limits(minimum: 11)))
    builder.elements(at: [.i32(0)], [builder.function(nil, [])])
    let module = try builder.load()
    for _ in 0..<1_200 {
      let error = try #require(throws: InstantiationError.self) { try store.instantiate(module, imports: [.table(table)]) }
      guard case .link = error else { throw error }
    }
    // Active segments apply only to what could be linked.
    #expect(table.get(0)?.isNull == true)
  }

  @Test(arguments: Engine.tested)
  func segmentsOutOfBoundsTrapAfterTheFirstOnesAreWritten(_ engine: Engine) throws {
    let store = Store(engine)
    let memory = try Memory(store: store, type: MemoryType(minimum: 1))
    let table = try Table(store: store, type: TableType(element: .funcref, limits: Limits(minimum: 2)), initial: .reference(.null(.func)))
    func attempt(_ code: Trap.Code, location: SourceLocation = #_sourceLocation, _ add: (inout ModuleBuilder, UInt32) -> Void) throws {
      var builder = ModuleBuilder()
      _ = builder.importTable("t", TableType(element: .funcref, limits: Limits(minimum: 2)))
      _ = builder.importMemory("m", Limits(minimum: 1))
      let function = builder.function(nil, [], [.i32], [.i32(42)])
      add(&builder, function)
      let module = try builder.load()
      expectTrap(code, location: location) {
        do { _ = try store.instantiate(module, imports: [.table(table), .memory(memory)]) } catch InstantiationError.trap(let trap) { throw trap }
      }
    }
    try attempt(.outOfBoundsMemoryAccess) { builder, _ in
      builder.data(at: [.i32(0)], [1, 2])
      builder.data(at: [.i32(65_535)], [3, 4])
    }
    #expect(memory.read(at: 0, count: 2) == [1, 2])
    #expect(memory.read(at: 65_535, count: 1) == [0])
    try attempt(.outOfBoundsMemoryAccess) { builder, _ in builder.data(at: [.i32(-1)], []) }
    try attempt(.outOfBoundsTableAccess) { builder, function in
      builder.elements(at: [.i32(0)], [function])
      builder.elements(at: [.i32(1)], [function, function])
    }
    // The function of an instance that never came to be is in the table and works.
    let function = try #require(table.get(0)?.function)
    #expect(try function.invoke().first?.i32 == 42)
    #expect(table.get(1)?.isNull == true)
  }

  @Test(arguments: Engine.tested)
  func aStartFunctionThatTraps(_ engine: Engine) throws {
    let store = Store(engine)
    let global = try #require(Global(store: store, type: GlobalType(.i32, mutable: true), value: .i32(0)))
    var builder = ModuleBuilder()
    let imported = builder.importGlobal("g", GlobalType(.i32, mutable: true))
    let start = builder.function(nil, [.i32(5), .op(.globalSet, imported), .op(.unreachable)])
    builder.start = start
    builder.name(start, "begin")
    let module = try builder.load()
    let trap = expectTrap(.unreachable) {
      do { _ = try store.instantiate(module, imports: [.global(global)]) } catch InstantiationError.trap(let trap) { throw trap }
    }
    expectBacktrace(trap, ["begin"], on: engine)
    #expect(global.value.i32 == 5)
  }
}
