import EngineTestSupport
import Foundation
import Testing
import WasmCore

/// One module on several threads at once.
@Suite("Threads")
struct ThreadTests {
  /// 200 functions, each of which calls the next; lazy translation happens on all threads at the same time.
  private static func chain() -> ModuleBuilder {
    var builder = ModuleBuilder()
    let count: UInt32 = 200
    builder.table(nil, TableType(element: .funcref, limits: Limits(minimum: UInt64(count))))
    let type = builder.type([.i32], [.i32])
    for index in 0..<count - 1 {
      let next: [Code] = index % 3 == 0 ? [.i32(Int32(index) + 1), .op(.callIndirect, type, 0)] : [.call(index + 1)]
      builder.function(index == 0 ? "run" : nil, [.i32], [.i32], [.get(0), .i32(1), .op(.i32Add)] + next)
    }
    builder.function(nil, [.i32], [.i32], [.get(0)])
    builder.elements(at: [.i32(0)], Array(0..<count))
    return builder
  }

  @Test(arguments: Engine.tested, [Module.Validation.eager, .lazy])
  func threadsTranslateTheSameModule(_ engine: Engine, _ validation: Module.Validation) throws {
    for _ in 0..<10 {
      let module = try Self.chain().load(validation: validation)
      nonisolated(unsafe) var results = Array(repeating: [] as [Int32], count: 4)
      let lock = NSLock()
      DispatchQueue.concurrentPerform(iterations: 4) { thread in
        let own = (0..<5).compactMap { round -> Int32? in
          // A store of its own each time: nothing but the module and its code is shared.
          guard let instance = try? Store(engine).instantiate(module), instance.engine == engine else { return nil }
          return try? instance("run", Int32(thread * 1_000 + round)).first
        }
        lock.withLock { results[thread] = own }
      }
      for thread in 0..<4 { #expect(results[thread] == (0..<5).map { Int32(thread * 1_000 + $0 + 199) }) }
      let instance = try Store(engine).instantiate(module)
      #expect(instance.translatedFunctionCount == (engine == .compiled ? 0 : 200))
    }
  }

  /// A store may go from thread to thread, as long as only one uses it at a time.
  @Test(arguments: Engine.tested)
  func storesCanMove(_ engine: Engine) throws {
    nonisolated(unsafe) let instance = try Self.chain().instantiate(engine)
    for round in 0..<4 {
      let result = try onThread(stackSize: 256 << 10) { try instance("run", Int32(round)) }
      #expect(result == [Int32(round) + 199])
    }
  }

  @Test(arguments: Engine.tested)
  func modulesWithTheSameTypesComeAndGo(_ engine: Engine) throws {
    let bytes = Self.chain().bytes
    DispatchQueue.concurrentPerform(iterations: 4) { _ in
      for _ in 0..<50 {
        do {
          let instance = try Store(engine).instantiate(Module.tested(bytes))
          #expect(try instance("run", 1) == [200])
        } catch { Issue.record(error) }
      }
    }
  }
}
