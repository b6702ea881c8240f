import EngineTestSupport
import Foundation
import Testing
import WasmCore

/// Instructions that work on much more than one piece at a time.
@Suite("Bulk")
struct BulkTests {
  private static let half: UInt32 = 1 << 30
  private static let elementCount: UInt32 = 1 << 26

  /// Instructions that take long, with what is at the end of their target when they got that far. The sources of copies end in 7, or
  /// in a function.
  private static func slowModule(_ kind: String) -> ModuleBuilder {
    var builder = ModuleBuilder()
    let begun = builder.importFunction("begun")
    builder.declare(begun)
    if kind == "memory" {
      let (half, last) = (Code.i32(Int32(bitPattern: half)), Code.i32(Int32(bitPattern: half - 1)))
      builder.memory("memory", Limits(minimum: UInt64(Self.half) * 2 / 65_536))
      builder.function("memory.fill", [.call(begun), .i32(0), .i32(7), half, .op(.memoryFill, 0)])
      builder.function("memory.copy", [.i32(.max), .i32(7), .memory(.i32Store8), .call(begun), .i32(0), half, half, .op(.memoryCopy, 0, 0)])
      builder.function("at end", [], [.i32], [last, .memory(.i32Load8U)])
    } else {
      let (middle, end) = (Code.i32(Int32(elementCount)), Code.i32(Int32(elementCount * 2 - 1)))
      builder.table(nil, TableType(element: .funcref, limits: Limits(minimum: UInt64(elementCount) * 2)))
      builder.function("table.fill", [.call(begun), .i32(0), .op(.refFunc, begun), middle, .op(.tableFill, 0)])
      builder.function("table.copy", [end, .op(.refFunc, begun), .op(.tableSet, 0), .call(begun), .i32(0), middle, middle, .op(.tableCopy, 0, 0)])
      builder.function("at end", [], [.i32], [.i32(Int32(elementCount - 1)), .op(.tableGet, 0), .op(.refIsNull), .op(.i32Eqz)])
    }
    return builder
  }

  @Test(arguments: Engine.tested, ["memory.fill", "memory.copy", "table.fill", "table.copy"])
  func stopsInTheMiddle(_ engine: Engine, _ name: String) throws {
    let kind = try #require(name.split(separator: ".").first)
    let store = Store(engine) { (configuration) in
      configuration.maximumTableSize = Int(Self.elementCount) * 2
      configuration.maximumTotalTableSize = configuration.maximumTableSize
    }
    let begun = DispatchSemaphore(value: 0)
    let instance = try Self.slowModule(String(kind)).instantiate(in: store, [.host(store) { _, _ in begun.signal(); return [] }])
    let handle = store.interruptHandle
    Thread.detachNewThread {
      begun.wait()
      Thread.sleep(forTimeInterval: 0.002)
      handle.interrupt()
    }
    expectTrap(.interrupted) { try instance.invoke(name) }
    store.clearInterruption()
    #expect(try instance("at end") == [0], "the instruction went on to its end")
  }

  /// Both directions, with ranges that overlap by less and by more than a piece.
  @Test(arguments: Engine.tested)
  func copiesThatOverlapInManyPieces(_ engine: Engine) throws {
    var builder = ModuleBuilder()
    builder.memory("memory", Limits(minimum: 32))
    builder.function("copy", [.i32, .i32, .i32], [], [.get(0), .get(1), .get(2), .op(.memoryCopy, 0, 0)])
    let instance = try builder.instantiate(engine)
    let memory = try #require(instance.memory("memory"))
    let start = (0..<memory.byteCount).map { UInt8(truncatingIfNeeded: $0 &* 2_654_435_761 >> 13) }
    for distance in [1, 7, 4_096, 262_143, 262_144, 300_000, 700_001] {
      for (to, from) in [(1_000, 1_000 + distance), (1_000 + distance, 1_000)] {
        let count = 900_001
        #expect(memory.write(start, at: 0))
        var expected = start
        expected.replaceSubrange(to..<to + count, with: start[from..<from + count])
        try instance.invoke("copy", [.i32(Int32(to)), .i32(Int32(from)), .i32(Int32(count))])
        #expect(memory.read(at: 0, count: expected.count) == expected, "from \(from) to \(to)")
      }
    }
  }

