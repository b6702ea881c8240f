import WasmNumerics

/// What a host function knows about its call: who called it.
public struct Caller {
  public let store: Store
  /// The instance whose code made the call; nil when the host called the function itself.
  public let instance: Instance?

  /// The calling instance's exported memory of the name `memory` or, failing that, its first memory.
  public var memory: Memory? { instance?.mainMemory }
}

/// The arguments and results of a host call, as slots of the guest's stack: nothing is allocated to read or write them.
/// Valid only during the call. Indices and types are checked.
public struct CallFrame {
  let arguments: StackPointer
  let results: StackPointer
  let function: FunctionType
  let store: Store

  private func slot(_ index: Int, _ type: ValueType) -> UInt64 {
    precondition(function.parameters[index] == type, "argument \(index) is no \(type)")
    return arguments[index]
  }

  public func i32(_ index: Int) -> Int32 { Int32(truncatingIfNeeded: slot(index, .i32)) }
  public func i64(_ index: Int) -> Int64 { Int64(bitPattern: slot(index, .i64)) }
  public func f32(_ index: Int) -> Float { Float(slot: slot(index, .f32)) }
  public func f64(_ index: Int) -> Double { Double(slot: slot(index, .f64)) }
  /// The argument with that index, of any type.
  public func argument(_ index: Int) -> Value { Value(slot: arguments[index], type: function.parameters[index], store: store) }

  private func set(_ index: Int, _ type: ValueType, _ slot: UInt64) {
    precondition(function.results[index] == type, "result \(index) is no \(type)")
    results[index] = slot
  }

  /// Results that are not set are zero or null.
  public func setResult(_ value: Int32, at index: Int = 0) { set(index, .i32, UInt64(UInt32(bitPattern: value))) }
  public func setResult(_ value: Int64, at index: Int = 0) { set(index, .i64, UInt64(bitPattern: value)) }
  public func setResult(_ value: Float, at index: Int = 0) { set(index, .f32, value.slot) }
  public func setResult(_ value: Double, at index: Int = 0) { set(index, .f64, value.slot) }

  /// Sets all results.
  /// - Throws: `Trap` with `hostError` when number or types do not fit: the mistake is the host function's.
  public func setResults(_ values: [Value]) throws(Trap) {
    guard values.count == function.results.count else {
      throw Trap(.hostError, detail: "\(values.count) results for \(function)")
    }
    for (index, value) in values.enumerated() {
      guard let slot = value.slot(as: function.results[index], in: store) else {
        throw Trap(.hostError, detail: "result \(index), \(value), is no \(function.results[index])")
      }
      results[index] = slot
    }
  }
}

/// A type of host functions that the engine knows from now on, for as long as the process lives.
public struct HostFunctionType: Sendable {
  public let type: FunctionType
  let identifier: UInt32

  /// - Parameter type: without concrete heap types.
  public init(_ type: FunctionType) {
    self.type = type
    identifier = TypeRegistry.shared.register(type)
  }
}

/// A function of the host that the guest can call.
struct HostFunction {
  let type: FunctionType
  let body: (Caller, CallFrame) throws -> Void
}
