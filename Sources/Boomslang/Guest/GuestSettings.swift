/// What belongs to one instance, as `configure` takes it.
struct GuestSettings: Codable, Hashable, Sendable {
  var arguments: [String]
  var environment: [String: String]
  var path: [String]
  var directory: String

  init(_ options: PythonInstance.Options, _ factory: PythonExecutorFactory.Configuration) {
    // What Python has without a script.
    arguments = options.arguments.isEmpty ? [""] : options.arguments
    environment = factory.environment.merging(options.environment) { _, new in new }
    path = factory.pythonPath + factory.libraries.map { GuestPath.library($0.name) } + [GuestPath.library]
    directory = options.currentDirectory
  }
}
