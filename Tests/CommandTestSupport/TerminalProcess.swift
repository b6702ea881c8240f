import Foundation

/// Starts processes at terminals.
enum TerminalProcess {
  /// In a session of its own, whose terminal is the first that it opens.
  static func start(_ arguments: [String], _ environment: [String: String], terminal: String) throws -> pid_t {
    #if canImport(Darwin)
    var (actions, attributes): (posix_spawn_file_actions_t?, posix_spawnattr_t?)
    #else
    var (actions, attributes) = (posix_spawn_file_actions_t(), posix_spawnattr_t())
    #endif
    posix_spawn_file_actions_init(&actions)
    posix_spawnattr_init(&attributes)
    defer {
      posix_spawn_file_actions_destroy(&actions)
      posix_spawnattr_destroy(&attributes)
    }
    posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, terminal, O_RDWR, 0)
    posix_spawn_file_actions_adddup2(&actions, STDIN_FILENO, STDOUT_FILENO)
    posix_spawn_file_actions_adddup2(&actions, STDIN_FILENO, STDERR_FILENO)
    posix_spawnattr_setflags(&attributes, Int16(PseudoTerminal.newSession))
    let program = arguments[0]
    var process: pid_t = 0
    let result = withStrings(arguments) { arguments in
      withStrings(environment.map { "\($0)=\($1)" }) { posix_spawn(&process, program, &actions, &attributes, arguments, $0) }
    }
    guard result == 0 else { throw TerminalSession.Failure(description: "\(program): \(String(cString: strerror(result)))") }
    return process
  }

  private static func withStrings<Result>(_ texts: [String], _ body: ([UnsafeMutablePointer<CChar>?]) -> Result) -> Result {
    let pointers = texts.map { strdup($0) }
    defer { pointers.forEach { free($0) } }
    return body(pointers + [nil])
  }
}
