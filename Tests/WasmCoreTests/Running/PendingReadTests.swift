import EngineTestSupport
import Testing
import WasmCore

/// Locals that change while what they were is still on the operand stack.
@Suite("Pending reads of locals")
struct PendingReadTests {
  private static let count = 300

  /// Which local is read, in that order: some of them often, neighbours far apart.
  private static let reads = (0..<1_000).map { UInt32($0 * 7 % count * ($0 % 3 + 1) % count) }
  /// Every local once, in another order.
  private static let sets = (0..<count).map { UInt32($0 * 11 % count) }

  private static let beginning = (0..<UInt32(count)).flatMap { [Code.i32(Int32($0 * $0 + 1)), .set($0)] }

  /// A difference of all that was read, in which the place of each counts.
  private static let expected = reads.reversed().reduce(Int32(0)) { Int32($1 * $1 + 1) &- $0 }

  /// What happens between the reads and the use of what was read.
  private static let changes: [(name: String, code: [Code])] = [
    ("sets", sets.flatMap { [.i32(-1), .set($0)] }),
    ("sets of the last result", sets.flatMap { [.get($0), .i32(1), .op(.i32Add), .set($0)] }),
    ("sets by other locals", sets.flatMap { [.get(($0 + 1) % UInt32(count)), .set($0)] }),
    ("tees", sets.flatMap { [.i32(-1), .op(.localTee, $0), .op(.drop)] }),
    ("a set before a block", [.i32(-1), .set(5), .block(.none, sets.flatMap { [.i32(-1), .set($0)] })]),
    ("sets in a loop", [.loop(.none, sets.flatMap { [.i32(-1), .set($0)] })]),
    ("reads that are dropped between sets", sets.flatMap { [.get($0), .get($0), .op(.drop), .i32(-1), .set($0), .op(.drop)] }),
    ("sets that change nothing", sets.flatMap { [.get($0), .set($0)] }),
  ]

  @Test(arguments: Engine.tested)
  func keepTheirValues(_ engine: Engine) throws {
    var builder = ModuleBuilder()
    for (name, change) in Self.changes {
      builder.function(
        name, [], [.i32], locals: Array(repeating: .i32, count: Self.count),
        Self.beginning + Self.reads.map { .get($0) } + change + [.i32(0)] + Array(repeating: .op(.i32Sub), count: Self.reads.count))
    }
    let instance = try builder.instantiate(engine)
    for (name, _) in Self.changes { #expect(try instance(name) == [Self.expected], "\(name)") }
  }

  /// A call takes the topmost values; what is below stays pending, and so do other reads of the same local.
  @Test(arguments: Engine.tested)
  func belowACall(_ engine: Engine) throws {
    var builder = ModuleBuilder()
    let callee = builder.function(nil, [.i32, .i32, .i32], [.i32], [.get(0), .get(1), .op(.i32Sub), .get(2), .op(.i32Sub)])
    builder.function(
      "call", [.i32, .i32], [.i32],
      [.get(0), .get(1), .get(0), .get(1), .get(0), .call(callee), .i32(50), .set(0), .i32(60), .set(1), .op(.i32Sub), .op(.i32Sub)])
    // 7 - (100 - (7 - 100 - 7))
    #expect(try builder.instantiate(engine)("call", 7, 100) == [7 - (100 - (7 - 100 - 7))])
  }
}
