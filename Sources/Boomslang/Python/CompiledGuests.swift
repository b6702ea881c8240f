import Synchronization
import WasmCore

extension PythonExecutorFactory {
  /// Whether the program contains a compiled guest. Whether it is the one that a factory has loaded, `engine` tells.
  public static var isAOTAvailable: Bool { CompiledGuests.isAnyThere }

  /// Makes a compiled guest known, before the first factory is made. `BoomslangGuest.install()` does this.
  /// - Throws: `compiledGuestUnavailable` for code that was generated for another version of the engine.
  public static func install(_ guest: CompiledModule) throws(PythonError) { try CompiledGuests.install(guest) }
}

/// The guests that are part of the program as machine code.
enum CompiledGuests {
  private static let guests = Mutex<[CompiledModule]>([])

  static var isAnyThere: Bool { guests.withLock { !$0.isEmpty } }

  static func install(_ guest: CompiledModule) throws(PythonError) {
    do { try guest.register() } catch { throw .compiledGuestUnavailable(error.description) }
    guests.withLock { $0.append(guest) }
  }

  /// What executes `module`: never `automatic`.
  static func engine(for configuration: PythonExecutorFactory.Configuration, _ module: Module) throws(PythonError) -> PythonEngine {
    guard configuration.engine != .interpreter else { return .interpreter }
    guard let problem = problem(with: module) else { return .compiled }
    if configuration.engine == .compiled { throw .compiledGuestUnavailable(problem) }
    switch configuration.fallback {
    case .silent: break
    case .warn: configuration.warn("\(problem): Python runs in the interpreter, which is slower")
    case .fail: throw .compiledGuestUnavailable(problem)
    }
    return .interpreter
  }

  /// Why `module` cannot run compiled; nil when it can.
  private static func problem(with module: Module) -> String? {
    guard Store.supportsCompiledCode else { return "compiled guests do not run on this platform" }
    guard let guest = guests.withLock({ $0.last }) else { return "this program contains no compiled guest" }
    if CompiledModule.of(module) != nil { return nil }
    do { try guest.check(module) } catch { return error.description }
    return "the compiled guest is not registered"
  }
}

extension PythonExecutorFactory.Configuration {
  /// Says what is not as somebody will have expected.
  func warn(_ text: String) {
    if let onWarning { return onWarning(text) }
    let line = Array("boomslang: \(text)\n".utf8)
    _ = write(STDERR_FILENO, line, line.count)
  }
}
