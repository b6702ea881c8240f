import Dispatch
import FuzzSupport
import Testing
import WasmCore

/// Exceptions the guest keeps references to, and loops made of handlers.
@Suite(.timeLimit(.minutes(1))) struct ExceptionTests {
  /// A handler in front of its throw is a loop without a backward branch; it must stop all the same.
  @Test func loopOfHandlersStops() throws {
    // loop (try_table (catch_all 0) throw 0)
    var module = TestModule(types: [FunctionType(), FunctionType(parameters: [.exnref])], functions: [
      (0, [0, 0x03, 0x40, 0x1F, 0x40, 1, 2, 0, 0x08, 0, 0x0B, 0x0B, 0x0B])
    ])
    module.sections[13] = TestModule.tags
    let instance = try module.instance()
    let handle = instance.store.interruptHandle
    DispatchQueue.global().asyncAfter(deadline: .now() + .milliseconds(50)) { handle.interrupt() }
    #expect { try instance.invoke("f0") } throws: { ($0 as? Trap)?.code == .interrupted }
  }

  /// `f0` returns a new exception each time.
  private func thrower() throws -> Instance {
    // block (result exnref) (try_table (catch_all_ref 0) throw 0) unreachable
    var module = TestModule(
      types: [FunctionType(), FunctionType(parameters: [.exnref]), FunctionType(results: [.exnref])],
      functions: [(2, [0, 0x02, 0x69, 0x1F, 0x40, 1, 3, 0, 0x08, 0, 0x0B, 0x00, 0x0B, 0x0B]), (1, [0, 0x20, 0, 0x08, 1, 0x0B])])
    module.sections[13] = TestModule.tags
    module.sections[7] = vector([[2, 0x66, 0x30, 0, 0], [2, 0x66, 0x31, 0, 1], [1, 0x74, 4, 0]])
    var configuration = Store.Configuration()
    // Smaller than the largest frame, which the collection of exceptions takes into account.
    configuration.stackSize = 128 << 10
    return try module.instance(configuration)
  }

  @Test func collectionStaysWithinTheStack() throws {
    let instance = try thrower()
    for _ in 0..<5_000 { _ = try instance.invoke("f0") }
  }

  @Test func storeIsFreedWithItsExceptions() throws {
    weak var store: Store?
    do {
      let instance = try thrower()
      store = instance.store
      for _ in 0..<10 { _ = try instance.invoke("f0") }
    }
    #expect(store == nil)
  }

  /// An exception that only another one refers to, which only the host holds.
  @Test func payloadsStayAlive() throws {
    let instance = try thrower()
    let inner = try instance.invoke("f0")
    var kept: WasmException?
    do { _ = try instance.invoke("f1", inner) } catch { kept = error.exception }
    for _ in 0..<5_000 { _ = try instance.invoke("f0") }
    let values = try #require(kept).values
    #expect(values.count == 1)
    guard case .reference(.exception(let exception))? = values.first, case .tag(let tag)? = instance.export("t") else {
      Issue.record("no exception in the payload")
      return
    }
    #expect(exception.tag == tag)
  }
}
