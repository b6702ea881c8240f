import WasmCore

/// Assembles a module. Imports come before definitions of the same kind, as indices count them first.
struct ModuleBuilder {
  private var types: [FunctionType] = []
  private var imports: [[UInt8]] = []
  private var functions: [UInt32] = []
  private var bodies: [[UInt8]] = []
  private var tables: [[UInt8]] = []
  private var memories: [[UInt8]] = []
  private var tags: [[UInt8]] = []
  private var globals: [[UInt8]] = []
  private var exports: [[UInt8]] = []
  private var elements: [[UInt8]] = []
  private var data: [[UInt8]] = []
  private var functionNames: [(UInt32, String)] = []
  private var counts: [UInt8: UInt32] = [:]
  var start: UInt32?
  /// The module's own name, for the name section.
  var name: String?
  var customSections: [(name: String, bytes: [UInt8])] = []

  /// The index the next function will have, for code that calls itself or what follows.
  var nextFunction: UInt32 { counts[0, default: 0] }

  private mutating func next(_ kind: UInt8) -> UInt32 {
    defer { counts[kind, default: 0] += 1 }
    return counts[kind, default: 0]
  }

  private mutating func export(_ name: String?, _ kind: UInt8, _ index: UInt32) {
    if let name { exports.append(Encoding.name(name) + [kind] + Encoding.index(index)) }
  }

  /// The index of a type; equal types share one.
  mutating func type(_ parameters: [ValueType] = [], _ results: [ValueType] = []) -> UInt32 {
    let type = FunctionType(parameters: parameters, results: results)
    if let index = types.firstIndex(of: type) { return UInt32(index) }
    return newType(type)
  }

  /// Adds a type even if there is an equal one.
  mutating func newType(_ type: FunctionType) -> UInt32 {
    types.append(type)
    return UInt32(types.count - 1)
  }

  // MARK: Imports

  private mutating func add(importOf kind: UInt8, _ name: String, _ description: [UInt8], from module: String = "test") -> UInt32 {
    imports.append(Encoding.name(module) + Encoding.name(name) + [kind] + description)
    return next(kind)
  }

  /// Imports a function.
  mutating func importFunction(
    _ name: String, _ parameters: [ValueType] = [], _ results: [ValueType] = [], from module: String = "test"
  ) -> UInt32 {
    add(importOf: 0, name, Encoding.index(type(parameters, results)), from: module)
  }
  mutating func importTable(_ name: String, _ type: TableType) -> UInt32 { add(importOf: 1, name, type.encoded) }
  mutating func importMemory(_ name: String, _ limits: Limits) -> UInt32 { add(importOf: 2, name, limits.encoded) }
  mutating func importGlobal(_ name: String, _ type: GlobalType) -> UInt32 { add(importOf: 3, name, type.encoded) }
  mutating func importTag(_ name: String, _ parameters: [ValueType] = []) -> UInt32 { add(importOf: 4, name, [0] + Encoding.index(type(parameters))) }

  // MARK: Definitions, exported under a name when one is given

  @discardableResult
  mutating func function(
    _ name: String?, _ parameters: [ValueType], _ results: [ValueType], locals: [ValueType] = [], _ body: [Code]
  ) -> UInt32 {
    let declarations = Encoding.vector(locals.map { [1] + $0.encoded })
    return function(name, type: type(parameters, results), body: declarations + body.bytes + Code.encoding(.end))
  }

  /// A function that takes and returns nothing.
  @discardableResult
  mutating func function(_ name: String?, _ body: [Code]) -> UInt32 { function(name, [], [], body) }

  /// A function whose body is given as it will be in the binary, declarations of locals included.
  @discardableResult
  mutating func function(_ name: String? = nil, type: UInt32, body: [UInt8]) -> UInt32 {
    functions.append(type)
    bodies.append(Encoding.sized(body))
    let index = next(0)
    export(name, 0, index)
    return index
  }

