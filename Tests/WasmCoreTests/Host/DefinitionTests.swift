import EngineTestSupport
import Testing
import WasmCore

/// Memories, tables, globals and tags that the host makes and uses.
@Suite("Definitions of the host")
struct DefinitionTests {
  @Test func memoriesGrowUpToTheirLimits() throws {
    let store = Store(.interpreter) { $0.maximumMemorySize = 3 * MemoryType.pageSize }
    let memory = try Memory(store: store, type: MemoryType(minimum: 1, maximum: 2))
    #expect(memory.grow(byPages: 0) == 1 && memory.grow(byPages: 2) == nil && memory.grow(byPages: -1) == nil)
    #expect(memory.grow(byPages: 1) == 1 && memory.type.limits == Limits(minimum: 2, maximum: 2))
    // Without a limit of its own, the store's holds.
    let free = try Memory(store: store, type: MemoryType(minimum: 0))
    #expect(free.grow(byPages: 3) == 0 && free.grow(byPages: 1) == nil && free.grow(byPages: .max) == nil)
    #expect(throws: LinkError.self) { try Memory(store: store, type: MemoryType(minimum: 4)) }
    #expect(throws: LinkError.self) { try Memory(store: store, type: MemoryType(minimum: 2, maximum: 1)) }
  }

  @Test func memoryIsReadAndWrittenWithinItsBounds() throws {
    let memory = try Memory(store: Store(), type: MemoryType(minimum: 1))
    #expect(memory.store(0x0102_0304 as UInt32, at: 65_532) && memory.read(at: 65_532, count: 4) == [4, 3, 2, 1])
    #expect(!memory.store(0 as UInt32, at: 65_533) && memory.load(at: 65_533, as: UInt32.self) == nil)
    #expect(memory.load(at: -1, as: UInt8.self) == nil && memory.load(at: .max, as: UInt64.self) == nil)
    #expect(memory.write([], at: 65_536) && !memory.write([], at: 65_537) && !memory.write([1], at: .max))
    memory.withUnsafeMutableBytes { $0[0] = 9 }
    #expect(memory.load(at: 0, as: UInt8.self) == 9)
    let empty = try Memory(store: Store(), type: MemoryType(minimum: 0))
    #expect(empty.byteCount == 0 && empty.read(at: 0, count: 0) == [] && empty.read(at: 0, count: 1) == nil)
  }

  @Test func tablesHoldWhatFitsTheirType() throws {
    let store = Store(.interpreter) { $0.maximumTableSize = 10 }
    let table = try Table(store: store, type: TableType(element: .externref, limits: Limits(minimum: 1, maximum: 4)), initial: .reference(.null(.extern)))
    let value = Value.reference(.extern(ExternReference(5)))
    #expect(table.set(0, value) && table.get(0)?.extern?.rawValue == 5)
    #expect(!table.set(1, value) && !table.set(-1, value) && table.get(-1) == nil)
    #expect(!table.set(0, .i32(1)) && !table.set(0, .reference(.null(.func))))
    #expect(table.grow(by: 3, with: value) == 1 && table.grow(by: 1, with: value) == nil && table.count == 4)
    #expect(table.get(3)?.extern?.rawValue == 5 && table.type.limits == Limits(minimum: 4, maximum: 4))
    let type = TableType(element: ValueType(.func, nullable: false), limits: Limits(minimum: 1))
    #expect(throws: LinkError.self) { try Table(store: store, type: type, initial: .reference(.null(.func))) }
    #expect(throws: LinkError.self) {
      try Table(store: store, type: TableType(element: .funcref, limits: Limits(minimum: 11)), initial: .reference(.null(.func)))
    }
  }

  @Test func globalsHoldWhatFitsTheirType() throws {
    let store = Store()
    #expect(Global(store: store, type: GlobalType(.i32), value: .i64(1)) == nil)
    let constant = try #require(Global(store: store, type: GlobalType(.f32), value: .f32(1.5)))
    #expect(!constant.set(.f32(2)))
    guard case .f32(1.5) = constant.value else {
      Issue.record("an immutable global keeps its value")
      return
    }
    let reference = try #require(Global(store: store, type: GlobalType(.funcref, mutable: true), value: .reference(.null(.func))))
    let function = Function(store: store, type: FunctionType()) { _, _ in [] }
    #expect(reference.set(.reference(.function(function))) && reference.value.function == function)
    #expect(!reference.set(.reference(.extern(ExternReference(1)))))
  }

  /// References in shared globals and tables are called by the guest.
  @Test(arguments: Engine.tested)
  func guestsCallFunctionsTheHostPutIntoTheirGlobals(_ engine: Engine) throws {
    let store = Store(engine)
    var builder = ModuleBuilder()
    let type = builder.type([.i32], [.i32])
    let global = builder.global("callee", GlobalType(.reference(type), mutable: true), [.null(.concrete(type))])
    builder.function("run", [.i32], [.i32], [.get(0), .op(.globalGet, global), .op(.callRef, type)])
    let instance = try builder.instantiate(in: store)
    let callee = try #require(instance.global("callee"))
    expectTrap(.nullFunctionReference) { _ = try instance("run", 1) }
    #expect(!callee.set(.reference(.function(Function(store: store, type: FunctionType()) { _, _ in [] }))))
    let double = Function(store: store, type: FunctionType(parameters: [.i32], results: [.i32])) { _, arguments in [.i32(2 * (arguments[0].i32 ?? 0))] }
    #expect(callee.set(.reference(.function(double))))
    #expect(try instance("run", 21) == [42])
  }
}
