import Testing
import WasmCore

@Suite("Lazy validation")
struct LazyValidationTests {
  // On the interpreter alone: modules with bodies that are not valid are not translated to Swift.

  private static func module() -> ModuleBuilder {
    var builder = ModuleBuilder()
    builder.function("fine", [], [.i32], [.i32(1)])
    let broken = builder.function("broken", [], [.i32], [.i64(1)])
    builder.function("calls", [], [.i32], [.i32(5), .call(broken), .op(.i32Add)])
    builder.function("malformed", type: builder.type(), body: [0x00, 0xFF, 0x0B])
    builder.name(broken, "broken")
    return builder
  }

  @Test(arguments: [Engine.interpreter])
  func bodiesThatAreNotValidTrapWhenTheyAreCalled(_ engine: Engine) throws {
    let module = try Self.module().load(validation: .lazy)
    let instance = try Store(engine).instantiate(module)
    #expect(instance.engine == engine)
    #expect(try instance("fine") == [1])
    for _ in 0..<2 {
      let trap = try #require(expectTrap(.invalidFunction) { _ = try instance("calls") })
      guard case .invalid(let error)? = trap.cause as? ModuleError else {
        Issue.record("expected a validation error, got \(trap)")
        return
      }
      #expect(error.message == "type mismatch: expected i32, found i64")
      #expect(trap.backtrace.map(\.functionName) == ["broken", "calls"])
      #expect(trap.description.hasPrefix("invalid function: invalid module at offset 0x"))
    }
    let malformed = try #require(expectTrap(.invalidFunction) { try instance.invoke("malformed") })
    guard case .malformed(let error)? = malformed.cause as? ModuleError else {
      Issue.record("expected a parse error, got \(malformed)")
      return
    }
    #expect(error.message == "illegal opcode 0xff")
    #expect(try instance("fine") == [1])
  }

  @Test func eagerValidationFindsTheSameError() throws {
    let eager = try #require(throws: ModuleError.self) { try Self.module().load() }
    let lazy = try Self.module().load(validation: .lazy)
    #expect(throws: eager) { try lazy.validateBodies() }
  }

  @Test(arguments: [Engine.interpreter])
  func onlyWhatIsCalledIsTranslated(_ engine: Engine) throws {
    let instance = try Store(engine).instantiate(Self.module().load(validation: .lazy))
    #expect(instance.engine == engine && instance.translatedFunctionCount == 0)
    _ = try instance("fine")
    _ = try instance("fine")
    #expect(instance.translatedFunctionCount == 1)
    #expect(instance.translationTime > 0)
  }
}
