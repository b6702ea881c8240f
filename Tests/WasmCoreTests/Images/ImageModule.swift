import Testing
import WasmCore

/// Instances that have everything an image keeps: memory that grows, a table, globals, segments to drop.
struct ImageModule {
  let instance: Instance

  static let pageCount = 40

  /// An instance of the module in a store of its own.
  static func make(_ engine: Engine, _ configure: (inout Store.Configuration) -> Void = { _ in }) throws -> ImageModule {
    ImageModule(instance: try builder.instantiate(in: Store(engine, configure)))
  }

  /// An instance that begins with `image`, in a store of its own.
  static func make(_ image: InstanceImage, _ engine: Engine, _ configure: (inout Store.Configuration) -> Void = { _ in }) throws -> ImageModule {
    let instance = try Store(engine, configure).instantiate(image)
    #expect(instance.engine == engine)
    return ImageModule(instance: instance)
  }

  private static var builder: ModuleBuilder {
    var builder = ModuleBuilder()
    let memory = builder.memory("memory", Limits(minimum: UInt64(pageCount), maximum: 100))
    let table = builder.table("table", TableType(element: .funcref, limits: Limits(minimum: 10, maximum: 50)))
    let counter = builder.global("counter", GlobalType(.i32, mutable: true), [.i32(5)])
    let reference = builder.global("reference", GlobalType(.funcref, mutable: true), [.null(.func)])
    let ten = builder.function(nil, [], [.i32], [.i32(10)])
    let twenty = builder.function("twenty", [], [.i32], [.i32(20)])
    builder.elements(at: [.i32(1)], [ten, twenty])
    builder.passiveElements([twenty, ten])
    builder.data(at: [.i32(100)], Array("beginning".utf8))
    builder.passiveData(Array("passive".utf8))
    builder.function("load", [.i32], [.i32], [.get(0), .memory(.i32Load)])
    builder.function("store", [.i32, .i32], [], [.get(0), .get(1), .memory(.i32Store)])
    builder.function("grow", [.i32], [.i32], [.get(0), .op(.memoryGrow, memory)])
    builder.function("size", [], [.i32], [.op(.memorySize, memory)])
    builder.function("count", [], [.i32], [
      .op(.globalGet, counter), .i32(1), .op(.i32Add), .op(.globalSet, counter), .op(.globalGet, counter),
    ])
    builder.function("call", [.i32], [.i32], [.get(0), .op(.callIndirect, builder.type([], [.i32]), table)])
    builder.function("isNull", [.i32], [.i32], [.get(0), .op(.tableGet, table), .op(.refIsNull)])
    builder.function("tableSize", [], [.i32], [.op(.tableSize, table)])
    // Puts ten where nothing was, and null in the place of twenty.
    builder.function("changeTable", [
      .i32(5), .i32(1), .op(.tableGet, table), .op(.tableSet, table), .i32(2), .null(.func), .op(.tableSet, table),
      .i32(1), .op(.tableGet, table), .op(.globalSet, reference), .null(.func), .i32(3), .op(.tableGrow, table), .op(.drop),
    ])
    builder.function("hasReference", [], [.i32], [.op(.globalGet, reference), .op(.refIsNull), .op(.i32Eqz)])
    builder.function("initialize", [.i32(200), .i32(0), .i32(7), .op(.memoryInit, 1, memory), .i32(7), .i32(0), .i32(2), .op(.tableInit, 1, table)])
    builder.function("drop", [.op(.dataDrop, 1), .op(.elemDrop, 1)])
    builder.function("fail", [.op(.unreachable)])
    let host = builder.nextFunction
    builder.function("recurse", [.call(host)])
    return builder
  }

  func callAsFunction(_ name: String, _ arguments: Int32...) throws -> Int32? {
    try instance.invoke(name, arguments.map(Value.i32)).first?.i32
  }

  /// Uses everything that an image keeps.
  func change() throws {
    _ = try self("count")
    _ = try self("store", 0, 77)
    _ = try self("store", Int32(Self.pageCount - 1) * 65_536, 78)
    #expect(try self("grow", 2) == Int32(Self.pageCount))
    _ = try self("store", Int32(Self.pageCount + 1) * 65_536 + 65_532, 79)
    _ = try self("initialize")
    _ = try self("changeTable")
    _ = try self("drop")
  }

  func expectChanged(location: SourceLocation = #_sourceLocation) throws {
    let last = Int32(Self.pageCount) * 65_536
    #expect(try self("load", 0) == 77 && self("load", last - 65_536) == 78 && self("load", last + 2 * 65_536 - 4) == 79, sourceLocation: location)
    #expect(try self("size") == Int32(Self.pageCount) + 2 && self("load", last) == 0, sourceLocation: location)
    #expect(try self("load", 100) == 0x69_67_65_62 && self("load", 200) == 0x73_73_61_70, sourceLocation: location)
    #expect(try self("tableSize") == 13 && self("call", 1) == 10 && self("call", 5) == 10, sourceLocation: location)
    #expect(try self("call", 7) == 20 && self("call", 8) == 10 && self("isNull", 2) == 1 && self("isNull", 7) == 0, sourceLocation: location)
    expectTrap(.uninitializedElement, location: location) { _ = try self("call", 2) }
    #expect(try self("hasReference") == 1, sourceLocation: location)
    expectTrap(.outOfBoundsMemoryAccess, location: location) { _ = try self("initialize") }
    expectTrap(.outOfBoundsMemoryAccess, location: location) { _ = try self("load", last + 2 * 65_536) }
  }

  func expectUnchanged(location: SourceLocation = #_sourceLocation) throws {
    let last = Int32(Self.pageCount) * 65_536
    #expect(try self("load", 0) == 0 && self("load", last - 65_536) == 0 && self("load", 100) == 0x69_67_65_62, sourceLocation: location)
    #expect(try self("size") == Int32(Self.pageCount) && self("load", 200) == 0, sourceLocation: location)
    expectTrap(.outOfBoundsMemoryAccess, location: location) { _ = try self("load", last) }
    #expect(try self("tableSize") == 10 && self("call", 1) == 10 && self("call", 2) == 20 && self("isNull", 5) == 1, sourceLocation: location)
    expectTrap(.uninitializedElement, location: location) { _ = try self("call", 7) }
    #expect(try self("hasReference") == 0, sourceLocation: location)
  }
}
