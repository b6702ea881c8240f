import FuzzSupport
import Testing
import WasmCore

/// The engine's numbers for types: a process that goes through many modules must not run out of them.
@Suite struct TypeNumberTests {
  private func number(_ type: FunctionType) -> UInt32? {
    if case .concrete(let number)? = type.parameters.first?.heapType { number } else { nil }
  }

  /// Types of one module, all different from those of others.
  private func module(_ seed: Int) -> TestModule {
    let distinct = (0..<13).map { seed >> $0 & 1 == 0 ? ValueType.i32 : .i64 }
    let first = FunctionType(parameters: distinct)
    return TestModule(types: [first, FunctionType(parameters: [ValueType(.concrete(0), nullable: true)])], functions: [(1, [0, 0x0B])])
  }

  @Test func numbersAreGivenOutAgain() throws {
    for seed in 0..<8_000 {
      let instance = try module(seed).instance()
      let type = try #require(instance.function("f0")).type
      #expect(try #require(number(type)) < 8_000, "other tests that run at the same time use a few")
    }
  }

  /// A host function of a type that came from a module, also after the module is gone.
  @Test func hostFunctionsTakeTheModulesTypes() throws {
    let store = Store()
    var type = FunctionType()
    do {
      let module = try module(5_000).load()
      type = module.canonical(module.types[1])
      let function = Function(store: store, type: type) { _, _ in [] }
      #expect(function.type == type)
    }
    #expect(Function(store: store, type: type) { _, _ in [] }.type == type)
    let unknown = FunctionType(parameters: [ValueType(.concrete(9_999_999), nullable: true)])
    #expect(Function(store: store, type: unknown) { _, _ in [] }.type == FunctionType(parameters: [.funcref]))
  }
}
