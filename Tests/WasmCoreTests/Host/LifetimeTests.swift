import EngineTestSupport
import Testing
import WasmCore

/// What keeps what alive, and what does not.
@Suite("Lifetimes")
struct LifetimeTests {
  private static func module() -> ModuleBuilder {
    var builder = ModuleBuilder()
    let host = builder.importFunction("host")
    builder.memory("memory")
    let tag = builder.tag("tag", [.i32])
    let kept = builder.global("kept", GlobalType(.exnref, mutable: true), [.null(.exn)])
    builder.function("run", [], [.i32], [.call(host), .i32(42)])
    builder.function("throw", [.i32(5), .op(.throw, tag)])
    builder.function("keep", [
      .block(.result(.exnref), [.tryTable(.none, [.allReference(0)], [.i32(1), .op(.throw, tag)]), .op(.unreachable)]), .op(.globalSet, kept),
    ])
    return builder
  }

  private static func instance(_ engine: Engine) throws -> Instance {
    try module().instantiate(engine) { store in [.host(store) { _, _ in [] }] }
  }

  /// Exceptions the guest still holds, traps and host functions are no reason to keep a store.
  @Test(arguments: Engine.tested)
  func storesGoAwayWithTheirLastHandle(_ engine: Engine) throws {
    weak var store: Store?
    do {
      let instance = try Self.instance(engine)
      store = instance.store
      try instance.invoke("keep")
      _ = try instance("run")
      expectTrap(.uncaughtException) { try instance.invoke("throw") }
    }
    #expect(store == nil)
  }

  @Test(arguments: Engine.tested)
  func handlesKeepWhatTheyNeed(_ engine: Engine) throws {
    let function = try #require(Self.instance(engine).function("run"))
    #expect(try function.invoke().first?.i32 == 42)
    let memory = try #require(Self.instance(engine).memory("memory"))
    #expect(memory.store(1 as UInt8, at: 0) && memory.load(at: 0, as: UInt8.self) == 1)
  }

  /// An exception that leaves the guest takes its store along: its values are there.
  @Test(arguments: Engine.tested)
  func exceptionsOutliveEverythingElse(_ engine: Engine) throws {
    let trap = try #require(expectTrap(.uncaughtException) { try Self.instance(engine).invoke("throw") })
    #expect(trap.exception?.values.map(\.i32) == [5])
  }

  /// Many modules and stores in one process leave no types, code or memory behind that would add up.
  @Test(arguments: Engine.tested)
  func modulesAndStoresComeAndGo(_ engine: Engine) throws {
    let bytes = Self.module().bytes
    weak var last: Module?
    for _ in 0..<300 {
      let module = try Module.tested(bytes)
      let store = Store(engine)
      let instance = try store.instantiate(module, imports: [.host(store) { _, _ in [] }])
      #expect(try instance("run") == [42])
      last = module
    }
    #expect(last == nil)
  }
}
