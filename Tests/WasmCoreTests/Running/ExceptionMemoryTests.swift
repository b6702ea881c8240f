import EngineTestSupport
import Testing
import WasmCore

/// References to exceptions are not counted: those the guest has lost are freed now and then.
@Suite("Exceptions and memory")
struct ExceptionMemoryTests {
  /// Debug builds are slow.
  #if DEBUG
  static let count: Int32 = 100_000
  #else
  static let count: Int32 = 1_000_000
  #endif

  private final class Weak {
    weak var exception: WasmException?
    init(_ exception: WasmException?) { self.exception = exception }
  }

  /// `run(n)` throws and catches n exceptions by reference, keeps the last one in a global, and shows every 1,024th to the host.
  private func throwing(_ store: Store, _ show: @escaping (WasmException) -> Void) throws -> Instance {
    var builder = ModuleBuilder()
    let host = builder.importFunction("show", [.exnref])
    let tag = builder.tag(nil, [.i32])
    let kept = builder.global("kept", GlobalType(.exnref, mutable: true), [.null(.exn)])
    let type = builder.type([], [.i32, .exnref])
    builder.function("run", [.i32], [], locals: [.exnref], [
      .loop(.none, [
        .block(.type(type), [.tryTable(.none, [.tagReference(tag, 0)], [.get(0), .op(.throw, tag)]), .op(.unreachable)]),
        .op(.globalSet, kept), .op(.drop),
        .get(0), .i32(1_023), .op(.i32And), .op(.i32Eqz), .when(.none, [.op(.globalGet, kept), .call(host)]),
        .get(0), .i32(1), .op(.i32Sub), .op(.localTee, 0), .op(.brIf, 0),
      ]),
    ])
    return try builder.instantiate(in: store, [.host(store, [.exnref], []) { _, arguments in
      if let exception = arguments[0].exception { show(exception) }
      return []
    }])
  }

  @Test(arguments: Engine.tested, [64 << 10, 8 << 20])
  func lostReferencesDoNotPileUp(_ engine: Engine, _ stackSize: Int) throws {
    var shown: [Weak] = []
    let instance = try throwing(Store(engine) { $0.stackSize = stackSize }) { shown.append(Weak($0)) }
    try instance.invoke("run", [.i32(Self.count)])
    #expect(shown.count == Int(Self.count) / 1_024)
    #expect(shown.count { $0.exception != nil } <= 10)
    let kept = try #require(instance.global("kept")?.value.exception)
    #expect(kept.values.map(\.i32) == [1])
  }

  @Test(arguments: Engine.tested)
  func whatTheHostHoldsStays(_ engine: Engine) throws {
    let store = Store(engine)
    var held: [WasmException] = []
    let instance = try throwing(store) { held.append($0) }
    try instance.invoke("run", [.i32(100_000)])
    #expect(held.map { $0.values.first?.i32 } == (1...97).reversed().map { Int32($0 * 1_024) })
  }

  /// An exception that carries another one keeps it alive, also when only the host knows it.
  @Test(arguments: Engine.tested)
  func exceptionsKeepThoseTheyCarry(_ engine: Engine) throws {
    let store = Store(engine)
    let instance = try throwing(store) { _ in }
    var builder = ModuleBuilder()
    let inner = builder.tag(nil, [.i32])
    let outer = builder.tag("outer", [.exnref])
    builder.function("throw", [.i32], [], [
      .block(.result(.exnref), [.tryTable(.none, [.allReference(0)], [.get(0), .op(.throw, inner)]), .op(.unreachable)]),
      .op(.throw, outer),
    ])
    let thrower = try builder.instantiate(in: store)
    let uncaught = try #require(expectTrap(.uncaughtException) { _ = try thrower("throw", 5) }?.exception)
    let tag = try #require(thrower.tag("outer"))
    let made = try #require(WasmException(tag: tag, values: uncaught.values))
    try instance.invoke("run", [.i32(10_000)])
    for exception in [uncaught, made] {
      #expect(exception.values.first?.exception?.values.map(\.i32) == [5])
    }
  }

  /// A long chain of exceptions, each in the payload of the next, goes away at once and without recursion.
  @Test(arguments: Engine.tested)
  func longChainsAreFreed(_ engine: Engine) throws {
    var builder = ModuleBuilder()
    let tag = builder.tag(nil, [.exnref])
    let last = builder.global("last", GlobalType(.exnref, mutable: true), [.null(.exn)])
    builder.function("run", [.i32], [], [
      .loop(.none, [
        .block(.result(.exnref), [.tryTable(.none, [.allReference(0)], [.op(.globalGet, last), .op(.throw, tag)]), .op(.unreachable)]),
        .op(.globalSet, last), .get(0), .i32(1), .op(.i32Sub), .op(.localTee, 0), .op(.brIf, 0),
      ]),
    ])
    let instance = try builder.instantiate(engine)
    for _ in 0..<3 {
      try instance.invoke("run", [.i32(20_000)])
      let global = try #require(instance.global("last"))
      #expect(global.value.exception != nil)
      global.set(.reference(.null(.exn)))
    }
  }
}
