import Testing
import WasmCore

/// What an instance on one engine does to what it shares with one on the other.
@Suite("Definitions shared between engines")
struct MixedSharingTests {
  /// A module that owns a memory, a table and a global, and one that imports them; both have the same functions.
  private func instances(_ pair: EnginePair) throws -> [Instance] {
    let store = pair.store()
    let tableType = TableType(element: .externref, limits: Limits(minimum: 1, maximum: 4))
    func add(_ builder: inout ModuleBuilder, _ grow: UInt32?) {
      builder.function("load", [.i32], [.i32], [.get(0), .memory(.i32Load)])
      builder.function("store", [.i32, .i32], [], [.get(0), .get(1), .memory(.i32Store)])
      builder.function("size", [], [.i32], [.op(.memorySize, 0)])
      let own = builder.function("grow", [.i32], [.i32], [.get(0), .op(.memoryGrow, 0)])
      // Whoever grows the memory, what it gained is there at once.
      builder.function("growAndStore", [], [.i32], [
        .i32(1), .call(grow ?? own), .op(.drop), .op(.memorySize, 0), .i32(65_536), .op(.i32Mul), .i32(4), .op(.i32Sub), .i32(77), .memory(.i32Store),
        .op(.memorySize, 0), .i32(65_536), .op(.i32Mul), .i32(4), .op(.i32Sub), .memory(.i32Load),
      ])
      builder.function("growTable", [], [.i32], [.null(.extern), .i32(1), .op(.tableGrow, 0), .op(.drop), .op(.tableSize, 0)])
      builder.function("count", [], [.i32], [.op(.globalGet, 0), .i32(1), .op(.i32Add), .op(.globalSet, 0), .op(.globalGet, 0)])
    }
    var owner = ModuleBuilder()
    owner.memory("memory", Limits(minimum: 1, maximum: 9))
    owner.table("table", tableType)
    owner.global("global", GlobalType(.i32, mutable: true), [.i32(0)])
    add(&owner, nil)
    let first = try owner.instantiate(in: store, on: pair.callee)
    var user = ModuleBuilder()
    let grow = user.importFunction("grow", [.i32], [.i32])
    _ = user.importTable("table", tableType)
    _ = user.importMemory("memory", Limits(minimum: 1, maximum: 9))
    _ = user.importGlobal("global", GlobalType(.i32, mutable: true))
    add(&user, grow)
    return [first, try user.instantiate(in: store, on: pair.caller, ["grow", "table", "memory", "global"].map(first.exported))]
  }

  @Test(arguments: EnginePair.tested)
  func growthIsSeenOnBothSides(_ pair: EnginePair) throws {
    let instances = try instances(pair)
    for (pages, grower) in [0, 1, 1, 0].enumerated() {
      let (one, other) = (instances[grower], instances[1 - grower])
      let end = Int32(pages + 1) * 65_536
      for instance in instances {
        expectTrap(.outOfBoundsMemoryAccess) { _ = try instance("load", end - 3) }
        expectTrap(.outOfBoundsMemoryAccess) { _ = try instance("store", end, 1) }
      }
      #expect(try one("grow", 1) == [Int32(pages + 1)])
      #expect(try other("size") == [Int32(pages + 2)] && other("load", end - 3) == [0])
      _ = try other("store", end, Int32(pages))
      #expect(try one("load", end) == [Int32(pages)])
    }
    // Grown by the other in the middle of a function, then by the host.
    #expect(try instances[1]("growAndStore") == [77] && instances[0]("growAndStore") == [77])
    let memory = try #require(instances[0].memory("memory"))
    #expect(memory.grow(byPages: 1) == 7 && memory.store(5 as Int32, at: 8 * 65_536 - 4))
    for instance in instances { #expect(try instance("size") == [8] && instance("load", 8 * 65_536 - 4) == [5]) }
    #expect(try instances[1]("grow", 2) == [-1])
    for instance in instances { expectTrap(.outOfBoundsMemoryAccess) { _ = try instance("load", -1) } }
  }

  @Test(arguments: EnginePair.tested)
  func tablesAndGlobalsAreTheSame(_ pair: EnginePair) throws {
    let instances = try instances(pair)
    #expect(try instances.map { try $0("growTable") } == [[2], [3]] && instances.map { try $0("count") } == [[1], [2]])
    #expect(instances[0].table("table")?.count == 3 && instances[0].global("global")?.value.i32 == 2)
  }

  /// What a call through a table has found once is looked at again each time.
  @Test(arguments: EnginePair.tested)
  func callsSeeWhatTablesBecome(_ pair: EnginePair) throws {
    let store = pair.store()
    let type = TableType(element: .funcref, limits: Limits(minimum: 1, maximum: 10_000))
    func add(_ builder: inout ModuleBuilder, _ number: Int32) {
      let signature = builder.type([], [.i32])
      let number = builder.function(nil, [], [.i32], [.i32(number)])
      let other = builder.function(nil, [.i32], [.i32], [.get(0)])
      builder.declare(number, other)
      builder.function("call", [.i32], [.i32], [.get(0), .op(.callIndirect, signature, 0)])
      builder.function("set", [.i32], [], [.get(0), .op(.refFunc, number), .op(.tableSet, 0)])
      builder.function("setOther", [.i32], [], [.get(0), .op(.refFunc, other), .op(.tableSet, 0)])
      builder.function("clear", [.i32], [], [.get(0), .null(.func), .op(.tableSet, 0)])
      builder.function("grow", [.i32], [.i32], [.op(.refFunc, number), .get(0), .op(.tableGrow, 0)])
    }
    var owner = ModuleBuilder()
    owner.table("table", type)
    add(&owner, 1)
    let first = try owner.instantiate(in: store, on: pair.callee)
    var user = ModuleBuilder()
    _ = user.importTable("table", type)
    add(&user, 2)
    let second = try user.instantiate(in: store, on: pair.caller, [try first.exported("table")])
    for (instance, number) in [(first, 1), (second, 2), (first, 1)] as [(Instance, Int32)] {
      _ = try instance("set", 0)
      for _ in 0..<2 { #expect(try first("call", 0) == [number] && second("call", 0) == [number]) }
      _ = try instance("setOther", 0)
      for caller in [first, second] { expectTrap(.indirectCallTypeMismatch) { _ = try caller("call", 0) } }
      _ = try instance("clear", 0)
      for caller in [first, second] { expectTrap(.uninitializedElement) { _ = try caller("call", 0) } }
      _ = try instance("set", 0)
      // Growing moves the elements.
      let count = try #require(first.table("table")?.count)
      for caller in [first, second] { expectTrap(.undefinedElement) { _ = try caller("call", Int32(count)) } }
      #expect(try instance("grow", 3_000) == [Int32(count)])
      for place in [0, Int32(count), Int32(count) + 2_999] { #expect(try first("call", place) == [number] && second("call", place) == [number]) }
    }
  }
}
