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
    let text = try Self.json(repeat each arguments)
    return try Self.value(of: name, try executeFunction(name, text), type)
  }

  /// The same on a thread of its own.
  public func call<each Argument: Encodable, Value: Decodable>(
    _ name: String, with arguments: repeat each Argument, returning type: Value.Type = Value.self
  ) async throws(PythonError) -> Value {
    let text = try Self.json(repeat each arguments)
    return try Self.value(of: name, try await executeFunction(name, text), type)
  }

  private static func json<each Argument: Encodable>(_ arguments: repeat each Argument) throws(PythonError) -> String {
    var texts: [String] = []
    for argument in repeat each arguments {
      do { texts.append(try JSON.encode(argument)) } catch {
        throw .invalidValue("argument \(texts.count), \(argument), has no form in JSON: \(error)")
      }
    }
    return "[\(texts.joined(separator: ","))]"
  }

  private static func value<Value: Decodable>(of name: String, _ result: PythonResult, _ type: Value.Type) throws(PythonError) -> Value {
    guard result.succeeded else { throw .functionFailed(name: name, result) }
    guard let text = result.value else { throw .invalidValue("what \(name) returned has no form in JSON") }
    do { return try JSON.decode(type, from: text.utf8) } catch {
      throw .invalidValue("what \(name) returned is no \(type): \(text.prefix(100))")
    }
  }
}
