import EngineTestSupport
import FuzzSupport
import Testing
import WasmCore

/// A module of functions under their numbers, which share a memory of one page, a table, a global and a tag. Function 0 is in the table.
struct FunctionList {
  private var types: [FunctionType] = []
  private var functions: [Int] = []
  private var bodies: [[UInt8]] = []
  private static let data = (0..<100).map { UInt8($0) }

  /// - Returns: the number of the function.
  mutating func add(_ parameters: [ValueType], _ result: ValueType?, _ code: [UInt8]) -> Int {
    let type = FunctionType(parameters: parameters, results: result.map { [$0] } ?? [])
    if !types.contains(type) { types.append(type) }
    functions.append(types.firstIndex(of: type) ?? 0)
    bodies.append(sized([0] + code + Opcode.end.encodedBytes))
    return functions.count - 1
  }

  var bytes: [UInt8] {
    var image = WasmImage()
    func add(_ identifier: UInt8, _ entries: [[UInt8]]) { image.sections.append(.init(identifier: identifier, payload: vector(entries))) }
    func export(_ name: String, _ kind: UInt8, _ index: Int) -> [UInt8] { sized(Array(name.utf8)) + [kind] + LEB128.unsigned(index) }
    // The last is the tag's.
    let types = types + [FunctionType()]
    add(1, types.map { [0x60] + vector($0.parameters.map(\.encoding)) + vector($0.results.map(\.encoding)) })
    add(3, functions.map(LEB128.unsigned))
    add(4, [ValueType.funcref.encoding + [1, 4, 5]])
    add(5, [[1, 1, 2]])
    add(13, [[0] + LEB128.unsigned(types.count - 1)])
    add(6, [ValueType.i32.encoding + [1] + Self.constant(.i32, bits: 7) + Opcode.end.encodedBytes])
    add(7, functions.indices.map { export("\($0)", 0, $0) } + [export("memory", 2, 0), export("global", 3, 0)])
    add(9, [[0] + Self.constant(.i32, bits: 0) + Opcode.end.encodedBytes + vector([[0]])])
    image.sections.append(.init(identifier: 12, payload: [1]))
    add(10, bodies)
    add(11, [[1] + sized(Self.data)])
    return image.bytes
  }

  /// Code for a number.
  static func constant(_ type: ValueType, bits: UInt64) -> [UInt8] {
    func bytes(_ count: Int) -> [UInt8] { (0..<count).map { UInt8(truncatingIfNeeded: bits >> (8 * UInt64($0))) } }
    return switch type {
    case .i32: Opcode.i32Const.encodedBytes + LEB128.signed(Int64(Int32(truncatingIfNeeded: bits)))
    case .i64: Opcode.i64Const.encodedBytes + LEB128.signed(Int64(bitPattern: bits))
    case .f32: Opcode.f32Const.encodedBytes + bytes(4)
    default: Opcode.f64Const.encodedBytes + bytes(8)
    }
  }

  /// Code for the parameters.
  static func variables(_ count: Int) -> [UInt8] { (0..<count).flatMap { Opcode.localGet.encodedBytes + [UInt8($0)] } }
}

/// An instance of the same module on each engine.
struct InstancePair {
  enum Outcome: Equatable {
    case value(UInt64)
    case nothing
    case trap(Trap.Code)
  }

  private let module: Module
  private(set) var instances: [Instance] = []

  /// - Returns: nil when the module is not compiled yet, only recorded.
  init?(_ list: FunctionList) throws {
    module = try Module.tested(list.bytes)
    guard Engine.tested.contains(.compiled) else { return nil }
    try renew()
  }

  /// Makes new instances.
  mutating func renew() throws {
    instances = try [Engine.interpreter, .compiled].map { engine in
      var configuration = Store.Configuration()
      configuration.engine = engine
      return try Store(configuration: configuration).instantiate(module, imports: [])
    }
    #expect(instances[1].engine == .compiled && instances[1].isWhollyOnItsEngine)
  }

  /// What a function does, interpreted and compiled.
  func call(_ function: Int, _ arguments: [Value]) -> (Outcome, Outcome) {
    (Self.outcome(instances[0], function, arguments), Self.outcome(instances[1], function, arguments))
  }

  private static func outcome(_ instance: Instance, _ function: Int, _ arguments: [Value]) -> Outcome {
    do { return try instance.invoke("\(function)", arguments).first.map { .value($0.bits) } ?? .nothing } catch { return .trap(error.code) }
  }

  var memories: [Memory] { instances.compactMap { $0.memory("memory") } }

  /// Whether memories and globals have become the same.
  var areEqual: Bool { memoriesAreEqual && instances[0].global("global")?.value.bits == instances[1].global("global")?.value.bits }

  var memoriesAreEqual: Bool {
    let memories = memories
    return memories[0].withUnsafeMutableBytes { one in memories[1].withUnsafeMutableBytes { other in one.elementsEqual(other) } }
  }
}
