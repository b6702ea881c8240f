import Dispatch
import EngineTestSupport
import Synchronization
import Testing
import WasmCore

/// Instances that go on where another one stood.
@Suite("Images of instances")
struct FreezeTests {
  /// How instances get the contents of memories.
  enum Contents: CaseIterable {
    case mapped, copied
    /// From a file of an image.
    case loaded
    /// From a difference.
    case decoded
  }

  private func image(_ module: ImageModule, _ contents: Contents) throws -> InstanceImage {
    let image = try module.instance.freeze()
    return switch contents {
    case .mapped: image
    case .copied: image.copied()
    case .loaded: try image.reloaded()
    case .decoded: try image.rebuilt(on: ImageModule.make(.interpreter).instance.freeze())
    }
  }

  @Test(arguments: Engine.tested, Contents.allCases)
  func instancesBeginWithTheState(_ engine: Engine, _ contents: Contents) throws {
    let module = try ImageModule.make(engine)
    try module.change()
    let image = try image(module, contents)
    for other in Engine.tested {
      let copy = try ImageModule.make(image, other)
      #expect(try copy("count") == 7)
      try copy.expectChanged()
    }
    // The one it was made from goes on by itself.
    #expect(try module("count") == 7 && module("count") == 8)
    try module.expectChanged()
  }

  @Test(arguments: Engine.tested, Contents.allCases)
  func instancesAreApart(_ engine: Engine, _ contents: Contents) throws {
    let image = try image(ImageModule.make(engine), contents)
    let (first, second) = (try ImageModule.make(image, engine), try ImageModule.make(image, engine))
    try first.change()
    try second.expectUnchanged()
    try first.expectChanged()
    let third = try ImageModule.make(image, engine)
    try third.expectUnchanged()
    #expect(try second("count") == 6)
  }

  @Test(arguments: Engine.tested, Contents.allCases)
  func restoringUndoesEverything(_ engine: Engine, _ contents: Contents) throws {
    let module = try ImageModule.make(image(ImageModule.make(engine), contents), engine)
    for _ in 0..<3 {
      try module.change()
      try module.expectChanged()
      #expect(module.instance.memoryUse.grownPages == 2)
      try module.instance.restore()
      #expect(module.instance.memoryUse.grownPages == 0)
      try module.expectUnchanged()
      #expect(try module("count") == 6)
      // What was dropped is there again.
      _ = try module("initialize")
      #expect(try module("call", 7) == 20)
      try module.instance.restore()
    }
  }

  @Test(arguments: Engine.tested, Contents.allCases)
  func imagesOfInstancesOfImages(_ engine: Engine, _ contents: Contents) throws {
    var module = try ImageModule.make(image(ImageModule.make(engine), contents), engine)
    try module.change()
    for round in 0..<4 {
      module = try ImageModule.make(module.instance.freeze(), engine)
      try module.expectChanged()
      #expect(try module("count") == 7 + Int32(round))
    }
    _ = try module("store", 0, 1)
    try module.instance.restore()
    #expect(try module("count") == 10)
    try module.expectChanged()
  }

  @Test(arguments: Engine.tested)
  func writingEverythingMakesAFileOfItsOwn(_ engine: Engine) throws {
    let first = try ImageModule.make(ImageModule.make(engine).instance.freeze(), engine)
    for page in 0..<Int32(ImageModule.pageCount * 16) { _ = try first("store", page * 4096 + 8, page + 1) }
    _ = try first("grow", 60)
    for page in 0..<Int32(60 * 16) { _ = try first("store", Int32(ImageModule.pageCount) * 65_536 + page * 4096, page) }
    let image = try first.instance.freeze()
    #expect(image.copiedByteCount == 0 && image.memoryByteCount == 100 << 16)
    let second = try ImageModule.make(image, engine)
    for page in 0..<Int32(ImageModule.pageCount * 16) where try second("load", page * 4096 + 8) != page + 1 { Issue.record("page \(page)") }
    for page in 0..<Int32(60 * 16) where try second("load", Int32(ImageModule.pageCount) * 65_536 + page * 4096) != page { Issue.record("page \(page)") }
    #expect(try second("grow", 1) == -1)
    // More than is copied back.
    try first.instance.restore()
    try first.expectUnchanged()
  }

