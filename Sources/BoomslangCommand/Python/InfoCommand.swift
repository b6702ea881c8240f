import Boomslang
import CommandSupport
import Synchronization

/// `boomslang info`.
enum InfoCommand {
  static func run(_ words: [String]) throws -> Int32 {
    let options = try InfoOptions(words)
    if options.asksForHelp { return Usage.show(Usage.info) }
    var configuration = PythonExecutorFactory.Configuration()
    configuration.guest = try options.guest.map { directory throws(PythonError) in try PythonGuest(directory: directory) }
    let warnings = Mutex<[String]>([])
    configuration.onWarning = { warning in warnings.withLock { $0.append(warning) } }
    let factory = try Factory.make(configuration)
    let information = Information(factory, warning: warnings.withLock { $0.first })
    if options.printsJSON {
      print(information.json)
    } else {
      print(information.text)
      if let warning = information.warning { Console.error("warning: \(warning)") }
    }
    return 0
  }
}

private struct Information {
  private let engine: PythonEngine
  private let guest: PythonGuest
  private let directory: String
  private let byteCount: Int
  /// Why Python does not run compiled.
  let warning: String?

  init(_ factory: PythonExecutorFactory, warning: String?) {
    self.warning = warning
    engine = factory.engine
    guest = factory.guest
    directory = HostPath.real(guest.directory) ?? guest.directory
    byteCount = HostPath.byteCount(in: directory)
  }

  var text: String {
    """
    boomslang  \(Version.current)
    Python     \(guest.manifest.python)
    engine     \(engine.rawValue)
    compiled   \(PythonExecutorFactory.isAOTAvailable ? "available" : "not available")
    guest      \(directory), \(byteCount / 1_000_000) MB, ABI version \(guest.manifest.abi)
    packages   \(guest.manifest.packages.map { "\($0.name) \($0.version)" }.joined(separator: ", "))
    """
  }

  var json: String {
    JSONText.object([
      ("boomslang", JSONText.string(Version.current)),
      ("python", JSONText.string(guest.manifest.python)),
      ("engine", JSONText.string(engine.rawValue)),
      ("aot_available", PythonExecutorFactory.isAOTAvailable ? "true" : "false"),
      ("abi", String(guest.manifest.abi)),
      ("guest", JSONText.string(directory)),
      ("guest_bytes", String(byteCount)),
      ("sha256", guest.manifest.sha256.map(JSONText.string) ?? "null"),
      ("packages", JSONText.object(guest.manifest.packages.map { ($0.name, JSONText.string($0.version)) })),
      ("warning", warning.map(JSONText.string) ?? "null"),
    ])
  }
}
