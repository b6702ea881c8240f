import EngineTestSupport
import Testing
import WasmCore

/// Guest recursion ends in a trap, however small the thread's own stack is.
@Suite("Stack exhaustion")
struct StackTests {
  static let stackSizes = [128 << 10, 512 << 10]

  /// Functions that recurse without end: with many locals, through a table, mutually, and through the host.
  private static func recursive(_ store: Store) throws -> Instance {
    var builder = ModuleBuilder()
    let host = builder.importFunction("host", [.i32], [.i32])
    let type = builder.type([.i32], [.i32])
    let first = builder.nextFunction
    let locals = Array(repeating: ValueType.i64, count: 500)
    builder.function("direct", [.i32], [.i32], [.get(0), .call(first), .i32(1), .op(.i32Add)])
    builder.function("large", [.i32], [.i32], locals: locals, [.get(0), .call(first + 1), .i32(1), .op(.i32Add)])
    builder.function("indirect", [.i32], [.i32], [.get(0), .i32(0), .op(.callIndirect, type, 0), .i32(1), .op(.i32Add)])
    builder.function("mutual", [.i32], [.i32], [.get(0), .call(first + 4), .i32(1), .op(.i32Add)])
    builder.function(nil, [.i32], [.i32], [.get(0), .call(first + 3), .i32(1), .op(.i32Add)])
    builder.function("throughHost", [.i32], [.i32], [.get(0), .call(host), .i32(1), .op(.i32Add)])
    builder.function("fine", [], [.i32], [.i32(1)])
    // Frames that are large for what they pass on.
    let taker = builder.function(nil, Array(repeating: .i64, count: 1000), [], [])
    let wide = builder.nextFunction
    builder.function("wide", [.i32], [.i32], Array(repeating: .i64(1), count: 1000) + [.call(taker), .get(0), .call(wide), .i32(1), .op(.i32Add)])
    builder.table(nil, TableType(element: .funcref, limits: Limits(minimum: 1)))
    builder.elements(at: [.i32(0)], [first + 2])
    return try builder.instantiate(in: store, [.host(store, [.i32], [.i32]) { caller, arguments in
      try #require(caller.instance).invoke("throughHost", arguments)
    }])
  }

  @Sendable private static func exhaust(_ engine: Engine) throws {
    // Without a limit on the depth, so that the native stack is what runs out.
    let instance = try recursive(Store(engine) {
      $0.maximumHostDepth = .max
      $0.stackSize = 2 << 20
    })
    for name in ["direct", "large", "indirect", "mutual", "throughHost", "wide"] {
      let trap = try #require(expectTrap(.callStackExhausted) { _ = try instance(name, 0) })
      #expect(engine == .compiled || !trap.backtrace.isEmpty)
      #expect(try instance("fine") == [1])
    }
  }

  @Test(arguments: Engine.tested) @MainActor
  func onTheMainThread(_ engine: Engine) throws { try Self.exhaust(engine) }

  @Test(arguments: Engine.tested, stackSizes)
  func onASmallThread(_ engine: Engine, _ stackSize: Int) throws {
    try onThread(stackSize: stackSize) { try Self.exhaust(engine) }
  }

  @Test(arguments: Engine.tested)
  func theDefaultDepthOfHostCalls(_ engine: Engine) throws {
    try onThread(stackSize: 1 << 20) {
      let instance = try Self.recursive(Store(engine))
      let trap = try #require(expectTrap(.callStackExhausted) { _ = try instance("throughHost", 0) })
      #expect(engine == .compiled || trap.backtrace.count == 100)
    }
  }

  /// Goes on in a new store at each level, as a host does whose functions use other instances: none of the stores is deep.
  @Sendable private static func exhaustInManyStores(_ engine: Engine) throws {
    var builder = ModuleBuilder()
    let host = builder.importFunction("host")
    builder.function("run", [.call(host)])
    let module = try builder.load()
    func level(_ depth: Int) throws {
      let store = Store(engine)
      let instance = try store.instantiate(module, imports: [.host(store) { _, _ in try level(depth + 1); return [] }])
      #expect(instance.engine == engine)
      try instance.invoke("run")
    }
    for _ in 0..<2 { expectTrap(.callStackExhausted) { try level(0) } }
  }

  @Test(arguments: Engine.tested) @MainActor
  func manyStoresOnTheMainThread(_ engine: Engine) throws { try Self.exhaustInManyStores(engine) }

  @Test(arguments: Engine.tested, [512 << 10, 16 << 20])
  func manyStoresOnAThread(_ engine: Engine, _ stackSize: Int) throws {
    try onThread(stackSize: stackSize) { try Self.exhaustInManyStores(engine) }
  }

