/// Running Python, on the caller's thread.
///
/// All of these throw `busy`, `poisoned` or `closed` when they cannot begin, and `timedOut`, `stopped`, `outOfFuel`,
/// `trapped` or `outOfMemory` when they cannot end; what else is said at each.
extension PythonInstance {
  /// The file name that tracebacks show for code without one.
  public static let scriptName = "<script>"

  /// Runs source in `__main__`. What it defines stays for later calls.
  /// - Parameters:
  ///   - source: any number of statements.
  ///   - name: what tracebacks show as the file.
  public func execute(_ source: String, name: String = scriptName) throws(PythonError) -> PythonResult { try perform(.execute(source, name)) }

  /// Runs source like a line typed at a prompt: the value of an expression is printed.
  public func executeInteractive(_ source: String) throws(PythonError) -> InteractiveResult { try perform(.executeInteractive(source)) }

  /// Runs a script, or a folder or archive with a `__main__.py`, like `python PATH`.
  /// - Parameter guestPath: where the guest finds it.
  public func runFile(_ guestPath: String) throws(PythonError) -> PythonResult { try perform(.runFile(guestPath)) }

  /// Runs a module, like `python -m NAME`.
  public func runModule(_ name: String) throws(PythonError) -> PythonResult { try perform(.runModule(name)) }

  /// Compiles source without running it.
  /// - Parameters:
  ///   - source: a whole script.
  ///   - name: what tracebacks show as the file.
  /// - Throws: `compilationFailed`.
  public func compile(_ source: String, name: String = scriptName) throws(PythonError) -> PythonCode { try perform(.compile(source, name)) }

  /// Runs compiled source in `__main__`.
  public func loadCode(_ code: PythonCode) throws(PythonError) -> PythonResult { try perform(.loadCode(code)) }

  /// Calls a function of `__main__`.
  /// - Parameters:
  ///   - name: the function's; `a.b` is the attribute `b` of `a`.
  ///   - arguments: a JSON array of positional arguments; empty for none.
  /// - Returns: a result with a `value`, unless the function failed or is not there.
  public func executeFunction(_ name: String, _ arguments: String = "") throws(PythonError) -> PythonResult {
    try perform(.executeFunction(name, arguments))
  }

  /// Makes a module that can be imported. A dotted name belongs to its package, which has to be there.
  /// - Throws: `moduleFailed` when its source raises an exception.
  public func installModule(_ name: String, source: String) throws(PythonError) { try perform(.installModule(name, source)) }

  /// Forgets a module and those under it: it will be imported anew, or not found.
  public func uninstallModule(_ name: String) throws(PythonError) { try perform(.uninstallModule(name)) }

  /// Gives the next call something to read as standard input; what it does not read is dropped after it, and by a reset.
  /// - Throws: `invalidOptions` when the options gave the instance a stream of its own; `closed`.
  public func setStdin(_ bytes: [UInt8]) throws(PythonError) {
    if isClosed { throw .closed }
    guard case .empty = options.standardInput else {
      throw .invalidOptions("the instance reads a stream of its own, which its options give it: setStdin is for others")
    }
    settings.input.set(bytes)
  }
  /// The same, in UTF-8.
  public func setStdin(_ text: String) throws(PythonError) { try setStdin(Array(text.utf8)) }

  /// Ends Python as the end of its process does: functions registered with `atexit` run, objects are finalized, and what
  /// was written to files that are still open reaches them. Nothing of that happens in an instance that is merely dropped,
  /// closed or reset. The instance is poisoned after it.
  /// - Returns: what was written meanwhile; the exit code is 120 when a standard stream could not be written, else 0.
  @discardableResult
  public func finish() throws(PythonError) -> PythonResult { try perform(.finish()) }

  /// Makes Python new: nothing that scripts defined or changed is left but the files in `/work` and `/lib`. Also for
  /// poisoned instances, which it makes usable again.
  /// - Throws: `busy`, `closed`; `stopped`, `cancelled`, `initializationFailed`, after which the instance is poisoned.
  public func reset() throws(PythonError) { try performReset() }

  /// Keeps the state of Python, for other instances to begin with, and goes on as before. What it takes depends on how much of its memory
  /// the instance has written to since it was made.
  /// - Throws: `imageImpossible` when the instance has a socket open, or a file that was deleted since.
  public func freeze() throws(PythonError) -> RuntimeImage { try performFreeze() }

  /// Makes an instance with the same options that goes on where this one stands: with the same names, modules, open files, and files in
  /// `/work`, `/lib` and `/tmp`, as copies, unless `/work` is a directory of the host. A reset brings it back to here.
  /// - Throws: as `freeze()`.
  public func fork() throws(PythonError) -> PythonInstance { try freeze().createInstance(options) }
}
