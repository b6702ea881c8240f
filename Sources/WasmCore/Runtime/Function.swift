/// A function of a guest instance or of the host (specification 4.2.6). The handle keeps its store alive and belongs to
/// the store's thread.
public struct Function {
  public let store: Store
  let entity: UnsafeMutablePointer<FunctionEntity>

  init(store: Store, entity: UnsafeMutablePointer<FunctionEntity>) {
    self.store = store
    self.entity = entity
  }

  /// The function behind a non-null function reference.
  init(store: Store, slot: UInt64) {
    guard let entity = UnsafeMutablePointer<FunctionEntity>(bitPattern: UInt(slot)) else { preconditionFailure("null function reference") }
    self.init(store: store, entity: entity)
  }

  var slot: UInt64 { UInt64(UInt(bitPattern: entity)) }

  /// Makes a host function that takes and returns values.
  ///
  /// Errors that `body` throws end the guest's invocation with a `hostError` trap that carries them; a `WasmException`
  /// is thrown into the guest, a `Trap` goes on as it is. Concrete heap types in `type` are the engine's numbers for
  /// types, as in `Function.type`.
  public init(store: Store, type: FunctionType, _ body: @escaping (Caller, [Value]) throws -> [Value]) {
    self.init(store: store, type: type, direct: { caller, frame in
      try frame.setResults(try body(caller, type.parameters.indices.map(frame.argument)))
    })
  }

  /// Makes a host function that reads its arguments from, and writes its results to, the guest's stack, without
  /// allocating. Results it does not set are zero or null.
  public init(store: Store, type: FunctionType, direct body: @escaping (Caller, CallFrame) throws -> Void) {
    let typeID = store.register(type)
    self.init(store: store, entity: store.allocateHostFunction(HostFunction(type: type, body: body), typeID))
  }

  /// The same of a type that was looked up before, for hosts that make the same functions in many stores.
  public init(store: Store, type: HostFunctionType, direct body: @escaping (Caller, CallFrame) throws -> Void) {
    self.init(store: store, entity: store.allocateHostFunction(HostFunction(type: type.type, body: body), type.identifier))
  }

  /// The function's type. Concrete heap types in it are the engine's numbers for types, not indices of a module.
  public var type: FunctionType { TypeRegistry.shared.type(entity.pointee.typeID) }

  /// Whether this is a function of the host.
  public var isHostFunction: Bool { entity.pointee.instance == nil }

  /// Calls the function and waits for its results (specification 4.7.4, "Invocation").
  ///
  /// - Throws: `Trap`, with `argumentMismatch` when the arguments do not fit; nothing has run then.
  @discardableResult
  public func invoke(_ arguments: [Value] = []) throws(Trap) -> [Value] {
    let type = type
    guard arguments.count == type.parameters.count else {
      throw Trap(.argumentMismatch, detail: "\(arguments.count) arguments for \(type)")
    }
    let frame = try Invocation.begin(store: store, slots: type.slotCount + 1)
    defer { frame.end() }
    for (index, argument) in arguments.enumerated() {
      guard let slot = argument.slot(as: type.parameters[index], in: store) else {
        throw Trap(.argumentMismatch, detail: "argument \(index), \(argument), is no \(type.parameters[index])")
      }
      frame.base[index] = slot
    }
    try frame.run(entity)
    return type.results.indices.map { Value(slot: frame.base[$0], type: type.results[$0], store: store) }
  }
}

extension Function: Equatable {
  public static func == (a: Function, b: Function) -> Bool { a.entity == b.entity }
}
