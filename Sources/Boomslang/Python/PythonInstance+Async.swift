/// Running Python on a thread of its own, while the task waits.
///
/// Each of these does what its namesake without `async` does. When the task is cancelled, the guest is stopped within
/// milliseconds, the call throws `PythonError.cancelled`, and the instance is poisoned; unless the call had not started
/// yet.
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

  public func freeze() async throws(PythonError) -> RuntimeImage {
    let turn = try gate.begin()
    return try await onWasmThread(turn, unused: turn.guest) { () throws(PythonError) in try self.freeze(turn) }
  }

  public func fork() async throws(PythonError) -> PythonInstance { try await freeze().createInstance(options) }

  public func reset() async throws(PythonError) {
    let turn = try gate.beginReset()
    try await onWasmThread(turn, unused: turn.guest) { () throws(PythonError) in try self.reset(turn) }
  }
}
