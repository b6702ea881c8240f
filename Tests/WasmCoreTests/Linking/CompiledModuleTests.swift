import EngineTestSupport
import Testing
@_spi(Compiled) import WasmCore

/// Whose code is used for which module.
@Suite("Compiled modules")
struct CompiledModuleTests {
  private func module(_ change: (inout ModuleBuilder) -> Void = { _ in }) throws -> Module {
    var builder = ModuleBuilder()
    builder.memory()
    builder.global(nil, GlobalType(.i32, mutable: true), [.i32(1)])
    builder.table(nil, TableType(element: .funcref, limits: Limits(minimum: 1)))
    builder.function("one", [], [.i32], [.i32(1)])
    change(&builder)
    return try Module.load(builder.bytes)
  }

  /// A module with the fingerprint of another can be made. Code that expects other definitions than it has is not used for it.
  @Test func aForgedFingerprintHarmsNobody() throws {
    let module = try module { $0.function("forged", [], [.i32], [.i32(2)]) }
    let other = CompiledModule(
      fingerprint: module.fingerprint, shape: try self.module().shape, supportVersion: CompiledFormat.version, functionCount: 2, checksCalls: false,
      adapters: []) { _ in }
    try other.register()
    #expect(CompiledModule.of(module) == nil)
    #expect(throws: CompiledModuleError.self) { try other.check(module) }
    let instance = try Store(.compiled).instantiate(module, imports: [])
    #expect(instance.engine == .interpreter)
    #expect(try instance("forged") == [2])
  }

  @Test func shapesTellAllDefinitionsApart() throws {
    let shape = try module().shape
    #expect(try module().shape == shape)
    let changes: [(inout ModuleBuilder) -> Void] = [
      { $0.function(nil, [], [.i32], [.i32(1)]) }, { _ = $0.type([.i64], []) }, { $0.memory() }, { $0.global(nil, GlobalType(.i32), [.i32(1)]) },
      { $0.global(nil, GlobalType(.i64, mutable: true), [.i64(1)]) }, { $0.table(nil, TableType(element: .externref, limits: Limits(minimum: 1))) },
      { _ = $0.tag(nil, [.i32]) }, { $0.passiveData([1]) }, { $0.passiveElements([0]) },
    ]
    var shapes: Set = [shape]
    for change in changes {
      let changed = try module(change).shape
      #expect(shapes.insert(changed).inserted)
    }
    // Code is no part of it.
    var builder = ModuleBuilder()
    builder.memory()
    builder.global(nil, GlobalType(.i32, mutable: true), [.i32(5)])
    builder.table(nil, TableType(element: .funcref, limits: Limits(minimum: 7)))
    builder.function("two", [], [.i32], [.i32(2), .i32(3), .op(.i32Add)])
    #expect(try Module.load(builder.bytes).shape == shape)
  }
}
