/// An instance of a module (specification 4.2.5). The handle keeps its store, which owns the instance, alive and belongs to
/// the store's thread.
public struct Instance {
  public let store: Store
  let entity: UnsafeMutablePointer<InstanceEntity>

  var object: InstanceObject { entity.pointee.object.takeUnretainedValue() }

  public var module: Module { object.module }
  /// What executes this instance's code: told by the code it was linked with, not by what the store was asked for.
  public var engine: Engine { object.compiled == nil ? .interpreter : .compiled }
  /// How many of the module's functions have been translated for this engine so far, in any store.
  public var translatedFunctionCount: Int { object.code.translatedFunctionCount }

  /// Seconds their validation and translation took.
  public var translationTime: Double { object.code.translationTime }

  /// The export with that name.
  public func export(_ name: String) -> External? {
    module.export(named: name).map { external(at: $0.index) }
  }

  /// The exported function with that name.
  public func function(_ name: String) -> Function? {
    if case .function(let function)? = export(name) { function } else { nil }
  }

  /// The exported memory with that name.
  public func memory(_ name: String) -> Memory? {
    if case .memory(let memory)? = export(name) { memory } else { nil }
  }

  /// The exported table with that name.
  public func table(_ name: String) -> Table? {
    if case .table(let table)? = export(name) { table } else { nil }
  }

  /// The exported global with that name.
  public func global(_ name: String) -> Global? {
    if case .global(let global)? = export(name) { global } else { nil }
  }

  /// Calls the exported function `name`.
  /// - Throws: `Trap`; with `argumentMismatch` when there is no such function or the arguments do not fit it.
  @discardableResult
  public func invoke(_ name: String, _ arguments: [Value] = []) throws(Trap) -> [Value] {
    guard let function = function(name) else { throw Trap(.argumentMismatch, detail: "no function is exported as \"\(name)\"") }
    return try function.invoke(arguments)
  }

  /// The exported memory of the name `memory` or, failing that, the first memory.
  var mainMemory: Memory? { object.mainMemory.map { Memory(store: store, entity: $0) } }

  private func external(at index: ExternalIndex) -> External {
    let object = object
    switch index {
    case .function(let index): return .function(Function(store: store, entity: object.function(index)))
    case .table(let index): return .table(Table(store: store, entity: entity.pointee.tables[index]))
    case .memory(let index): return .memory(Memory(store: store, entity: entity.pointee.memories[index]))
    case .global(let index):
      let type = object.canonical(object.module.contents.globals[index])
      return .global(Global(store: store, type: type, cell: object.globalCell(index)))
    case .tag(let index): return .tag(Tag(store: store, entity: entity.pointee.tags[index]))
    }
  }
}
