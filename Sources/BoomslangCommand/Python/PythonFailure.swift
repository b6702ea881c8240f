import Boomslang

/// Errors of the sandbox, as someone at a terminal reads them.
enum PythonFailure {
  /// - Returns: the exit code.
  static func report(_ error: any Error) -> Int32 {
    if let late = error as? ProgramSource.Late {
      Console.error("boomslang: \(stopped(after: late.timeout))")
      return ExitCode.limit
    }
    guard let error = error as? PythonError else {
      Console.error("boomslang: \(error)")
      return ExitCode.failure
    }
    if let message = message(error) { Console.error("boomslang: \(message)") }
    return exitCode(error)
  }

  private static func exitCode(_ error: PythonError) -> Int32 {
    switch error {
    case .invalidLimits, .invalidOptions: ExitCode.usage
    case .timedOut, .outOfFuel: ExitCode.limit
    case .stopped: ExitCode.interrupted
    case .trapped: ExitCode.trap
    default: ExitCode.failure
    }
  }

  /// nil: whoever ended it knows.
  static func message(_ error: PythonError) -> String? {
    switch error {
    case .guestNotFound(let message):
      "\(message)\nmake guest builds a guest; --guest or BOOMSLANG_GUEST name the folder of another."
    case .timedOut(let timeout, _): stopped(after: timeout)
    case .outOfFuel: "stopped, as it executed more instructions than it may (--fuel)"
    case .stopped: nil
    default: "\(error)"
    }
  }

  static func stopped(after timeout: Duration) -> String { "stopped after \(seconds(timeout)) s (--timeout)" }

  /// Without zeros that say nothing.
  private static func seconds(_ duration: Duration) -> String {
    let (seconds, attoseconds) = duration.components
    let value = Double(seconds) + Double(attoseconds) / 1e18
    return attoseconds == 0 ? String(seconds) : String(value)
  }
}
