import EngineTestSupport
import Testing
import WasmCore

/// Every trap the guest can cause, with the specification's wording.
@Suite("Traps")
struct TrapTests {
  struct Example: Sendable, CustomTestStringConvertible {
    let code: Trap.Code
    let message: String
    let body: [UInt8]

    init(_ code: Trap.Code, _ message: String, _ body: [Code]) { (self.code, self.message, self.body) = (code, message, body.bytes) }
    var testDescription: String { message }
  }

  /// Bodies of a function without parameters and results in a module that has one of everything; type 0 is [] → [].
  static let examples: [Example] = [
    Example(.unreachable, "unreachable", [.op(.unreachable)]),
    Example(.integerDivideByZero, "integer divide by zero", [.i32(1), .i32(0), .op(.i32DivU), .op(.drop)]),
    Example(.integerDivideByZero, "integer divide by zero", [.i64(1), .i64(0), .op(.i64RemS), .op(.drop)]),
    Example(.integerOverflow, "integer overflow", [.i32(.min), .i32(-1), .op(.i32DivS), .op(.drop)]),
    Example(.integerOverflow, "integer overflow", [.f64(4_294_967_296), .op(.i32TruncF64U), .op(.drop)]),
    Example(.invalidConversionToInteger, "invalid conversion to integer", [.f32(.nan), .op(.i64TruncF32S), .op(.drop)]),
    Example(.outOfBoundsMemoryAccess, "out of bounds memory access", [.i32(65_533), .memory(.i32Load), .op(.drop)]),
    Example(.outOfBoundsMemoryAccess, "out of bounds memory access", [.i32(-1), .i64(0), .memory(.i64Store, offset: .max)]),
    Example(.outOfBoundsMemoryAccess, "out of bounds memory access", [.i32(65_535), .i32(0), .i32(2), .op(.memoryFill, 0)]),
    Example(.outOfBoundsTableAccess, "out of bounds table access", [.i32(2), .op(.tableGet, 0), .op(.drop)]),
    Example(.outOfBoundsTableAccess, "out of bounds table access", [.i32(1), .null(.func), .i32(2), .op(.tableFill, 0)]),
    Example(.undefinedElement, "undefined element", [.i32(2), .op(.callIndirect, 0, 0)]),
    Example(.uninitializedElement, "uninitialized element", [.i32(1), .op(.callIndirect, 0, 0)]),
    Example(.indirectCallTypeMismatch, "indirect call type mismatch", [.i32(0), .op(.callIndirect, 0, 0)]),
    Example(.nullReference, "null reference", [.null(.extern), .op(.refAsNonNull), .op(.drop)]),
    Example(.nullFunctionReference, "null function reference", [.null(.concrete(0)), .op(.callRef, 0)]),
    Example(.nullExceptionReference, "null exception reference", [.null(.exn), .op(.throwRef)]),
    Example(.callStackExhausted, "call stack exhausted", [.call(1)]),
    Example(.uncaughtException, "uncaught exception", [.op(.throw, 0)]),
  ]

  @Test(arguments: Engine.tested, examples)
  func trapsLeaveTheInstanceUsable(_ engine: Engine, _ example: Example) throws {
    var builder = ModuleBuilder()
    let type = builder.type()
    builder.memory()
    builder.tag(nil)
    builder.table(nil, TableType(element: .funcref, limits: Limits(minimum: 2)))
    let global = builder.global("global", GlobalType(.i32, mutable: true), [.i32(0)])
    let other = builder.function("fine", [], [.i32], [.op(.globalGet, global)])
    builder.elements(at: [.i32(0)], [other])
    builder.function("run", type: type, body: [0x00] + ([.i32(7), .op(.globalSet, global)] as [Code]).bytes + example.body + [0x0B])
    let instance = try builder.instantiate(in: Store(engine) { $0.stackSize = 1 << 20 })
    for _ in 0..<2 {
      let trap = try #require(expectTrap(example.code) { try instance.invoke("run") })
      #expect(trap.message == example.message)
      expectBacktrace(trap, example.code == .callStackExhausted ? Array(repeating: "run", count: trap.backtrace.count) : ["run"], on: engine)
    }
    #expect(try instance("fine") == [7])
  }

  @Test func everyCodeHasAnExampleOrATestOfItsOwn() {
    let others: Set<Trap.Code> = [.interrupted, .outOfFuel, .invalidFunction, .hostError, .argumentMismatch]
    #expect(Set(Self.examples.map(\.code)).union(others) == Set(Trap.Code.allCases))
    #expect(Set(Trap.Code.allCases.map(\.message)).count == Trap.Code.allCases.count)
  }
}
