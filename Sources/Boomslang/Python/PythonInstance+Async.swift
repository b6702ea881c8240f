/// Running Python on a thread of its own, while the task waits.
///
/// Each of these does what its namesake without `async` does. When the task is cancelled, the guest is stopped within
/// milliseconds, the call throws `PythonError.cancelled`, and the instance is poisoned; unless the call had not started
/// yet. `PythonThreads` says how many guests run at a time; time limits and `stop()` hold for calls that wait for their turn, too, which
/// leave the instance as it was.
/// - Throws: `noThread` when the call had to wait for longer than its time limit, and did not begin.
extension PythonInstance {
  public func execute(_ source: String, name: String = scriptName) async throws(PythonError) -> PythonResult {
    try await perform(.execute(source, name))
  }

  public func executeInteractive(_ source: String) async throws(PythonError) -> InteractiveResult {
    try await perform(.executeInteractive(source))
  }

  public func runFile(_ guestPath: String) async throws(PythonError) -> PythonResult { try await perform(.runFile(guestPath)) }
  public func runModule(_ name: String) async throws(PythonError) -> PythonResult { try await perform(.runModule(name)) }
  public func compile(_ source: String, name: String = scriptName) async throws(PythonError) -> PythonCode {
    try await perform(.compile(source, name))
  }
  public func loadCode(_ code: PythonCode) async throws(PythonError) -> PythonResult { try await perform(.loadCode(code)) }

  public func executeFunction(_ name: String, _ arguments: String = "") async throws(PythonError) -> PythonResult {
    try await perform(.executeFunction(name, arguments))
  }

  public func installModule(_ name: String, source: String) async throws(PythonError) { try await perform(.installModule(name, source)) }
  public func uninstallModule(_ name: String) async throws(PythonError) { try await perform(.uninstallModule(name)) }

  @discardableResult
  public func finish() async throws(PythonError) -> PythonResult { try await perform(.finish()) }

  public func freeze() async throws(PythonError) -> RuntimeImage { try await performFreeze() }
  public func fork() async throws(PythonError) -> PythonInstance { try await freeze().createInstance(options) }
  public func reset() async throws(PythonError) { try await performReset() }
}
