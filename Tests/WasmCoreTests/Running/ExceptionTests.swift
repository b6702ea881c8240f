import EngineTestSupport
import Testing
import WasmCore

@Suite("Exceptions")
struct ExceptionTests {
  @Test(arguments: Engine.tested)
  func handlersAreChosenByTag(_ engine: Engine) throws {
    var builder = ModuleBuilder()
    let number = builder.tag(nil, [.i32])
    let pair = builder.tag(nil, [.i32, .i32])
    let other = builder.tag(nil)
    let thrower = builder.function(nil, [.i32], [], [
      .block(.none, [.block(.none, [.block(.none, [.get(0), .branchTable([0, 1], 2)]), .i32(10), .op(.throw, number)]), .i32(20), .i32(3), .op(.throw, pair)]),
      .op(.throw, other),
    ])
    let middle = builder.function(nil, [.i32], [.i32], [.get(0), .call(thrower), .i32(-1)])
    let pairType = builder.type([], [.i32, .i32])
    builder.function("run", [.i32], [.i32], [
      .block(.none, [
        .block(.type(pairType), [
          .block(.result(.i32), [
            .tryTable(.result(.i32), [.tag(number, 0), .tag(pair, 1), .all(2)], [.get(0), .call(middle)]),
            .op(.return),
          ]),
          .op(.return),
        ]),
        .op(.i32Sub), .op(.return),
      ]),
      .i32(99),
    ])
    let instance = try builder.instantiate(engine)
    #expect(try (0..<3).map { try instance("run", $0) } == [[10], [17], [99]])
  }

  @Test(arguments: Engine.tested)
  func innerHandlersComeBeforeOuterOnesAndClausesInOrder(_ engine: Engine) throws {
    var builder = ModuleBuilder()
    let first = builder.tag(nil)
    let second = builder.tag(nil)
    func nest(_ body: [Code]) -> [Code] {
      // Returns 1 for the inner clause of `first`, 2 for the outer one, 3 for the outer catch_all.
      [
        .block(.none, [
          .block(.none, [
            .block(.none, [
              .tryTable(.none, [.tag(first, 1), .all(2)], [.tryTable(.none, [.tag(first, 1), .tag(first, 2)], body)]), .i32(0), .op(.return),
            ]),
            .i32(1), .op(.return),
          ]),
          .i32(2), .op(.return),
        ]),
        .i32(3),
      ]
    }
    builder.function("first", [], [.i32], nest([.op(.throw, first)]))
    builder.function("second", [], [.i32], nest([.op(.throw, second)]))
    builder.function("none", [], [.i32], nest([]))
    // A handler does not cover its own block's end, nor what comes before it.
    builder.function("outside", [], [.i32], [.block(.none, [.tryTable(.none, [.all(0)], []), .op(.throw, first)]), .i32(1)])
    let instance = try builder.instantiate(engine)
    #expect(try instance("first") == [1] && instance("second") == [3] && instance("none") == [0])
    expectTrap(.uncaughtException) { _ = try instance("outside") }
  }

  @Test(arguments: Engine.tested)
  func referencesCanBeThrownAgain(_ engine: Engine) throws {
    var builder = ModuleBuilder()
    let tag = builder.tag("tag", [.i64])
    let caught = builder.type([], [.i64, .exnref])
    // Catches, keeps the reference in a local, throws it again; the outer handler gets the same values.
    builder.function("again", [], [.i64], locals: [.exnref], [
      .block(.result(.i64), [
        .tryTable(.none, [.tag(tag, 0)], [
          .block(.result(.exnref), [.tryTable(.none, [.allReference(0)], [.i64(1 << 40), .op(.throw, tag)]), .op(.unreachable)]),
          .set(0), .get(0), .op(.throwRef),
        ]),
        .i64(-1),
      ]),
    ])
    builder.function("catch", [], [.i64, .exnref], [
      .block(.type(caught), [.tryTable(.none, [.tagReference(tag, 0)], [.i64(77), .op(.throw, tag)]), .op(.unreachable)]),
    ])
    builder.function("throw", [.exnref], [], [.get(0), .op(.throwRef)])
    let instance = try builder.instantiate(engine)
    #expect(try instance.invoke("again").first?.i64 == 1 << 40)
    // The host can hold an exception and hand it back.
    let results = try instance.invoke("catch")
    #expect(results.first?.i64 == 77)
    let exception = try #require(results.last?.exception)
    #expect(exception.tag == instance.tag("tag") && exception.values.map(\.i64) == [77])
    let trap = try #require(expectTrap(.uncaughtException) { try instance.invoke("throw", [.reference(.exception(exception))]) })
    #expect(trap.exception == exception)
    expectTrap(.nullExceptionReference) { try instance.invoke("throw", [.reference(.null(.exn))]) }
  }

  @Test(arguments: Engine.tested)
  func uncaughtOnesCarryTheirValues(_ engine: Engine) throws {
    var builder = ModuleBuilder()
    let tag = builder.tag("tag", [.i32, .f64, .externref])
    let inner = builder.function("inner", [.externref], [], [.i32(1), .f64(2.5), .get(0), .op(.throw, tag)])
    builder.function("run", [.externref], [], [.get(0), .call(inner)])
    let instance = try builder.instantiate(engine)
    let trap = try #require(expectTrap(.uncaughtException) { try instance.invoke("run", [.reference(.extern(ExternReference(3)))]) })
    let exception = try #require(trap.exception)
    #expect(exception.tag == instance.tag("tag"))
    #expect("\(exception.values)" == "[1, 2.5, ref.extern 3]")
    expectBacktrace(trap, ["inner", "run"], on: engine)
  }

  /// The operands below a handler's values, and locals, are what they were when the block was entered or last set.
  @Test(arguments: Engine.tested)
  func handlersFindLocalsAndOperandsAsTheyWere(_ engine: Engine) throws {
    var builder = ModuleBuilder()
    let tag = builder.tag(nil, [.i32])
    builder.function("run", [.i32], [.i32], locals: [.i32], [
      .get(0), .i32(1_000),
      .block(.result(.i32), [
        .tryTable(.none, [.tag(tag, 0)], [.i32(7), .set(0), .i32(5), .set(1), .get(0), .get(1), .op(.i32Mul), .op(.throw, tag)]),
        .i32(0),
      ]),
      .op(.i32Add), .op(.i32Add), .get(0), .op(.i32Add), .get(1), .op(.i32Add),
    ])
    let instance = try builder.instantiate(engine)
    #expect(try instance("run", 30) == [30 + 1_000 + 35 + 7 + 5])
  }
}
