import Boomslang
import Foundation
import WasmCore

/// A guest without Python: it has the interface, and what it is told to run is one letter (`Script`).
struct FakeGuest {
  /// What `execute` and the like do for a source that begins with the letter; anything else returns 0 at once.
  enum Script: String {
    /// Never ends.
    case loop = "l"
    /// Writes `out` to standard output and never ends.
    case writeAndLoop = "w"
    /// Writes `out` to standard output and traps.
    case writeAndTrap = "t"
    /// Writes `out` to standard output and exits with code 7.
    case writeAndExit = "e"
    /// Returns 1 once the host has asked for an interruption.
    case waitForInterruption = "i"
    /// Calls the host with an address outside of its memory.
    case badAddress = "b"
    /// Asks for 4 GiB of stack by recursion.
    case recursion = "r"
    /// Calls the import of the extension, and returns what it gets.
    case callExtension = "x"
    /// Returns −1, as a guest that cannot start Python.
    case notStarted = "n"
  }

  /// What `abi_version` returns; nil: a guest with only the base of the interface.
  var version: Int32? = 1
  /// What `guest.json` says; nil: nothing.
  var manifestVersion: Int32? = 1
  /// Exports to leave out.
  var missing: Set<String> = []
  /// An export to give another type.
  var mistyped: String?
  /// An import `test` `extension`, that only an extension can provide.
  var needsExtension = false
  /// An import from `boomslang` that no host has.
  var hasUnknownImport = false
  /// What `initialize_python` returns.
  var initializationStatus: Int32 = 0

  static let output = "out"

  /// The guest as a folder, which is removed by `body`'s end.
  func withGuest<Result>(_ body: (PythonGuest) throws -> Result) throws -> Result {
    let folder = FileManager.default.temporaryDirectory.appending(path: "boomslang-fake-\(UUID())")
    try FileManager.default.createDirectory(at: folder.appending(path: "usr"), withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let manifest = manifestVersion.map { #"{"abi": \#($0), "python": "0.0"}"# } ?? "{}"
    try Data(manifest.utf8).write(to: folder.appending(path: "guest.json"))
    try Data(module).write(to: folder.appending(path: "boomslang.wasm"))
    return try body(try PythonGuest(directory: folder.path))
  }

  /// An instance, which outlives the folder.
  func instance(
    _ engine: PythonEngine = .interpreter, _ configure: (inout PythonInstance.Options) -> Void = { _ in }
  ) throws -> PythonInstance {
    try withGuest { guest in
      var configuration = PythonExecutorFactory.Configuration()
      configuration.guest = guest
      configuration.engine = engine
      var options = PythonInstance.Options()
      configure(&options)
      return try PythonExecutorFactory(configuration).createInstance(options)
    }
  }
}

extension PythonInstance {
  func execute(_ script: FakeGuest.Script) throws(PythonError) -> PythonResult { try execute(script.rawValue) }
  func execute(_ script: FakeGuest.Script) async throws(PythonError) -> PythonResult { try await execute(script.rawValue) }
}
