import EngineTestSupport
import Testing
import WasmCore

extension Store {
  /// A store for guests on `engine`.
  convenience init(_ engine: Engine, _ configure: (inout Configuration) -> Void = { _ in }) {
    var configuration = Configuration()
    configuration.engine = engine
    configure(&configuration)
    self.init(configuration: configuration)
  }
}

extension ModuleBuilder {
  func load(validation: Module.Validation = .eager) throws -> Module { try Module.tested(bytes, validation: validation) }

  /// Loads the module and makes an instance of it in `store`.
  func instantiate(in store: Store, _ imports: [External] = [], location: SourceLocation = #_sourceLocation) throws -> Instance {
    let instance = try store.instantiate(load(), imports: imports)
    // Fuel is counted by the interpreter alone.
    let engine = store.configuration.metersFuel ? .interpreter : store.configuration.engine
    #expect(instance.engine == engine && instance.isWhollyOnItsEngine, sourceLocation: location)
    return instance
  }

  /// Loads the module and makes an instance of it in a store of its own.
  func instantiate(_ engine: Engine, _ imports: (Store) throws -> [External] = { _ in [] }, location: SourceLocation = #_sourceLocation) throws -> Instance {
    let store = Store(engine)
    let instance = try instantiate(in: store, imports(store), location: location)
    #expect(instance.engine == engine, sourceLocation: location)
    return instance
  }
}

extension External {
  /// A host function.
  static func host(
    _ store: Store, _ parameters: [ValueType] = [], _ results: [ValueType] = [], _ body: @escaping (Caller, [Value]) throws -> [Value]
  ) -> External {
    .function(Function(store: store, type: FunctionType(parameters: parameters, results: results), body))
  }
}

/// The trap that `body` ends with.
@discardableResult
func expectTrap(_ code: Trap.Code, location: SourceLocation = #_sourceLocation, _ body: () throws -> Void) -> Trap? {
  do {
    try body()
    Issue.record("no trap, expected: \(code.message)", sourceLocation: location)
    return nil
  } catch let trap as Trap {
    #expect(trap.code == code, "\(trap)", sourceLocation: location)
    return trap
  } catch {
    Issue.record("expected a trap, got: \(error)", sourceLocation: location)
    return nil
  }
}

extension Value {
  var i32: Int32? { if case .i32(let value) = self { value } else { nil } }
  var i64: Int64? { if case .i64(let value) = self { value } else { nil } }
  var exception: WasmException? { if case .reference(.exception(let exception)) = self { exception } else { nil } }
  var function: Function? { if case .reference(.function(let function)) = self { function } else { nil } }
  var extern: ExternReference? { if case .reference(.extern(let reference)) = self { reference } else { nil } }
  var isNull: Bool { if case .reference(.null) = self { true } else { false } }
}

extension Instance {
  /// Calls an exported function that takes and returns i32 values.
  func callAsFunction(_ name: String, _ arguments: Int32...) throws -> [Int32] {
    try invoke(name, arguments.map(Value.i32)).compactMap(\.i32)
  }

  /// The export with that name, which must be there.
  func exported(_ name: String) throws -> External { try #require(export(name)) }

  /// The exported tag with that name.
  func tag(_ name: String) -> WasmCore.Tag? { if case .tag(let tag)? = export(name) { tag } else { nil } }
}
