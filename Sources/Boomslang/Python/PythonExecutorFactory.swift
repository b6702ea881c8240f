import WasmCore

/// Makes instances of one guest. They share the module and its translated code, and nothing else. Can be used from any
/// thread; one for the process is enough.
public final class PythonExecutorFactory: Sendable {
  /// What all instances of a factory have in common.
  public struct Configuration: Sendable {
    /// nil: `PythonGuest.installed()`.
    public var guest: PythonGuest?
    public var engine = PythonEngine.automatic
    /// Absolute paths in the guest that `sys.path` has in addition to `/lib` and the libraries, each once.
    public var pythonPath: [String] = []
    public var libraries: [PythonLibrary] = []
    /// Variables in `os.environ`.
    public var environment: [String: String] = [:]
    /// For instances without one of their own.
    public var hostBridge = HostBridge()
    /// What happens when the engine is `automatic` and the program contains no compiled form of the guest.
    public var fallback = Fallback.warn
    /// Gets what is worth knowing and no error, such as that the slower engine has to be used; nil: standard error.
    public var onWarning: (@Sendable (String) -> Void)?

    public init() {}
  }

  /// What to do about a guest that has to be interpreted.
  public enum Fallback: Sendable, CaseIterable {
    case silent, warn
    /// `PythonError.compiledGuestUnavailable`.
    case fail
  }

  public let configuration: Configuration
  public let guest: PythonGuest
  /// The engine that instances really use: never `automatic`.
  public let engine: PythonEngine
  private let image: RuntimeImage
  /// The guest's module.
  package var module: Module { image.module }

  /// Loads the guest's module; its functions are translated when they are first called.
  /// - Throws: `guestNotFound`, `guestInvalid`, `abiMismatch`, `compiledGuestUnavailable`, `invalidOptions`.
  public init(_ configuration: Configuration = Configuration()) throws(PythonError) {
    self.configuration = configuration
    if let guest = configuration.guest { self.guest = guest } else { guest = try PythonGuest.installed() }
    let module = try guest.loadModule()
    engine = try CompiledGuests.engine(for: configuration, module)
    image = try RuntimeImage(guest, module, engine, libraries: configuration.libraries)
  }

  /// Makes an instance and starts Python in it, on this thread.
  /// - Throws: `invalidLimits`, `invalidOptions`, `incompatibleExtension`, `abiMismatch`, `initializationFailed`.
  public func createInstance(_ options: PythonInstance.Options = .init()) throws(PythonError) -> PythonInstance {
    let instance = try PythonInstance(image, configuration, engine, options)
    try instance.reset()
    return instance
  }

  /// Makes an instance and starts Python in it, on a thread of its own.
  /// - Throws: as the other variant, and `cancelled` when the task is.
  public func createInstance(_ options: PythonInstance.Options = .init()) async throws(PythonError) -> PythonInstance {
    let instance = try PythonInstance(image, configuration, engine, options)
    try await instance.reset()
    return instance
  }
}
