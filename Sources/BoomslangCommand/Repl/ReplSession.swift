import Boomslang

/// Python, as the prompt uses it.
final class ReplSession {
  enum Outcome: Equatable {
    case done
    /// The text is the beginning of something.
    case more
    /// It asked for the end.
    case exit(Int32)
  }

  private struct Answer: Decodable {
    let state: String
    let code: Int32
  }

  private let sandbox: Sandbox
  private let python: PythonInstance
  private let watch: InterruptWatch

  init(_ sandbox: Sandbox, _ watch: InterruptWatch) throws {
    (self.sandbox, self.watch) = (sandbox, watch)
    python = try sandbox.factory.createInstance(sandbox.instance)
    try install()
  }

  private func install() throws {
    try python.installModule(ConsoleModule.name, source: ConsoleModule.source)
    _ = try python.execute("__import__('\(ConsoleModule.name)').install()")
  }

  /// Runs what was typed. When it is ended from outside, Python starts anew.
  /// - Parameter isAll: whether nothing can be added to it.
  func push(_ source: String, isAll: Bool = false) throws -> Outcome {
    sandbox.outputs.forEach { $0.limit.reset() }
    defer { sandbox.reportCutOutput() }
    do {
      let answer = try watch.during(python) { try python.call("\(ConsoleModule.handle).push", with: source, isAll, returning: Answer.self) }
      switch answer.state {
      case "more": return .more
      case "exit": return .exit(answer.code)
      default: return .done
      }
    } catch let error as PythonError {
      return try recover(error)
    }
  }

  /// Ends Python as the end of a process does.
  /// - Returns: the exit code of all, which was to be `code`.
  func finish(_ code: Int32) throws -> Int32 {
    // After os._exit there is nothing to finish.
    guard !python.isPoisoned else { return code }
    let result = try watch.during(python) { try python.finish() }
    return result.succeeded ? code : result.exitCode & 0xFF
  }

  private func recover(_ error: PythonError) throws -> Outcome {
    switch error {
    case .functionFailed(_, let result) where python.isPoisoned: return .exit(result.exitCode & 0xFF)
    // os._exit(0), which leaves no value behind.
    case .invalidValue where python.isPoisoned: return .exit(0)
    // The traceback was shown as it was written.
    case .functionFailed: return .done
    default: break
    }
    guard python.isPoisoned else { throw error }
    Console.error("boomslang: \(PythonFailure.message(error) ?? "stopped")")
    try python.reset()
    try install()
    Console.error("boomslang: Python has been started anew; what was defined is lost, what is in /work and /lib is not")
    return .done
  }

  /// The names that begin with `name`; none when they cannot be found out.
  func completions(_ name: String) -> [String] {
    let names = try? watch.during(python) { try python.call("\(ConsoleModule.handle).complete", with: name, returning: [String].self) }
    if python.isPoisoned { _ = try? recover(.poisoned) }
    return names ?? []
  }
}
