import WASI

/// What belongs to one instance, as `configure` takes it. All of it is bytes, compared as such: settings that differ only in
/// the spelling of a letter are different.
struct GuestSettings: Codable, Hashable, Sendable {
  struct Variable: Codable, Hashable, Sendable {
    let name: ByteString
    let value: ByteString
  }

  var arguments: [ByteString]
  /// Sorted by name.
  var environment: [Variable]
  var path: [ByteString]
  var directory: ByteString

  init(_ options: PythonInstance.Options, _ factory: PythonExecutorFactory.Configuration) {
    // What Python has without a script.
    arguments = options.arguments.isEmpty ? [""] : options.arguments
    environment = factory.environment.merging(options.environment) { _, new in new }
      .map { Variable(name: $0.key, value: $0.value) }
      .sorted { $0.name.bytes.lexicographicallyPrecedes($1.name.bytes) }
    let libraries = factory.libraries.map { GuestPath.library($0.name) }
    path = (factory.pythonPath + libraries + [GuestPath.library]).map { ByteString($0) }
    directory = ByteString(options.currentDirectory)
  }
}
