import FuzzSupport
import Testing
import WasmCore

/// Small modules that would take much time or memory, were it not for limits and care about complexity. Those that
/// would hang have a limit of a minute.
@Suite(.timeLimit(.minutes(1))) struct HostileModuleTests {
  /// 60,000 operands in a few bytes: a function with a thousand results, called 60 times.
  private static let highStack: (types: [FunctionType], source: [UInt8], fill: [UInt8]) = (
    [FunctionType(), FunctionType(results: Array(repeating: .i32, count: 1_000))],
    [0] + TestModule.repeated([0x41, 0], 1_000) + [0x0B], TestModule.repeated([0x10, 1], 60)
  )

  private func translateOnHighStack(_ piece: [UInt8]) throws {
    let (types, source, fill) = Self.highStack
    let body: [UInt8] = [1, 1, 0x7F] + [0x20, 0] + fill + TestModule.repeated(piece, 100_000) + [0, 0x0B]
    try TestModule(types: types, functions: [(0, body), (1, source)]).load().translateFunctions()
  }

  @Test func blocksOnAHighStack() throws { try translateOnHighStack([0x02, 0x40, 0x0B]) }

  @Test func assignmentsUnderAHighStack() throws { try translateOnHighStack([0x20, 0, 0x41, 1, 0x21, 0, 0x1A]) }

  /// Every branch would copy a thousand values: a hundred megabytes of code. No such function is valid.
  @Test func conditionalBranchesWithManyValues() throws {
    let types = Self.highStack.types
    let body = [1, 1, 0x7F, 0x02, 1] + TestModule.repeated([0x20, 0], 1_000) + TestModule.repeated([0x20, 0, 0x0D, 0], 10_000) + [0x0B, 0, 0x0B]
    #expect(throws: ModuleError.self) { try TestModule(types: types, functions: [(0, body), (1, Self.highStack.source)]).load() }
  }

  @Test func manyLocalsInManyFunctions() throws {
    func module(_ locals: Int) -> TestModule {
      TestModule(functions: Array(repeating: (0, [1] + LEB128.unsigned(locals) + [0x7F, 0x0B]), count: 5_000))
    }
    try module(2_000).load().translateFunctions()
    #expect(throws: ModuleError.self) { try module(50_000).load() }
  }

  @Test func deepNesting() throws {
    func body(_ depth: Int) -> [UInt8] { [0] + TestModule.repeated([0x02, 0x40], depth) + TestModule.repeated([0x0B], depth + 1) }
    try TestModule(functions: [(0, body(90_000))]).load().translateFunctions()
    #expect(throws: ModuleError.self) { try TestModule(functions: [(0, body(200_000))]).load() }
  }

  @Test func longBranchTable() throws {
    let body = [0, 0x41, 0, 0x0E] + LEB128.unsigned(900_000) + TestModule.repeated([0], 900_001) + [0x0B]
    try TestModule(functions: [(0, body)]).load().translateFunctions()
  }

  @Test func frameThatIsTooLarge() throws {
    let (types, source, fill) = Self.highStack
    let instance = try TestModule(types: types, functions: [(0, [0] + fill + fill + TestModule.repeated([0x01], 10_000) + [0, 0x0B]), (1, source)]).instance()
    #expect { try instance.invoke("f0") } throws: { ($0 as? Trap)?.code == .invalidFunction }
  }

  /// The backtrace of a stack overflow names frames by their exports.
  @Test func deepRecursionWithManyExports() throws {
    var module = TestModule(functions: [(0, [0, 0x0B]), (0, [0, 0x10, 1, 0x0B])])
    module.sections[7] = vector((0..<100_000).map { sized(Array("e\($0)".utf8)) + [0, 0] } + [sized(Array("f".utf8)) + [0, 1]])
    let instance = try module.instance()
    #expect { try instance.invoke("f") } throws: { error in
      guard let trap = error as? Trap else { return false }
      return trap.code == .callStackExhausted && trap.backtrace.count == 128 && trap.backtrace.allSatisfy { $0.functionName == "f" }
    }
  }

  @Test func hugeTables() throws {
    var module = TestModule()
    module.sections[4] = vector(Array(repeating: [0x70, 0] + LEB128.unsigned(10_000_000), count: 1_000))
    #expect(throws: InstantiationError.self) { try module.instance() }
  }

  @Test func manyMemoriesThatGrow() throws {
    var module = TestModule(types: [FunctionType(results: [.i32])], functions: (0..<3).map { (0, [0, 0x41] + LEB128.signed(30_000) + [0x40, $0, 0x0B]) })
    module.sections[5] = vector(Array(repeating: [0, 1], count: 3))
    var configuration = Store.Configuration()
    configuration.maximumTotalMemorySize = 65_000 * MemoryType.pageSize
    let instance = try module.instance(configuration)
    let results = try (0..<3).map { index in
      guard case .i32(let old)? = try instance.invoke("f\(index)").first else { return Int32.min }
      return old
    }
    #expect(results == [1, 1, -1])
  }
}