  @Test(arguments: Engine.tested)
  func afterTraps(_ engine: Engine) throws {
    let module = try ImageModule.make(ImageModule.make(engine).instance.freeze(), engine)
    for code in [("fail", Trap.Code.unreachable), ("recurse", .callStackExhausted)] {
      _ = try module("count")
      expectTrap(code.1) { _ = try module(code.0) }
      try module.instance.restore()
      #expect(try module("count") == 6)
      try module.instance.restore()
      try module.expectUnchanged()
    }
  }

  @Test(arguments: Engine.tested)
  func figures(_ engine: Engine) throws {
    let first = try ImageModule.make(engine)
    // Zeros at the end are in no file.
    _ = try first("store", Int32(ImageModule.pageCount << 16) - 4, 1)
    let module = try ImageModule.make(first.instance.freeze(), engine)
    let size = ImageModule.pageCount << 16
    #expect(module.instance.memoryUse.privateBytes == 0 && module.instance.memoryUse.sharedBytes == size)
    _ = try module("load", 1 << 16)
    _ = try module("store", 3 << 16, 1)
    let use = module.instance.memoryUse
    #expect(use.privateBytes > 0 && use.privateBytes <= 64 << 10 && use.privateBytes + use.sharedBytes == size && use.grownPages == 0)
  }

  @Test(arguments: Engine.tested)
  func limitsHold(_ engine: Engine) throws {
    let image = try ImageModule.make(engine).instance.freeze()
    #expect(throws: LinkError.self) { try ImageModule.make(image, engine) { $0.maximumMemorySize = 39 << 16 } }
    #expect(throws: LinkError.self) { try ImageModule.make(image, engine) { $0.maximumTotalMemorySize = 39 << 16 } }
    #expect(throws: LinkError.self) { try ImageModule.make(image, engine) { $0.maximumTableSize = 9 } }
    let module = try ImageModule.make(image, engine) {
      $0.maximumMemorySize = 41 << 16
      $0.maximumTotalTableSize = 13
    }
    #expect(try module("grow", 2) == -1 && module("grow", 1) == 40)
    _ = try module("changeTable")
    #expect(try module("tableSize") == 13)
    for _ in 0..<3 {
      try module.instance.restore()
      #expect(try module("size") == 40 && module("tableSize") == 10 && module("grow", 1) == 40 && module("grow", 1) == -1)
      _ = try module("changeTable")
      #expect(try module("tableSize") == 13)
    }
  }

  @Test(arguments: Engine.tested)
  func refusals(_ engine: Engine) throws {
    let store = Store(engine)
    var builder = ModuleBuilder()
    builder.memory("memory")
    builder.table("table", TableType(element: .externref, limits: Limits(minimum: 1)))
    let host = builder.importFunction("host")
    builder.function("run", [.call(host)])
    var inside: (any Error)?
    var instance: Instance?
    instance = try builder.instantiate(in: store, [.host(store) { _, _ in
      do { _ = try instance?.freeze() } catch { inside = error }
      return []
    }])
    let made = try #require(instance)
    _ = try made.invoke("run")
    #expect((inside as? ImageError)?.problem == .running)
    #expect(throws: ImageError.self) { try made.restore() }
    _ = try made.freeze()
    made.table("table")?.set(0, .reference(.extern(ExternReference(1))))
    #expect { try made.freeze() } throws: { ($0 as? ImageError)?.problem == .foreignReference }

    var user = ModuleBuilder()
    _ = user.importMemory("memory", Limits(minimum: 1))
    let sharing = try user.instantiate(in: store, [try made.exported("memory")])
    #expect { try sharing.freeze() } throws: { ($0 as? ImageError)?.problem == .shared("a memory") }
    instance = nil
  }

  @Test(arguments: Engine.tested)
  func manyThreads(_ engine: Engine) throws {
    let image = try ImageModule.make(engine).instance.freeze()
    let failures = Mutex<[any Error]>([])
    DispatchQueue.concurrentPerform(iterations: 8) { number in
      do {
        for _ in 0..<50 {
          let module = try ImageModule.make(image, engine)
          try module.expectUnchanged()
          _ = try module("store", Int32(number) * 4096, 1)
          try module.change()
          try module.expectChanged()
        }
      } catch {
        failures.withLock { $0.append(error) }
      }
    }
    #expect(failures.withLock { $0.isEmpty })
  }
}
