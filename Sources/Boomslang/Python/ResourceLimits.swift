import WasmCore

/// What one instance may use.
public struct ResourceLimits: Sendable, Hashable {
  /// How long one call may take, with its wait for a thread if it is `async`; nil: as long as it likes. The guest is stopped within milliseconds, the call throws
  /// `PythonError.timedOut`, and the instance is poisoned.
  public var timeout: Duration?
  /// The most bytes the guest's memory may grow to, at most 4 GiB; more is a `MemoryError` in Python.
  public var maximumMemory: Int
  /// The most bytes that the instance may have of its own: pages it shares with its image until it writes to them, and memory it has added
  /// and used; nil: any number. Only Linux tells. Looked at every few milliseconds, and at the end of each call, which then throws
  /// `PythonError.outOfPrivateMemory`, and the instance is poisoned. Pages that another run wrote to before a reset, or in an instance that is
  /// gone, count: up to 2 MiB of them are kept, because writing to them again costs nothing.
  public var maximumPrivateBytes: Int?
  /// The most bytes of standard output, and of standard error, that are kept of one call; what is more is dropped.
  public var maximumOutput: Int
  /// The most bytes of a value that a call returns, as JSON, which is a `PythonError.invalidValue` otherwise; and of the arguments that a
  /// script passes to a function of the host, which is a `HostError` in Python.
  public var maximumValueBytes: Int
  /// The most bytes of messages for the host's log in one call, each of which counts 64 bytes besides its text. The rest is dropped, and
  /// the log says so once.
  public var maximumLogBytes: Int
  /// The most functions of the host that a script can call in one call; one more is a `HostError` in Python.
  public var maximumHostCalls: Int
  /// The most bytes that each of the file systems in memory (`/work`, `/lib`, `/tmp`) may hold; more is an `OSError`.
  public var maximumFileBytes: Int
  /// The most files, directories and symbolic links that each of them may hold, and half of the names that these may have; more is an
  /// `OSError` with the number of `ENOSPC`.
  public var maximumFileCount: Int
  /// The most files, directories and sockets that may be open at a time; one more is an `OSError` with EMFILE. Each of them that is in a
  /// folder of the host, other than the standard library, takes one of the descriptors of the host's process.
  public var maximumOpenFiles: Int
  /// Bytes of stack for the guest's calls. Pages are used when touched. Python's own limit on recursion is reached first
  /// when there is enough. Compiled guests use the stack of the thread besides: calls that wait have that of their caller, of which
  /// less than 192 KiB is too little, and `async` calls a thread of 16 MiB. Outside of Linux with glibc all have threads of 16 MiB.
  public var stackSize: Int
  /// The most WebAssembly instructions one call may execute; nil: any number, which is faster. Beyond it the call throws
  /// `PythonError.outOfFuel`, and the instance is poisoned. The count is the same in every run of the same code.
  public var fuel: UInt64?

  /// The least that `maximumPrivateBytes` can be: what is kept of earlier runs, and as much again.
  public static let minimumPrivateBytes = 2 * MemoryProbe.keptBytes

  public init(
    timeout: Duration? = nil, maximumMemory: Int = 1 << 30, maximumPrivateBytes: Int? = nil, maximumOutput: Int = 16 << 20,
    maximumValueBytes: Int = 64 << 20, maximumLogBytes: Int = 1 << 20, maximumHostCalls: Int = 1_000_000,
    maximumFileBytes: Int = 256 << 20, maximumFileCount: Int = 100_000, maximumOpenFiles: Int = 256, stackSize: Int = 64 << 20,
    fuel: UInt64? = nil
  ) {
    self.timeout = timeout
    self.maximumMemory = maximumMemory
    self.maximumPrivateBytes = maximumPrivateBytes
    self.maximumOutput = maximumOutput
    self.maximumValueBytes = maximumValueBytes
    self.maximumLogBytes = maximumLogBytes
    self.maximumHostCalls = maximumHostCalls
    self.maximumFileBytes = maximumFileBytes
    self.maximumFileCount = maximumFileCount
    self.maximumOpenFiles = maximumOpenFiles
    self.stackSize = stackSize
    self.fuel = fuel
  }
}
