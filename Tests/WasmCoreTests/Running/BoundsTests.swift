import EngineTestSupport
import Testing
import WasmCore

/// Where a memory ends, for accesses of every width.
@Suite("Bounds")
struct BoundsTests {
  static let accesses: [(size: Int32, load: Opcode, store: Opcode)] = [
    (1, .i64Load8U, .i64Store8), (2, .i64Load16U, .i64Store16), (4, .i64Load32U, .i64Store32), (8, .i64Load, .i64Store),
  ]

  /// Functions that load and store at an address, named by the width, and one that adds a page to an empty memory.
  private func instance(_ engine: Engine) throws -> Instance {
    var builder = ModuleBuilder()
    builder.memory(nil, Limits(minimum: 0))
    for access in Self.accesses {
      builder.function("load\(access.size)", [.i32], [.i64], [.get(0), .memory(access.load)])
      builder.function("store\(access.size)", [.i32], [], [.get(0), .i64(-1), .memory(access.store)])
    }
    builder.function("grow", [], [.i32], [.i32(1), .op(.memoryGrow, 0)])
    return try builder.instantiate(in: Store(engine))
  }

  @Test(arguments: Engine.tested)
  func theLastAddressDependsOnTheWidth(_ engine: Engine) throws {
    let instance = try instance(engine)
    for pages in 0...2 as ClosedRange<Int32> {
      for (size, _, _) in Self.accesses {
        let last = pages * 65_536 - size
        if pages > 0 {
          _ = try instance.invoke("store\(size)", [.i32(last)])
          #expect(try instance.invoke("load\(size)", [.i32(last)]).map(\.i64) == [size == 8 ? -1 : 1 << (8 * Int64(size)) - 1])
        }
        for beyond in [last + 1, pages * 65_536, -1, -size] {
          expectTrap(.outOfBoundsMemoryAccess) { try instance.invoke("load\(size)", [.i32(beyond)]) }
          expectTrap(.outOfBoundsMemoryAccess) { try instance.invoke("store\(size)", [.i32(beyond)]) }
        }
      }
      _ = try instance.invoke("grow")
    }
  }
}
