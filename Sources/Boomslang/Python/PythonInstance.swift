import WASI

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

  init(_ options: Options) { self.options = options }

  /// What executes this instance: never `automatic`.
  public var engine: PythonEngine { .interpreter }

  /// `/work`, as the guest sees it: for giving files to scripts and taking what they made.
  public var workFiles: any FileSystem { MemoryFileSystem() }
  /// `/lib`, which is on `sys.path`.
  public var libraryFiles: any FileSystem { MemoryFileSystem() }

  /// Whether a call was ended from outside, so that only `reset()` is possible.
  public var isPoisoned: Bool { false }
  public var isClosed: Bool { false }
  /// The size of the guest's memory in pages of 64 KiB, as it was after the last call; 0 when there is none.
  public var heapPages: Int { 0 }
  /// The same in bytes.
  public var heapBytes: Int { heapPages << 16 }
}

/// Ending calls. Everything here may be called from any thread, at any time, and returns at once.
extension PythonInstance {
  /// Raises `KeyboardInterrupt` in the running script. This is a request: it takes effect between two of Python's own
  /// instructions, so after a `time.sleep` or a long computation in C, and the script may catch it.
  /// - Returns: false when nothing is running, or the guest is one that cannot be interrupted.
  @discardableResult
  public func interrupt() -> Bool { false }

  /// Ends the running call within milliseconds, whatever the script does: it throws `PythonError.stopped`, and the
  /// instance is poisoned. A host function that runs is waited for. Does nothing when nothing is running.
  public func stop() {}

  /// Makes the instance refuse calls until `reset()`: for a host that does not trust its state any more.
  public func poison() {}

  /// Ends the running call, as `stop()`, and gives all memory back. All further calls throw `PythonError.closed`.
  public func close() {}
}
