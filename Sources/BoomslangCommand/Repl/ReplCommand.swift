import Boomslang
import CommandSupport

/// `boomslang repl`.
enum ReplCommand {
  static func run(_ words: [String]) throws -> Int32 {
    let options = try ReplOptions(words)
    if options.asksForHelp { return Usage.show(Usage.repl) }
    var sandbox = try Sandbox(options.sandbox)
    let lines = LineReader(STDIN_FILENO)
    let isTerminal = isatty(STDIN_FILENO) != 0
    // Of a terminal the guest gets a line at a time anyway; of anything else it would get more than the line it asks for.
    if !isTerminal { sandbox.instance.standardInput = .stream { lines.read(into: $0) } }
    let watch = InterruptWatch { if isTerminal { lines.wake() } else { _exit(ExitCode.interrupted) } }
    let session = try ReplSession(sandbox, watch)

    if isTerminal { print(banner(sandbox.factory)) }
    fflush(nil)
    guard isTerminal, isatty(STDOUT_FILENO) != 0, !isDumb, let input = editedInput(session) else {
      return try loop(PlainInput(lines: lines, showsPrompts: isTerminal), session)
    }
    let ends = EndSignals(mode: input.prompt.mode)
    defer { withExtendedLifetime(ends) {} }
    return try loop(input, session)
  }

  private static func loop(_ input: some ReplInput, _ session: ReplSession) throws -> Int32 {
    var begun: String?
    while true {
      switch begun.map({ input.read(after: $0) }) ?? input.read() {
      case .ended:
        guard let begun, case .exit(let code) = try session.push(begun, isAll: true) else { return 0 }
        return code
      case .cancelled:
        begun = nil
        Console.error("KeyboardInterrupt")
      case .text(let text):
        guard begun != nil || text.contains(where: { !$0.isWhitespace }) else { continue }
        let outcome = try session.push(text)
        begun = outcome == .more ? text : nil
        if outcome != .more { input.remember(text) }
        if case .exit(let code) = outcome { return code }
      }
    }
  }

  private static func editedInput(_ session: ReplSession) -> EditedInput? {
    let file = HistoryFile.standard()
    file?.trim()
    let prompt = Prompt(.init(">>> ", following: "... "), history: History(file?.load() ?? [])) { session.completions($0) }
    return prompt.map { EditedInput(prompt: $0, file: file) }
  }

  /// A terminal that cannot move its cursor.
  private static var isDumb: Bool {
    guard let name = getenv("TERM") else { return true }
    return ["", "dumb"].contains(String(cString: name))
  }

  private static func banner(_ factory: PythonExecutorFactory) -> String {
    """
    Python \(factory.guest.manifest.python) in boomslang \(Version.current) (\(factory.engine.rawValue))
    Type help() for help, exit() or Ctrl-D to leave.
    """
  }
}
