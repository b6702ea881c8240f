import WASI
import WasmCore

/// Makes instances of one guest. They share the module, its translated code, and the memory that they do not write to. Can be used from any
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
    public var environment: [ByteString: ByteString] = [:]
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

  public var configuration: Configuration { program.configuration }
  public var guest: PythonGuest { program.guest }
  /// The engine that instances really use: never `automatic`.
  public var engine: PythonEngine { program.engine }
  private let program: GuestProgram
  private let goldenImage: GoldenImage
  /// The guest's module.
  package var module: Module { program.module }

  /// Loads the guest's module, whose functions are translated when they are first called, and maps its golden image.
  /// - Throws: `guestNotFound`, `guestInvalid`, `abiMismatch`, `compiledGuestUnavailable`, `imageInvalid`, `invalidOptions`.
  public init(_ configuration: Configuration = Configuration()) throws(PythonError) {
    program = try GuestProgram(configuration)
    goldenImage = try GoldenImage(program)
  }

  /// What all instances begin with: Python started, and the modules imported that most scripts need. When the guest's folder has no golden
  /// image (see `boomslang snapshot`), the first use makes one, which takes as long as starting Python.
  public var image: RuntimeImage {
    get throws(PythonError) { try goldenImage.get() }
  }

  /// Makes an instance, on this thread.
  /// - Throws: `invalidLimits`, `invalidOptions`, `incompatibleExtension`, `abiMismatch`, `initializationFailed`.
  public func createInstance(_ options: PythonInstance.Options = .init()) throws(PythonError) -> PythonInstance {
    try image.createInstance(options)
  }

  /// Makes an instance, on a thread for this purpose.
  /// - Throws: as the other variant; `cancelled` when the task is; `noThread`.
  public func createInstance(_ options: PythonInstance.Options = .init()) async throws(PythonError) -> PythonInstance {
    if let image = goldenImage.existing { return try await image.createInstance(options) }
    let run = WasmThreadRun { [goldenImage] in Result { () throws(PythonError) in try goldenImage.get() } } stop: {}
    switch await run.outcome() {
    case .success(let image): return try await image.get().createInstance(options)
    case .failure(.noThread(let time)): throw .noThread(after: time)
    case .failure: throw .cancelled(.nothing)
    }
  }
}
