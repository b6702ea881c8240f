import WASI
import WasmCore

/// A Python interpreter in a sandbox of its own.
///
/// One call runs at a time. Any thread may make it; a second one that comes while it runs, also from a host function of
/// the same instance, throws `PythonError.busy` at once. All calls exist twice: those without `async` run the guest on the
/// caller's thread, the others on threads for this purpose, where cancelling the task stops the guest.
///
/// A call that is ended from outside (by a time limit, `stop()`, a cancelled task, a trap) leaves Python in the middle of
/// something, so the instance is *poisoned*: it refuses further calls with `PythonError.poisoned` until `reset()`.
public final class PythonInstance: Sendable {
  public let options: Options
  /// What executes this instance: never `automatic`.
  public let engine: PythonEngine
  let gate = CallGate()
  let image: RuntimeImage
  let settings: InstanceSettings

  /// Makes an instance without a guest: `reset()` makes that.
  /// - Throws: `invalidLimits`, `invalidOptions`, `incompatibleExtension`.
  init(_ image: RuntimeImage, _ options: Options) throws(PythonError) {
    try options.limits.validate(initialMemory: image.memoryByteCount)
    try options.validate()
    try image.program.interface.check(options.extensions)
    self.image = image
    // Only the interpreter counts instructions.
    engine = options.limits.fuel == nil && !options.profilesFunctions ? image.program.engine : .interpreter
    self.options = options
    settings = try InstanceSettings(options, image.program.configuration, image.state?.files ?? FileImages())
  }

  /// Files that were open in the image and could not be opened for this instance, because they are not where they were, or their mount is
  /// not there. In Python, using them raises an `OSError` with the number of `ESTALE`. Empty while a call is under way.
  public var lostFiles: [LostFile.Description] { gate.withIdleGuest { $0.host.lostFiles } ?? [] }

  /// `/work`, as the guest sees it: for giving files to scripts and taking what they made.
  ///
  /// Results are to be read through this, also those in a folder of the host: a symbolic link in there is followed no further than to the
  /// folder's end, whoever made it. Opening them by their paths follows it anywhere.
  public var workFiles: any FileSystem { settings.files.work }
  /// `/lib`, which is on `sys.path`.
  public var libraryFiles: any FileSystem { settings.files.library }

  /// Makes `/work` and `/lib`, as far as they are in memory, what they were in the beginning.
  func restoreFiles() throws(Errno) { try settings.files.restore(image.state?.files ?? FileImages()) }

  /// Whether a call was ended from outside, or ended Python, so that only `reset()` is possible.
  public var isPoisoned: Bool { gate.isPoisoned }
  public var isClosed: Bool { gate.isClosed }
  /// The size of the guest's memory in pages of 64 KiB, as it was after the last call; 0 when there is none.
  public var heapPages: Int { gate.heapPages }
  /// The same in bytes.
  public var heapBytes: Int { heapPages << 16 }
  /// What the guest's memory takes, after the last call: bytes of its own and bytes shared with other instances of the image. nil while a
  /// call is under way, and when there is no guest.
  public var memoryUse: MemoryUse? { gate.withIdleGuest { $0.instance.memoryUse } }
  /// What the last call left of `ResourceLimits.fuel`; nil without that limit, while a call is under way, and when there is no guest.
  public var remainingFuel: UInt64? { options.limits.fuel == nil ? nil : gate.withIdleGuest { $0.store.fuel } }
  /// How many instructions each function of the guest has executed, from Python's start to the end of the last call; also when
  /// the guest is gone since. Empty unless the options say `profilesFunctions`.
  package var functionWeights: [Int: UInt64] { gate.functionWeights }
}

/// Ending calls. Everything here may be called from any thread, at any time, and returns at once.
extension PythonInstance {
  /// Raises `KeyboardInterrupt` in the running script, also while it sleeps or waits for a descriptor. This is a request: it
  /// takes effect between two of Python's own instructions, so after a long computation in C, and the script may catch it.
  /// - Returns: false when nothing is running, or the guest is one that cannot be interrupted.
  @discardableResult
  public func interrupt() -> Bool { gate.interrupt() }

  /// Ends the running call within milliseconds, whatever the script does: it throws `PythonError.stopped`, and the
  /// instance is poisoned. A host function that runs is waited for. Does nothing when nothing is running.
  public func stop() { gate.stop(.request) }

  /// Makes the instance refuse calls until `reset()`: for a host that does not trust its state any more. A call that is
  /// under way goes on.
  public func poison() { gate.poison() }

  /// Ends the running call, as `stop()`, and gives all memory back. All further calls throw `PythonError.closed`.
  public func close() { gate.close() }
}
