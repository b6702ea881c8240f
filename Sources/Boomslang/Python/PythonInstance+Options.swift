import WASI

extension PythonInstance {
  /// What one instance gets and may use.
  public struct Options: Sendable {
    /// `sys.argv`, without NULs; the first is the script's own name. Empty: what Python has without a script.
    public var arguments: [ByteString] = []
    /// Variables in `os.environ`, in addition to those of the factory, which they replace. Names have one byte or more, and no equals sign;
    /// neither they nor values have NULs.
    public var environment: [ByteString: ByteString] = [:]
    /// More file systems, each under an absolute path of its own other than `/`, `/work`, `/lib` and `/tmp`, and not in `/usr`.
    public var mounts: [WASIConfiguration.Mount] = []
    /// What the guest sees as `/work`.
    public var workDirectory = WorkDirectory.memory
    /// The directory that scripts start in, by an absolute path.
    public var currentDirectory = "/work"
    public var limits = ResourceLimits()
    /// Exactly those that the guest was built for.
    public var extensions: [PythonExtension] = []
    /// nil: that of the factory.
    public var hostBridge: HostBridge?
    /// With anything but `empty`, `setStdin` is not possible.
    public var standardInput = StandardInput.empty
    public var standardOutput = PythonOutput.captured
    public var standardError = PythonOutput.captured
    /// Makes time and randomness depend on nothing but this number, so that runs can be repeated.
    public var seed: UInt64?
    /// Whether `functionWeights` are counted, which only the interpreter does.
    package var profilesFunctions = false

    public init() {}
  }

  /// What the guest sees as `/work`. It survives `reset()`.
  public enum WorkDirectory: Sendable {
    /// An empty directory in memory.
    case memory
    /// A directory of the host. What a guest left in it is best read through `PythonInstance.workFiles`, which follows no link out of it.
    case host(path: String, isReadOnly: Bool = false)
    /// The root of any file system, which other instances may share.
    case fileSystem(any FileSystem)
  }
}

/// Where standard output or standard error goes.
public enum PythonOutput: Sendable {
  /// Into `PythonResult`, up to `ResourceLimits.maximumOutput`.
  case captured
  case discarded
  /// To the same stream of the host's process.
  case inherited
  /// To a descriptor of the host, which stays the caller's to close.
  case descriptor(Int32)
  /// The same for the beginning of what is written; the rest is counted and dropped.
  case limited(Int32, OutputLimit)
  /// To a function, line by line as they are complete, on the guest's thread, without a limit; nothing stops the guest while it runs. Each has its
  /// newline, but for the last of a call, which may have none; a line that is written in pieces comes in parts when they are more than 64 KiB. What is not UTF-8 is replaced.
  case lines(@Sendable (String) -> Void)
  /// To a function, while it is produced, in pieces as Python writes them, which may end in the middle of a character, on the guest's thread, without a limit; nothing stops the guest while it runs. The buffer is
  /// valid during the call. What the function throws is an `OSError` in Python: `pipe`, when nobody reads any more, a `BrokenPipeError`.
  case stream(@Sendable (UnsafeRawBufferPointer) throws(Errno) -> Void)
}
