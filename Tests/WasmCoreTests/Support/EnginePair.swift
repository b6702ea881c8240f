import EngineTestSupport
import Testing
import WasmCore

/// The engines of two instances in one store, one of which calls the other.
struct EnginePair: Sendable, CustomTestStringConvertible {
  let caller: Engine
  let callee: Engine

  static let tested = Engine.tested.flatMap { caller in Engine.tested.map { EnginePair(caller: caller, callee: $0) } }

  var testDescription: String { "\(caller.rawValue) calls \(callee.rawValue)" }

  /// A store for both.
  func store(_ configure: (inout Store.Configuration) -> Void = { _ in }) -> Store {
    Store(caller == .compiled || callee == .compiled ? .compiled : .interpreter, configure)
  }
}

extension ModuleBuilder {
  /// The same in a store of both engines. A module that is to be interpreted there gets a section, so that it is none of those that are
  /// compiled.
  func instantiate(in store: Store, on engine: Engine, _ imports: [External] = [], location: SourceLocation = #_sourceLocation) throws -> Instance {
    guard engine != store.configuration.engine else { return try instantiate(in: store, imports, location: location) }
    var marked = self
    marked.customSections.append((name: "interpreted", bytes: []))
    let instance = try store.instantiate(Module.load(marked.bytes), imports: imports)
    #expect(instance.engine == engine, sourceLocation: location)
    return instance
  }
}
