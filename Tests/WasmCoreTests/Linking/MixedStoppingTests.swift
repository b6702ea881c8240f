import Foundation
import Testing
import WasmCore

/// The ends of what has none, with both engines under way.
@Suite("Stopping both engines")
struct MixedStoppingTests {
  /// `callee` loops for ever; in `caller`, functions that call that, loop over a short function of it, and loop alone.
  private func looping(_ pair: EnginePair, _ store: Store, _ host: External) throws -> Instance {
    var library = ModuleBuilder()
    library.function("forever", [.loop(.none, [.op(.br, 0)])])
    library.function("short", [.op(.nop)])
    let provided = try library.instantiate(in: store, on: pair.callee)
    var user = ModuleBuilder()
    let forever = user.importFunction("forever")
    let short = user.importFunction("short")
    let wait = user.importFunction("wait")
    user.function("callee", [.call(forever)])
    user.function("caller", [.loop(.none, [.op(.br, 0)])])
    user.function("both", [.loop(.none, [.call(short), .op(.br, 0)])])
    user.function("host", [.loop(.none, [.call(wait), .op(.br, 0)])])
    user.function("fine", [], [.i32], [.i32(1)])
    return try user.instantiate(in: store, on: pair.caller, [try provided.exported("forever"), try provided.exported("short"), host])
  }

  @Test(arguments: EnginePair.tested, ["callee", "caller", "both", "host"])
  func loopsStopFromAnotherThread(_ pair: EnginePair, _ name: String) throws {
    let store = pair.store()
    let handle = store.interruptHandle
    // A host function that waits asks whether it should go on.
    let waiting = External.host(store) { _, _ in
      while !handle.isInterrupted { Thread.sleep(forTimeInterval: 0.001) }
      return []
    }
    let instance = try looping(pair, store, waiting)
    for _ in 0..<3 {
      let time = timeToStop { expectTrap(.interrupted) { try instance.invoke(name) } } _: { handle.interrupt() }
      #expect(time < .seconds(10), "\(time)")
      expectTrap(.interrupted) { _ = try instance("fine") }
      store.clearInterruption()
      #expect(try instance("fine") == [1])
    }
  }

  /// The instance that a host function calls next. Whoever holds it keeps the store.
  private final class Partner {
    var instance: Instance?
  }

  /// Recursion from one engine into the other, and through the host.
  private func recursive(_ pair: EnginePair, _ store: Store, _ partner: Partner) throws -> Instance {
    let type = TableType(element: .funcref, limits: Limits(minimum: 2))
    let table = try Table(store: store, type: type, initial: .reference(.null(.func)))
    func module(_ own: Int32, _ other: Int32) -> ModuleBuilder {
      var builder = ModuleBuilder()
      let host = builder.importFunction("host", [.i32], [.i32])
      let imported = builder.importTable("table", type)
      let index = builder.type([.i32], [.i32])
      let function = builder.function("mutual", [.i32], [.i32], locals: [.i64, .f64], [
        .get(0), .op(.i32Eqz), .when(.result(.i32), [.i32(0)], otherwise: [
          .get(0), .i32(1), .op(.i32Sub), .i32(other), .op(.callIndirect, index, imported), .i32(1), .op(.i32Add),
        ]),
      ])
      builder.elements(at: [.i32(own)], [function])
      builder.function("throughHost", [.i32], [.i32], [.get(0), .call(host), .i32(1), .op(.i32Add)])
      return builder
    }
    let host = External.host(store, [.i32], [.i32]) { caller, arguments in
      let next = partner.instance
      partner.instance = caller.instance
      return try #require(next).invoke("throughHost", arguments)
    }
    let second = try module(1, 0).instantiate(in: store, on: pair.callee, [host, .table(table)])
    partner.instance = second
    return try module(0, 1).instantiate(in: store, on: pair.caller, [host, .table(table)])
  }

  @Test(arguments: EnginePair.tested, [256 << 10, 1 << 20])
  func recursionFromOneIntoTheOtherEnds(_ pair: EnginePair, _ stackSize: Int) throws {
    try onThread(stackSize: stackSize) {
      weak var freed: Store?
      do {
        let (store, partner) = (pair.store { $0.maximumHostDepth = .max }, Partner())
        freed = store
        let instance = try recursive(pair, store, partner)
        for _ in 0..<3 {
          expectTrap(.callStackExhausted) { _ = try instance("mutual", .max) }
          #expect(try instance("mutual", 20) == [20])
          expectTrap(.callStackExhausted) { _ = try instance("throughHost", 0) }
          #expect(try instance("mutual", 21) == [21])
        }
        partner.instance = nil
      }
      #expect(freed == nil)
    }
  }
}
