import EngineTestSupport
import Foundation
import WasmCore

/// Executes the commands of one script, in a store of its own.
final class ScriptRunner {
  let engine: Engine
  let store: Store
  /// Where the script's modules are.
  private let folder: URL
  private var linker: Linker
  private var definitions: [String: Module] = [:]
  private var instances: [String: Instance] = [:]
  /// The instance that commands mean when they name none; nil when the last module could not be instantiated, so that
  /// no later command runs on an older one by accident.
  private var current: Instance?

  init(folder: URL, engine: Engine) throws {
    self.folder = folder
    self.engine = engine
    var configuration = Store.Configuration()
    configuration.engine = engine
    store = Store(configuration: configuration)
    linker = Linker(store: store)
    try linker.defineSpectest()
  }

  // MARK: Modules

  func load(_ command: Command) throws -> Module {
    guard let filename = command.binaryFilename ?? command.filename else { throw Failure("the command names no file") }
    return try Module.tested(ModuleBytes(contentsOfFile: folder.appending(path: filename).path), validation: .eager)
  }

  func define(_ command: Command) throws {
    let module = try load(command)
    if let name = command.name { definitions[name] = module }
  }

  /// Makes the instance of a module, or of a definition from before, and makes it the current one.
  func instantiate(_ command: Command) throws {
    current = nil
    let name = command.instance ?? command.name
    if let name { instances[name] = nil }
    let module: Module
    if command.type == .moduleInstance {
      guard let name = command.module, let definition = definitions[name] else { throw Failure("no module definition \(command.module ?? "")") }
      module = definition
    } else {
      module = try load(command)
    }
    let instance = try instantiate(module)
    if let name { instances[name] = instance }
    current = instance
  }

  func instantiate(_ module: Module) throws -> Instance {
    let instance = try linker.instantiate(module)
    guard instance.engine == engine else { throw Failure("the instance runs on \(instance.engine) instead of \(engine)") }
    return instance
  }

  func register(_ command: Command) throws {
    guard let name = command.as else { throw Failure("the command gives no name") }
    linker.define(try instance(command.name), module: name)
  }

  private func instance(_ name: String?) throws -> Instance {
    guard let instance = name.map({ instances[$0] }) ?? current else { throw Failure("no instance \(name ?? "is the current one")") }
    return instance
  }

  // MARK: Actions

  /// The results of an invocation, or the value of a global.
  func perform(_ command: Command) throws -> [Value] {
    guard let action = command.action else { throw Failure("the command has no action") }
    let instance = try instance(action.module)
    switch action.type {
    case .get:
      guard let global = instance.global(action.field) else { throw Failure("no global \"\(action.field)\"") }
      return [global.value]
    case .invoke:
      guard let function = instance.function(action.field) else { throw Failure("no function \"\(action.field)\"") }
      let arguments = try (action.args ?? []).map { argument throws in try argument.argument() }
      defer { calledFunctions.append((instance, action.field)) }
      return try function.invoke(arguments)
    }
  }

  private var calledFunctions: [(Instance, String)] = []

  /// Checks that the code that ran was code translated for the engine asked for.
  func checkEngine() throws(Failure) {
    for (instance, name) in calledFunctions {
      guard case .function(let index)? = instance.module.export(named: name)?.index, index >= instance.importedFunctionCount else { continue }
      let isInterpreted = instance.translatedFunctionCount > 0
      guard isInterpreted == (engine == .interpreter) else { throw Failure("\"\(name)\" ran, but not on \(engine)") }
    }
  }
}

extension Instance {
  fileprivate var importedFunctionCount: Int {
    module.imports.count { if case .function = $0.type { true } else { false } }
  }
}
