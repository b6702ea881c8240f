import Synchronization
import Testing
import WasmCore

/// What a few bytes can multiply is limited: errors, not crashes or gigabytes.
@Suite("Implementation limits")
struct LimitTests {
  private func expectError(_ message: String, _ bytes: [UInt8], location: SourceLocation = #_sourceLocation) throws {
    let error = try #require(throws: ModuleError.self, sourceLocation: location) { try Module.load(bytes) }
    #expect("\(error)".hasSuffix(message), "\(error)", sourceLocation: location)
  }

  private func body(_ bytes: [UInt8], results: [ValueType] = []) -> [UInt8] {
    var builder = ModuleBuilder()
    builder.function(type: builder.type([], results), body: bytes)
    return builder.bytes
  }

  /// Debug builds take long to join arrays.
  private func repeated(_ pattern: [UInt8], _ count: Int) -> [UInt8] {
    guard count > 1 else { return count == 1 ? pattern : [] }
    let half = repeated(pattern, count / 2)
    return half + half + (count % 2 == 1 ? pattern : [])
  }

  @Test func locals() throws {
    func locals(_ counts: [UInt32]) -> [UInt8] { body(Encoding.vector(counts.map { Encoding.index($0) + [0x7F] }) + [0x0B]) }
    func used(_ count: UInt32) -> [UInt8] {
      body(Encoding.vector([Encoding.index(count) + [0x7F]]) + Array(repeating: 0x01, count: 5_000) + [0x0B])
    }
    _ = try Module.load(used(50_000))
    try expectError("too many locals", used(50_001))
    // More than a body of that size can use.
    _ = try Module.load(locals([2_000]))
    try expectError("the function has more values and locals than code to use them", locals([50_000]))
    try expectError("too many locals", locals([UInt32.max, UInt32.max, 2]))
  }

  @Test func nesting() throws {
    func nested(_ depth: Int) -> [UInt8] {
      body([0x00] + repeated([0x02, 0x40], depth) + Array(repeating: 0x0B, count: depth + 1))
    }
    _ = try Module.load(nested(99_999))
    try expectError("blocks are nested too deeply", nested(100_000))
  }

  @Test func branchTables() throws {
    func table(_ targets: Int) -> [UInt8] {
      body([0x00, 0x41, 0x00, 0x0E] + Encoding.index(targets) + Array(repeating: 0, count: targets + 1) + [0x0B])
    }
    _ = try Module.load(table(10_000))
    try expectError("1000001 br_table targets: the limit is 1000000", table(1_000_001))
    let short = body([0x00, 0x41, 0x00, 0x0E] + Encoding.index(900_000) + [0x00, 0x0B])
    try expectError("unexpected end: 900000 br_table targets do not fit into what is left", short)
  }

  @Test func operandStack() throws {
    // Constants fill the operand stack, and the results of a call find it full.
    var builder = ModuleBuilder()
    let type = builder.type([], Array(repeating: .i32, count: 1_000))
    let callee = builder.function(type: type, body: [0x00, 0x00, 0x0B])
    builder.function(type: builder.type(), body: [0x00] + repeated([0x41, 0x00], 999_500) + [0x10, UInt8(callee), 0x00, 0x0B])
    try expectError("the operand stack exceeds the limit", builder.bytes)
  }

  @Test func parametersAndResults() throws {
    func type(_ parameters: Int, _ results: Int) -> [UInt8] {
      FunctionType(parameters: Array(repeating: .i32, count: parameters), results: Array(repeating: .i64, count: results)).encoded
    }
    let section = { (type: [UInt8]) in Encoding.header + Encoding.section(1, Encoding.vector([type])) }
    _ = try Module.load(section(type(1_000, 1_000)))
    try expectError("1001 parameters: the limit is 1000", section(type(1_001, 0)))
    try expectError("1001 results: the limit is 1000", section(type(0, 1_001)))
  }

