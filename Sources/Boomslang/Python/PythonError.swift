import WasmCore

/// Why the host could not do what it was asked for. An exception in Python code is no such error, but a `PythonResult`.
///
/// The description is for people to read. The results that some cases carry have what was written until then.
public enum PythonError: Error, Sendable {
  // MARK: The guest

  /// No guest is where one was looked for.
  case guestNotFound(String)
  /// The files of the guest are not what they should be.
  case guestInvalid(String)
  /// The guest is of a later version of the interface than this host.
  case abiMismatch(found: Int32, supported: Int32)
  /// The compiled guest was asked for, and the program has none.
  case compiledGuestUnavailable(String)
  /// Python could not be started; the text says why.
  case initializationFailed(String)
  /// A file holds no image, or a damaged one, or one of another guest or engine.
  case imageInvalid(String)
  /// The instance holds something that cannot be kept in an image, such as a socket, or the image cannot be written.
  case imageImpossible(String)

  // MARK: What it was asked for

  case invalidLimits(String)
  case invalidOptions(String)
  /// The extensions of an instance are not those that the guest imports.
  case incompatibleExtension(String)

  // MARK: The state of the instance

  /// Another call is under way; this one did nothing. A host function that uses its own instance gets this as well.
  case busy
  /// The call waited for a thread for that long, and did not begin: as many guests as may run at the same time (see `PythonThreads`) did,
  /// until the call's time limit was over, or nothing went on any more; or, after no time at all, the system has no thread.
  case noThread(after: Duration)
  /// An earlier call was ended from outside, or ended Python; `PythonInstance.reset()` makes the instance usable again.
  case poisoned
  case closed

  // MARK: Calls that did not come to their end: the instance is poisoned

  case timedOut(after: Duration, PythonResult)
  /// The task that waited for the call was cancelled.
  case cancelled(PythonResult)
  /// `PythonInstance.stop()` or `close()` ended the call.
  case stopped(PythonResult)
  case outOfFuel(PythonResult)
  /// The instance had more memory of its own than `ResourceLimits.maximumPrivateBytes`.
  case outOfPrivateMemory(limit: Int, PythonResult)
  /// The guest itself failed, as opposed to the script in it.
  case trapped(Trap, PythonResult)
  /// The code ended the guest, by `os._exit`, in a call that gives no `PythonResult`.
  case exited(PythonResult)

  // MARK: Calls whose Python code failed: the instance is as good as before

  /// The source does not compile; the text is Python's explanation.
  case compilationFailed(String)
  /// The module's source raised the exception in the traceback, or has no name that a module can have.
  case moduleFailed(name: String, traceback: String)
  /// The function raised an exception: see the result's `stderr`.
  case functionFailed(name: String, PythonResult)
  /// An argument or a value has no form in JSON, or not the one that was asked for.
  case invalidValue(String)
  /// The guest has no memory left for what it was to be given.
  case outOfMemory(byteCount: Int)
}
