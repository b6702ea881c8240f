import EngineTestSupport
import Testing
import WasmCore

/// Guests that never end by themselves stop when they are asked to from another thread.
@Suite("Interruption")
struct InterruptionTests {
  static let shapes = [
    "br", "brIf", "compareAndBranch", "brTable", "brOnNull", "brOnNonNull", "tailCall", "mutualTailCall", "tailCallIndirect", "tailCallReference",
    "catchLoop", "callLoop", "hostLoop", "recursion", "branchingRecursion",
  ]

  private static func module() -> ModuleBuilder {
    var builder = ModuleBuilder()
    let host = builder.importFunction("host")
    let type = builder.type()
    let tag = builder.tag(nil)
    builder.table(nil, TableType(element: .funcref, limits: Limits(minimum: 1)))
    builder.function("br", [.loop(.none, [.op(.br, 0)])])
    builder.function("brIf", [.loop(.none, [.i32(1), .op(.brIf, 0)])])
    builder.function("compareAndBranch", [], [], locals: [.i32], [.loop(.none, [.get(0), .i32(100_000), .op(.i32Ne), .op(.brIf, 0)])])
    builder.function("brTable", [.loop(.none, [.i32(5), .branchTable([1, 0], 0)])])
    builder.function("brOnNull", [.loop(.none, [.null(.func), .op(.brOnNull, 0), .op(.drop)])])
    builder.function("brOnNonNull", [
      .null(.func), .loop(.type(builder.type([.funcref])), [.op(.drop), .op(.refFunc, host), .op(.brOnNonNull, 0)]),
    ])
    builder.function("tailCall", [.op(.returnCall, builder.nextFunction)])
    builder.function("mutualTailCall", [.op(.returnCall, builder.nextFunction + 1)])
    builder.function(nil, [.op(.returnCall, builder.nextFunction - 1)])
    let indirect = builder.function("tailCallIndirect", [.i32(0), .op(.returnCallIndirect, type, 0)])
    builder.elements(at: [.i32(0)], [indirect])
    let reference = builder.function("tailCallReference", [.op(.refFunc, builder.nextFunction), .op(.returnCallRef, type)])
    builder.declare(host, reference)
    // The way back to the loop is a catch clause.
    builder.function("catchLoop", [.loop(.none, [.tryTable(.none, [.all(0)], [.op(.throw, tag)])])])
    let empty = builder.function(nil, [])
    builder.function("callLoop", [.loop(.none, [.call(empty), .op(.br, 0)])])
    builder.function("hostLoop", [.loop(.none, [.call(host), .op(.br, 0)])])
    // Deep recursion again and again, with its traps handled by nobody: the host starts over.
    builder.function("recursion", [.call(builder.nextFunction), .op(.nop)])
    // Not deep, but it takes for ever: no loop, and never the end of the stack.
    let branching = builder.nextFunction
    let branch: [Code] = [.get(0), .i32(1), .op(.i32Sub), .call(branching)]
    builder.function(nil, [.i32], [], [.get(0), .when(.none, branch + branch)])
    builder.function("branchingRecursion", [.i32(60), .call(branching)])
    builder.function("fine", [], [.i32], [.i32(1)])
    return builder
  }

  @Test(arguments: Engine.tested, shapes)
  func loopsOfAllShapesStop(_ engine: Engine, _ shape: String) throws {
    let store = Store(engine)
    let instance = try Self.module().instantiate(in: store, [.host(store) { _, _ in [] }])
    let handle = store.interruptHandle
    let time = timeToStop {
      expectTrap(.interrupted) {
        guard shape == "recursion" else { return _ = try instance.invoke(shape) }
        while true {
          do { try instance.invoke(shape) } catch let trap as Trap where trap.code == .callStackExhausted {}
        }
      }
    } _: {
      handle.interrupt()
    }
    // A few milliseconds; a machine under load takes its time.
    #expect(time < .seconds(10), "\(time)")
    #expect(handle.isInterrupted)
    // In force until it is cleared.
    expectTrap(.interrupted) { _ = try instance("fine") }
    expectTrap(.interrupted) { try instance.invoke(shape) }
    store.clearInterruption()
    #expect(try !handle.isInterrupted && instance("fine") == [1])
  }

  @Test(arguments: Engine.tested)
  func nestedInvocationsStopAllTheWay(_ engine: Engine) throws {
    let store = Store(engine)
    let instance = try Self.module().instantiate(in: store, [.host(store) { caller, _ in
      // A host that tries again and again is stopped as well, when it returns to its guest.
      for _ in 0..<2 { expectTrap(.interrupted) { try caller.instance?.invoke("br") } }
      return []
    }])
    let handle = store.interruptHandle
    let time = timeToStop { expectTrap(.interrupted) { try instance.invoke("hostLoop") } } _: { handle.interrupt() }
    #expect(time < .seconds(10), "\(time)")
  }

  @Test(arguments: Engine.tested)
  func otherStoresGoOn(_ engine: Engine) throws {
    let stopped = Store(engine)
    let other = Store(engine)
    stopped.interruptHandle.interrupt()
    let instance = try Self.module().instantiate(in: other, [.host(other) { _, _ in [] }])
    #expect(try instance("fine") == [1])
  }

  @Test func aHandleOutlivesItsStore() {
    let handle = Store().interruptHandle
    handle.interrupt()
    #expect(handle.isInterrupted)
  }
}