  @Test func countsOfDefinitions() throws {
    func section(_ identifier: UInt8, _ count: Int) -> [UInt8] { Encoding.header + Encoding.section(identifier, Encoding.index(count)) }
    try expectError("4294967295 types: the limit is 100000", section(1, 0xFFFF_FFFF))
    try expectError("1000001 functions: the limit is 1000000", section(3, 1_000_001))
    try expectError("unexpected end: 1000000 functions do not fit into what is left", section(3, 1_000_000))
    try expectError("1001 tables: the limit is 1000", section(4, 1_001))
    try expectError("1001 memories: the limit is 1000", section(5, 1_001))
    try expectError("1000001 function bodies: the limit is 1000000", section(10, 1_000_001))
  }

  @Test func manyFunctions() throws {
    let count = 1_000_000
    let types = Encoding.section(1, Encoding.vector([FunctionType().encoded]))
    let functions = Encoding.section(3, Encoding.index(count) + Array(repeating: 0, count: count))
    let bodies = Encoding.section(10, Encoding.index(count) + repeated([2, 0, 0x0B], count))
    let module = try Module.load(Encoding.header + types + functions + bodies, validation: .lazy)
    #expect(module.functionCount == count)
  }

  /// Frames of the interpreter address their slots with 16 bits: a function that needs more traps when it is called.
  @Test func frameSlots() throws {
    var builder = ModuleBuilder()
    let results = Array(repeating: ValueType.i32, count: 1_000)
    let callee = builder.function(nil, [], results, Array(repeating: .i32(1), count: 1_000))
    func caller(_ name: String, _ calls: Int) -> [Code] {
      Array(repeating: .call(callee), count: calls) + Array(repeating: .op(.drop), count: calls * 1_000)
    }
    builder.function("fits", caller("fits", 60))
    builder.function("large", caller("large", 70))
    let instance = try Store().instantiate(Module.load(builder.bytes))
    try instance.invoke("fits")
    let trap = try #require(expectTrap(.invalidFunction) { try instance.invoke("large") })
    #expect(trap.cause is ModuleError)
    try instance.invoke("fits")
  }

  /// Two or three bytes that have to do with a thousand values each, and again in the next ones.
  @Test func effort() throws {
    let wide = Array(repeating: ValueType.i32, count: 1_000)
    let values = Array(repeating: Code.i32(0), count: 1_000)
    let drops = Array(repeating: Code.op(.drop), count: 1_000)
    for (name, take) in [
      ("block", { .block(.type($0), []) }), ("loop", { .loop(.type($0), []) }), ("if", { Code(bytes: [.i32(1), .when(.type($0), [], otherwise: [])].bytes) }),
      ("call", { _ in .call(0) }),
    ] as [(String, (UInt32) -> Code)] {
      for count in [1, 1_000] {
        var builder = ModuleBuilder()
        let type = builder.type(wide, wide)
        builder.function(type: type, body: [0x00, 0x00, 0x0B])
        builder.function(nil, values + Array(repeating: take(type), count: count) + drops)
        guard count > 1 else {
          _ = try Module.load(builder.bytes)
          continue
        }
        let error = try #require(throws: ModuleError.self) { try Module.load(builder.bytes) }
        #expect("\(error)".hasSuffix("more values and locals than code to use them"), "\(name): \(error)")
      }
    }
  }

  /// Loading ends when somebody wants no more of it, also in the middle of a function.
  @Test func stopping() throws {
    let code = repeated([0x41, 0x00, 0x1A], 1_000_000)
    let large = body([0x00] + code + [0x0B])
    for looks in [0, 1, 5] {
      let counter = Looks(looks)
      let error = try #require(throws: ModuleError.self) { try Module.load(ModuleBytes(large)) { counter.isOver } }
      guard case .stopped(let offset) = error else {
        Issue.record("\(error)")
        return
      }
      #expect(offset < 400_000 && counter.made == looks + 1)
      let module = try Module.load(ModuleBytes(large), validation: .lazy)
      #expect(throws: ModuleError.self) { try module.translateFunctions { Looks(0).isOver } }
    }
    let counter = Looks(.max)
    _ = try Module.load(ModuleBytes(large)) { counter.isOver }
    #expect(counter.made > 20)
  }

  /// Says yes after so many looks.
  private final class Looks: Sendable {
    private let limit: Int
    private let count = Mutex(0)

    init(_ limit: Int) { self.limit = limit }

    var made: Int { count.withLock { $0 } }

    var isOver: Bool {
      count.withLock { count in
        count += 1
        return count > limit
      }
    }
  }
}
