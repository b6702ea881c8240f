import WasmCore

/// The host that a fuzzed module meets: definitions of whatever type it asks for. What functions do follows from how
/// many calls there were before: return, call back, throw, fail, grow the memory.
extension Execution {
  struct CannotProvide: Error {}
  struct HostFailure: Error {}

  func imports() throws -> [External] {
    var definitions: [External] = []
    for entry in module.imports { definitions.append(try definition(entry.type)) }
    return definitions
  }

  private func definition(_ type: ExternalType) throws -> External {
    switch type {
    case .function(let type): return .function(hostFunction(module.canonical(type)))
    case .memory(let type): return .memory(try Memory(store: store, type: type))
    case .table(let type):
      let element = module.canonical(type.element)
      guard let initial = hostDefault(element) else { throw CannotProvide() }
      return .table(try Table(store: store, type: TableType(element: element, limits: type.limits), initial: initial))
    case .global(let type):
      let value = module.canonical(type.value)
      guard let initial = hostDefault(value), let global = Global(store: store, type: GlobalType(value, mutable: type.isMutable), value: initial)
      else { throw CannotProvide() }
      return .global(global)
    case .tag(let type):
      let type = module.canonical(FunctionType(parameters: type.parameters))
      return .tag(Tag(store: store, type: TagType(parameters: type.parameters)))
    }
  }

  /// Some value of a type in the store's terms; nil when the host has none.
  func hostDefault(_ type: ValueType) -> Value? {
    switch type {
    case .i32: return .i32(Int32(truncatingIfNeeded: hostCallCount))
    case .i64: return .i64(Int64(hostCallCount) << 30)
    case .f32: return .f32(Float(hostCallCount))
    case .f64: return .f64(Double(hostCallCount))
    default: break
    }
    switch type.heapType {
    case .extern where !hostCallCount.isMultiple(of: 3): return .reference(.extern(ExternReference(UInt(hostCallCount))))
    case .func where !type.isNullable || hostCallCount % 3 == 1: return .reference(.function(hostFunction(FunctionType(results: [.i32]))))
    default: return Value(defaultOf: type)
    }
  }

  private func hostFunction(_ type: FunctionType) -> Function {
    let body: (Caller, [Value]) throws -> [Value] = { [unowned self] caller, arguments in
      try self.called(type, caller, arguments)
    }
    return Function(store: store, type: type, body)
  }

  private func called(_ type: FunctionType, _ caller: Caller, _ arguments: [Value]) throws -> [Value] {
    hostCallCount += 1
    for (index, value) in arguments.enumerated() { trace.add(.argument, index, word(of: value)) }
    switch hostCallCount % 23 {
    case 5: _ = caller.memory?.grow(byPages: 1)
    case 7, 15: try callBack(caller)
    case 11: try throwException(caller)
    case 13: throw HostFailure()
    case 17: caller.memory?.write([1, 2, 3, 4], at: 60)
    default: break
    }
    return try type.results.map { type in
      guard let value = hostDefault(type) else { throw HostFailure() }
      return value
    }
  }

  /// Calls an export of the caller; its trap goes on or is swallowed.
  private func callBack(_ caller: Caller) throws {
    guard depth < 3, let instance = caller.instance else { return }
    let functions = instance.module.exports.compactMap { instance.function($0.name) }
    guard !functions.isEmpty else { return }
    let function = functions[hostCallCount % functions.count]
    let arguments = function.type.parameters.compactMap(hostDefault)
    depth += 1
    defer { depth -= 1 }
    do {
      for (index, value) in try function.invoke(arguments).enumerated() { trace.add(.result, index, word(of: value)) }
    } catch {
      note(error)
      if hostCallCount.isMultiple(of: 2) { throw error }
    }
  }

  /// Throws with a tag the caller exports.
  private func throwException(_ caller: Caller) throws {
    for export in caller.instance?.module.exports ?? [] {
      guard case .tag(let tag)? = caller.instance?.export(export.name) else { continue }
      let values = tag.type.parameters.compactMap(hostDefault)
      if let exception = WasmException(tag: tag, values: values) { throw exception }
    }
  }
}