  @discardableResult
  mutating func table(_ name: String? = nil, _ type: TableType, initial: [Code]? = nil) -> UInt32 {
    tables.append(initial.map { [0x40, 0x00] + type.encoded + $0.bytes + Code.encoding(.end) } ?? type.encoded)
    let index = next(1)
    export(name, 1, index)
    return index
  }

  @discardableResult
  mutating func memory(_ name: String? = nil, _ limits: Limits = Limits(minimum: 1)) -> UInt32 {
    memories.append(limits.encoded)
    let index = next(2)
    export(name, 2, index)
    return index
  }

  @discardableResult
  mutating func global(_ name: String? = nil, _ type: GlobalType, _ value: [Code]) -> UInt32 {
    globals.append(type.encoded + value.bytes + Code.encoding(.end))
    let index = next(3)
    export(name, 3, index)
    return index
  }

  @discardableResult
  mutating func tag(_ name: String? = nil, _ parameters: [ValueType] = []) -> UInt32 {
    tags.append([0] + Encoding.index(type(parameters)))
    let index = next(4)
    export(name, 4, index)
    return index
  }

  mutating func exportFunction(_ name: String, _ index: UInt32) { export(name, 0, index) }
  mutating func exportMemory(_ name: String, _ index: UInt32) { export(name, 2, index) }

  /// Names a function in the name section.
  mutating func name(_ function: UInt32, _ name: String) { functionNames.append((function, name)) }

  // MARK: Segments

  /// Functions for table 0, from `offset` on.
  mutating func elements(at offset: [Code], _ functions: [UInt32]) {
    elements.append([0] + offset.bytes + Code.encoding(.end) + Encoding.vector(functions.map { Encoding.index($0) }))
  }

  /// Lets `ref.func` name these functions.
  mutating func declare(_ functions: UInt32...) {
    elements.append([3, 0] + Encoding.vector(functions.map { Encoding.index($0) }))
  }

  mutating func passiveElements(_ functions: [UInt32]) {
    elements.append([1, 0] + Encoding.vector(functions.map { Encoding.index($0) }))
  }

  /// The same as expressions, of a type of their own.
  mutating func passiveElements(_ functions: [UInt32], of type: ValueType) {
    let expressions = functions.map { Code.op(.refFunc, $0).bytes + Code.encoding(.end) }
    elements.append([5] + type.encoded + Encoding.vector(expressions))
  }

  mutating func data(at offset: [Code], _ bytes: [UInt8]) { data.append([0] + offset.bytes + Code.encoding(.end) + Encoding.sized(bytes)) }
  mutating func passiveData(_ bytes: [UInt8]) { data.append([1] + Encoding.sized(bytes)) }

  // MARK: Result

  var bytes: [UInt8] {
    func vector(_ identifier: UInt8, _ items: [[UInt8]]) -> [UInt8] {
      items.isEmpty ? [] : Encoding.section(identifier, Encoding.vector(items))
    }
    let dataCount = data.isEmpty ? [] : Encoding.section(12, Encoding.index(data.count))
    let definitions: [[UInt8]] = [
      vector(1, types.map(\.encoded)), vector(2, imports), vector(3, functions.map { Encoding.index($0) }), vector(4, tables),
      vector(5, memories), vector(13, tags), vector(6, globals), vector(7, exports),
      start.map { Encoding.section(8, Encoding.index($0)) } ?? [], vector(9, elements), dataCount, vector(10, bodies), vector(11, data),
    ]
    return Encoding.header + definitions.joined() + (customSections + nameSection).flatMap { Encoding.section(0, Encoding.name($0.name) + $0.bytes) }
  }

  private var nameSection: [(name: String, bytes: [UInt8])] {
    guard name != nil || !functionNames.isEmpty else { return [] }
    let module = name.map { Encoding.section(0, Encoding.name($0)) } ?? []
    let functions = Encoding.vector(functionNames.map { Encoding.index($0.0) + Encoding.name($0.1) })
    return [("name", module + Encoding.section(1, functions))]
  }
}