  /// The same for tables, whose elements are told apart by what they return.
  @Test(arguments: Engine.tested)
  func tablesCopyAndInitializeInManyPieces(_ engine: Engine) throws {
    let count = 100_000
    var builder = ModuleBuilder()
    let functions = (0..<3).map { number in builder.function(nil, [], [.i32], [.i32(Int32(number))]) }
    let type = builder.type([], [.i32])
    builder.table(nil, TableType(element: .funcref, limits: Limits(minimum: 200_000)))
    builder.passiveElements((0..<count).map { functions[($0 / 7 + $0 / 50_000) % 3] })
    builder.function("init", [.i32], [], [.get(0), .i32(0), .i32(Int32(count)), .op(.tableInit, 0, 0)])
    builder.function("copy", [.i32, .i32], [], [.get(0), .get(1), .i32(Int32(count)), .op(.tableCopy, 0, 0)])
    builder.function("at", [.i32], [.i32], [.get(0), .op(.callIndirect, type, 0)])
    let instance = try builder.instantiate(engine)
    func expect(at start: Int) throws {
      for place in [0, 6, 7, 32_767, 32_768, 49_999, 50_000, 65_535, 65_536, 98_304, count - 1] {
        #expect(try instance("at", Int32(start + place)) == [Int32((place / 7 + place / 50_000) % 3)])
      }
    }
    try instance.invoke("init", [.i32(0)])
    try expect(at: 0)
    for distance in [1, 32_768, 60_000] as [Int32] {
      try instance.invoke("copy", [.i32(distance), .i32(0)])
      try expect(at: Int(distance))
      try instance.invoke("copy", [.i32(0), .i32(distance)])
      try expect(at: 0)
    }
  }

  @Test(arguments: Engine.tested)
  func fuelIsChargedByLength(_ engine: Engine) throws {
    var builder = ModuleBuilder()
    builder.memory(nil, Limits(minimum: 16))
    builder.table(nil, TableType(element: .funcref, limits: Limits(minimum: 1_000)))
    let function = builder.function(nil, [])
    builder.passiveElements(Array(repeating: function, count: 800))
    builder.passiveData(Array(repeating: 1, count: 6_400))
    let bytes: [Code] = [.i32(0), .i32(0), .get(0)]
    builder.function("memory.fill", [.i32], [], bytes + [.op(.memoryFill, 0)])
    builder.function("memory.copy", [.i32], [], bytes + [.op(.memoryCopy, 0, 0)])
    builder.function("memory.init", [.i32], [], bytes + [.op(.memoryInit, 0, 0)])
    builder.function("table.fill", [.i32], [], [.i32(0), .null(.func), .get(0), .op(.tableFill, 0)])
    builder.function("table.copy", [.i32], [], bytes + [.op(.tableCopy, 0, 0)])
    builder.function("table.init", [.i32], [], bytes + [.op(.tableInit, 0, 0)])
    builder.function("table.grow", [.i32], [], [.null(.func), .get(0), .op(.tableGrow, 0), .op(.drop)])
    let store = Store(engine) { $0.metersFuel = true }
    let instance = try builder.instantiate(in: store)
    for (name, longest, expected) in [
      ("memory.fill", 1 << 20, 16_384), ("memory.copy", 6_400, 100), ("memory.init", 6_400, 100), ("table.fill", 1_000, 125),
      ("table.copy", 800, 100), ("table.init", 800, 100), ("table.grow", 800, 100),
    ] as [(String, Int32, UInt64)] {
      func used(_ count: Int32) throws -> UInt64 {
        store.fuel = 1_000_000
        try instance.invoke(name, [.i32(count)])
        return 1_000_000 - store.fuel
      }
      let none = try used(0)
      #expect(try used(longest) - none == expected, "\(name)")
      store.fuel = none + expected - 1
      expectTrap(.outOfFuel) { try instance.invoke(name, [.i32(longest)]) }
      #expect(store.fuel == 0)
    }
  }
}
