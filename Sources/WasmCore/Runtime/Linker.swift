/// Finds definitions for the imports of modules by their two names.
///
/// A linker belongs to one store. Later definitions replace earlier ones of the same names.
public struct Linker {
  public let store: Store
  private var definitions: [Name: [Name: External]] = [:]

  public init(store: Store) { self.store = store }

  public mutating func define(_ external: External, module: String, name: String) {
    definitions[Name(module), default: [:]][Name(name)] = external
  }

  /// Defines a host function; see `Function.init(store:type:_:)`.
  public mutating func define(
    module: String, name: String, type: FunctionType, _ body: @escaping (Caller, [Value]) throws -> [Value]
  ) {
    define(.function(Function(store: store, type: type, body)), module: module, name: name)
  }

  /// Defines all exports of `instance` under the module name `module`.
  public mutating func define(_ instance: Instance, module: String) {
    for export in instance.module.exports {
      if let external = instance.export(export.name) { define(external, module: module, name: export.name) }
    }
  }

  /// The definition with these names.
  public func definition(module: String, name: String) -> External? { definitions[Name(module)]?[Name(name)] }

  /// Instantiates `module` with the definitions of its imports.
  /// - Throws: `InstantiationError`; its `LinkError` names the first import that has no or no fitting definition.
  public func instantiate(_ module: Module) throws(InstantiationError) -> Instance {
    var imports: [External] = []
    imports.reserveCapacity(module.imports.count)
    for entry in module.imports {
      guard let external = definition(module: entry.module, name: entry.name) else {
        throw .link(LinkError(.missing(expected: entry.type), entry))
      }
      imports.append(external)
    }
    return try store.instantiate(module, imports: imports)
  }
}