  #if canImport(Glibc) && !ExplicitChecks
  /// Compiled code would go on in memory of others.
  @Test(arguments: Engine.tested)
  func threadsWithoutAGuard(_ engine: Engine) throws {
    try onThread(stackSize: 1 << 20, guardSize: 0) {
      let instance = try Self.recursive(Store(engine))
      guard engine == .compiled else { return #expect(try instance("fine") == [1]) }
      for name in ["fine", "direct"] {
        let trap = expectTrap(.callStackExhausted) { _ = try name == "fine" ? instance(name) : instance(name, 0) }
        #expect(trap?.message.contains("guard") == true)
      }
    }
    try onThread(stackSize: 1 << 20, guardSize: 4096) {
      let result = try Self.recursive(Store(engine))("fine")
      #expect(result == [1])
    }
  }
  #endif

  /// What the engine does for the guest needs a stack, too, whatever that is, and wherever the end is.
  private static func demanding(_ store: Store) throws -> Instance {
    var builder = ModuleBuilder()
    let type = TableType(element: .funcref, limits: Limits(minimum: 1))
    let host = builder.importFunction("host")
    builder.memory()
    builder.table(nil, type)
    builder.passiveData([1, 2, 3])
    let tag = builder.tag("tag", [.i32])
    let zeros: [Code] = [.i32(0), .i32(0), .i32(0)]
    let last = builder.nextFunction + 11
    builder.passiveElements([last])
    let operations: [(String, [Code])] = [
      ("memory.grow", [.i32(0), .op(.memoryGrow, 0), .op(.drop)]), ("memory.init", zeros + [.op(.memoryInit, 0, 0)]), ("data.drop", [.op(.dataDrop, 0)]),
      ("memory.fill", zeros + [.op(.memoryFill, 0)]), ("memory.copy", zeros + [.op(.memoryCopy, 0, 0)]),
      ("table.grow", [.null(.func), .i32(0), .op(.tableGrow, 0), .op(.drop)]), ("table.init", zeros + [.op(.tableInit, 0, 0)]),
      ("elem.drop", [.op(.elemDrop, 0)]), ("ref.func", [.op(.refFunc, last), .op(.drop)]), ("host", [.call(host)]),
      ("throw", [.block(.none, [.tryTable(.none, [.all(0)], [.i32(1), .op(.throw, tag)])])]),
    ]
    for (name, code) in operations {
      let own = builder.nextFunction
      builder.function(name, code + [.call(own)] + code)
    }
    builder.function("trap", [.i32], [], [.get(0), .op(.i32Eqz), .when(.none, [.op(.unreachable)]), .get(0), .i32(1), .op(.i32Sub), .call(last), .op(.nop)])
    builder.function("fine", [], [.i32], [.i32(1)])
    return try builder.instantiate(in: store, [.host(store) { _, _ in [] }])
  }

  @Test(arguments: Engine.tested, [256 << 10, 1 << 20])
  func theEngineHasEnoughStack(_ engine: Engine, _ stackSize: Int) throws {
    try onThread(stackSize: stackSize) {
      let instance = try Self.demanding(Store(engine))
      for export in instance.module.exports.map(\.name) where !["tag", "trap", "fine"].contains(export) {
        expectTrap(.callStackExhausted) { try instance.invoke(export) }
        #expect(try instance("fine") == [1], "\(export)")
      }
    }
  }

  /// A guest that knows how deep it may go traps with next to no stack left.
  @Test(arguments: Engine.tested)
  func trapsHaveEnoughStack(_ engine: Engine) throws {
    try onThread(stackSize: 256 << 10) {
      let instance = try Self.demanding(Store(engine))
      func code(_ depth: Int32) -> Trap.Code? {
        do { _ = try instance("trap", depth) } catch { return (error as? Trap)?.code }
        return nil
      }
      var (fits, doesNot): (Int32, Int32) = (0, 1 << 20)
      while doesNot - fits > 1 {
        let middle = (fits + doesNot) / 2
        if code(middle) == .unreachable { fits = middle } else { doesNot = middle }
      }
      #expect(fits > 100)
      for depth in stride(from: doesNot, to: doesNot + 1_500, by: 11) { #expect(code(depth) == .callStackExhausted) }
      #expect(code(1 << 20) == .callStackExhausted)
    }
  }

  /// Compiled code uses the thread's own stack.
  @Test func theSizeOfTheStackIsAChoice() throws {
    func depth(_ size: Int) throws -> Int32 {
      var builder = ModuleBuilder()
      let counter = builder.global("depth", GlobalType(.i32, mutable: true), [.i32(0)])
      let recursion = builder.nextFunction
      builder.function("run", [.op(.globalGet, counter), .i32(1), .op(.i32Add), .op(.globalSet, counter), .call(recursion), .op(.unreachable)])
      let instance = try builder.instantiate(in: Store(.interpreter) { $0.stackSize = size })
      expectTrap(.callStackExhausted) { try instance.invoke("run") }
      return try #require(instance.global("depth")?.value.i32)
    }
    let small = try depth(64 << 10)
    #expect(small > 500)
    #expect(try depth(1 << 20) > 10 * small)
    // Less than what is needed to run anything becomes the least that is useful.
    #expect(try depth(0) == small)
  }
}
