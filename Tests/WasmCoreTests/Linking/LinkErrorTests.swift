import Testing
import WasmCore

/// Modules that cannot be linked: what the error says.
@Suite("Link errors")
struct LinkErrorTests {
  private func expectLinkError(
    _ reason: LinkError.Reason, location: SourceLocation = #_sourceLocation, _ body: () throws -> Void
  ) throws {
    let error = try #require(throws: InstantiationError.self, sourceLocation: location, performing: body)
    guard case .link(let link) = error else {
      Issue.record("expected a link error, got \(error)", sourceLocation: location)
      return
    }
    #expect(link.reason == reason, "\(link)", sourceLocation: location)
  }

  private func importing(_ add: (inout ModuleBuilder) -> Void) throws -> Module {
    var builder = ModuleBuilder()
    add(&builder)
    return try builder.load()
  }

  @Test func missingImportsAreNamed() throws {
    let module = try importing { _ = $0.importFunction("f", [.i32], []) }
    let store = Store()
    let error = try #require(throws: InstantiationError.self) { try Linker(store: store).instantiate(module) }
    #expect("\(error)" == "import \"test\" \"f\": unknown import: a function [i32] -> [] is needed")
    try expectLinkError(.importCount(expected: 1, found: 0)) { _ = try store.instantiate(module) }
  }

  @Test func kindsHaveToMatch() throws {
    let store = Store()
    let function = External.host(store, [], []) { _, _ in [] }
    let memory = External.memory(try Memory(store: store, type: MemoryType(minimum: 1)))
    let table = External.table(try Table(store: store, type: TableType(element: .funcref, limits: Limits(minimum: 0)), initial: .reference(.null(.func))))
    let global = External.global(try #require(Global(store: store, type: GlobalType(.i32), value: .i32(1))))
    let tag = External.tag(WasmCore.Tag(store: store, type: TagType(parameters: [])))
    let provided = [function, table, memory, global, tag]
    let modules = [
      try importing { _ = $0.importFunction("x") },
      try importing { _ = $0.importTable("x", TableType(element: .funcref, limits: Limits(minimum: 0))) },
      try importing { _ = $0.importMemory("x", Limits(minimum: 1)) },
      try importing { _ = $0.importGlobal("x", GlobalType(.i32)) },
      try importing { _ = $0.importTag("x") },
    ]
    for (kind, module) in modules.enumerated() {
      for (other, external) in provided.enumerated() {
        if kind == other {
          _ = try store.instantiate(module, imports: [external])
        } else {
          let (expected, found) = ("\(module.imports[0].type)", "\(external.type)")
          try expectLinkError(.incompatible(expected: expected, found: found)) { _ = try store.instantiate(module, imports: [external]) }
        }
      }
    }
  }

  @Test func typesHaveToMatch() throws {
    let store = Store()
    func refuse(_ external: External, location: SourceLocation = #_sourceLocation, _ add: (inout ModuleBuilder) -> Void) throws {
      let module = try importing(add)
      let (expected, found) = ("\(module.imports[0].type)", "\(external.type)")
      try expectLinkError(.incompatible(expected: expected, found: found), location: location) { _ = try store.instantiate(module, imports: [external]) }
    }
    let function = External.host(store, [.i32], [.i64]) { _, _ in [.i64(0)] }
    try refuse(function) { _ = $0.importFunction("f", [.i64], [.i64]) }
    try refuse(function) { _ = $0.importFunction("f", [.i32], []) }
    let memory = External.memory(try Memory(store: store, type: MemoryType(minimum: 2, maximum: 4)))
    try refuse(memory) { _ = $0.importMemory("m", Limits(minimum: 3)) }
    try refuse(memory) { _ = $0.importMemory("m", Limits(minimum: 0, maximum: 3)) }
    let unlimited = External.memory(try Memory(store: store, type: MemoryType(minimum: 2)))
    try refuse(unlimited) { _ = $0.importMemory("m", Limits(minimum: 0, maximum: 65_536)) }
    let table = External.table(
      try Table(store: store, type: TableType(element: .externref, limits: Limits(minimum: 2)), initial: .reference(.null(.extern))))
    try refuse(table) { _ = $0.importTable("t", TableType(element: .funcref, limits: Limits(minimum: 2))) }
    try refuse(table) { _ = $0.importTable("t", TableType(element: .externref, limits: Limits(minimum: 3))) }
    let global = External.global(try #require(Global(store: store, type: GlobalType(.i32, mutable: true), value: .i32(1))))
    try refuse(global) { _ = $0.importGlobal("g", GlobalType(.i32)) }
    try refuse(global) { _ = $0.importGlobal("g", GlobalType(.i64, mutable: true)) }
    let tag = External.tag(WasmCore.Tag(store: store, type: TagType(parameters: [.i32])))
    try refuse(tag) { _ = $0.importTag("e", []) }
  }

  /// What counts is the current size, not the one the memory started with.
  @Test func grownMemoriesAndTablesMatchTheirCurrentSize() throws {
    let store = Store()
    let memory = try Memory(store: store, type: MemoryType(minimum: 0, maximum: 3))
    let module = try importing { _ = $0.importMemory("m", Limits(minimum: 2, maximum: 3)) }
    #expect(throws: InstantiationError.self) { try store.instantiate(module, imports: [.memory(memory)]) }
    #expect(memory.grow(byPages: 2) == 0)
    _ = try store.instantiate(module, imports: [.memory(memory)])
  }

  @Test func definitionsBelongToTheStore() throws {
    let store = Store()
    let foreign = External.host(Store()) { _, _ in [] }
    let module = try importing { _ = $0.importFunction("f") }
    try expectLinkError(.foreignStore) { _ = try store.instantiate(module, imports: [foreign]) }
  }

  @Test func theHostsLimits() throws {
    let store = Store(.interpreter) {
      $0.maximumMemorySize = 2 * MemoryType.pageSize
      $0.maximumTableSize = 10
    }
    let large = try importing { $0.memory(nil, Limits(minimum: 3)) }
    try expectLinkError(.resources("a memory of 3 pages exceeds the limit")) { _ = try store.instantiate(large) }
    let many = try importing { $0.table(nil, TableType(element: .funcref, limits: Limits(minimum: 11))) }
    try expectLinkError(.resources("a table of 11 elements exceeds the limit")) { _ = try store.instantiate(many) }
  }
}
