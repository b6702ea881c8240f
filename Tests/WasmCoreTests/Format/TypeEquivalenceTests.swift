import EngineTestSupport
import Testing
import WasmCore

/// Types are equal by structure, inside a module and across modules.
@Suite("Type equivalence")
struct TypeEquivalenceTests {
  /// References to the type with that index, which is the one being defined: the type contains itself.
  private static func selfReferential(_ index: UInt32) -> FunctionType { FunctionType(parameters: [.reference(index)], results: [.i32]) }

  @Test func equalTypesShareOneIndex() throws {
    var builder = ModuleBuilder()
    _ = builder.newType(FunctionType(parameters: [.i32]))
    _ = builder.newType(FunctionType(parameters: [.i32]))
    // References to equal types are equal.
    _ = builder.newType(FunctionType(parameters: [.reference(0)]))
    _ = builder.newType(FunctionType(parameters: [.reference(1)]))
    // Types that contain themselves in the same places are equal, and differ from those that contain another type there.
    _ = builder.newType(Self.selfReferential(4))
    _ = builder.newType(Self.selfReferential(5))
    _ = builder.newType(Self.selfReferential(4))
    #expect(try builder.load().contents.canonicalTypes == [0, 0, 2, 2, 4, 4, 6])
  }

  @Test func selfReferentialTypesCanBeUsedUnderEachOfTheirIndices() throws {
    var builder = ModuleBuilder()
    let first = builder.newType(Self.selfReferential(0))
    let second = builder.newType(Self.selfReferential(1))
    let twice = builder.newType(FunctionType(parameters: [.reference(second)], results: [.reference(first)]))
    // The parameter of a block whose type is the second one takes a reference to the first.
    let body: [Code] = [.get(0), .block(.type(second), [.op(.drop), .i32(1)]), .op(.drop), .get(0)]
    builder.function(type: twice, body: [0x00] + body.bytes + [0x0B])
    _ = try builder.load()
  }

  @Test(arguments: Engine.tested)
  func indirectCallsCompareTypesByStructure(_ engine: Engine) throws {
    var builder = ModuleBuilder()
    let first = builder.newType(Self.selfReferential(0))
    let second = builder.newType(Self.selfReferential(1))
    let other = builder.newType(FunctionType(parameters: [.reference(first)], results: [.i64]))
    builder.table(nil, TableType(element: .funcref, limits: Limits(minimum: 1)))
    let callee = builder.function(type: first, body: [0x00] + [Code.i32(42)].bytes + [0x0B])
    builder.elements(at: [.i32(0)], [callee])
    builder.function("same", [], [.i32], [.null(.concrete(first)), .i32(0), .op(.callIndirect, second, 0)])
    builder.function("other", [], [.i64], [.null(.concrete(first)), .i32(0), .op(.callIndirect, other, 0)])
    let instance = try builder.instantiate(engine)
    #expect(try instance("same") == [42])
    expectTrap(.indirectCallTypeMismatch) { try instance.invoke("other") }
  }

  @Test(arguments: Engine.tested)
  func typesOfDifferentModulesAreEqualByStructure(_ engine: Engine) throws {
    let store = Store(engine)
    var provider = ModuleBuilder()
    _ = provider.newType(FunctionType(parameters: [.f64]))
    let type = provider.newType(Self.selfReferential(1))
    provider.exportFunction("f", provider.function(type: type, body: [0x00] + [Code.i32(7)].bytes + [0x0B]))
    let provided = try provider.instantiate(in: store).exported("f")

    var user = ModuleBuilder()
    let userType = user.newType(Self.selfReferential(0))
    let imported = user.importFunction("f", [.reference(userType)], [.i32])
    user.function("run", [], [.i32], [.null(.concrete(userType)), .call(imported)])
    let instance = try user.instantiate(in: store, [provided])
    #expect(try instance("run") == [7])
  }
}
