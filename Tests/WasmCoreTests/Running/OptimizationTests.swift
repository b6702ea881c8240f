import EngineTestSupport
import Testing
import WasmCore

/// What a compiler must not leave out although its result is the same, nearly.
@Suite("What must not be optimised")
struct OptimizationTests {
  /// Instructions that change nothing but NaNs, with the operand that makes them do so in places where a compiler finds it.
  private static let neutral: [(name: String, code: [Code])] = [
    ("times", [.get(1), .f32(1), .op(.f32Mul)]),
    ("times a local", [.f32(1), .set(2), .get(1), .get(2), .op(.f32Mul)]),
    ("by a local", [.f32(1), .set(2), .get(1), .get(2), .op(.f32Div)]),
    ("less what a local begins with", [.get(1), .get(3), .op(.f32Sub)]),
    ("times a block", [.get(1), .block(.result(.f32), [.f32(1)]), .op(.f32Mul)]),
    ("plus a local", [.f32(-0.0), .set(2), .get(2), .get(1), .op(.f32Add)]),
    ("there and back", [.get(1), .op(.f64PromoteF32), .op(.f32DemoteF64)]),
    ("there and back by a local", [.get(1), .op(.f64PromoteF32), .set(4), .get(4), .op(.f32DemoteF64)]),
    ("there and back by a block", [.block(.result(.f64), [.get(1), .op(.f64PromoteF32)]), .op(.f32DemoteF64)]),
  ]

  @Test(arguments: Engine.tested)
  func arithmeticQuietsNaNs(_ engine: Engine) throws {
    var builder = ModuleBuilder()
    for (name, code) in Self.neutral {
      builder.function(
        name, [.i32], [.i32], locals: [.f32, .f32, .f32, .f64],
        [.get(0), .op(.f32ReinterpretI32), .set(1)] + code + [.op(.i32ReinterpretF32)])
    }
    let instance = try builder.instantiate(engine)
    for (name, _) in Self.neutral {
      #expect(try instance(name, 0x7FA0_0001) == [0x7FE0_0001], "\(name)")
      #expect(try instance(name, 0x4048_F5C3) == [0x4048_F5C3], "\(name)")
    }
  }

  @Test(arguments: Engine.tested)
  func loadsTrapIfNobodyWantsTheirResult(_ engine: Engine) throws {
    var builder = ModuleBuilder()
    builder.memory()
    builder.function("dropped", [.i32(-4), .memory(.i32Load), .op(.drop)])
    builder.function("kept for a while", [.i32(-4), .memory(.i32Load), .block(.none, [.i32(0), .i32(1), .memory(.i32Store)]), .op(.drop)])
    builder.function("in a sum", [.i32(-4), .memory(.i32Load), .i32(1), .op(.i32Add), .block(.none, [.i32(0), .i32(1), .memory(.i32Store)]), .op(.drop)])
    let instance = try builder.instantiate(engine)
    for name in ["dropped", "kept for a while", "in a sum"] { expectTrap(.outOfBoundsMemoryAccess) { try instance.invoke(name) } }
  }
}
