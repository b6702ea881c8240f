import CommandSupport

/// What the first word of the command line chooses.
enum Command: String, CaseIterable {
  case run
  case repl
  case info
  case profile
  case snapshot
  case bench
  case wasm

  static func run(_ words: [String]) -> Int32 {
    guard let name = words.first else {
      Console.error(Usage.overview)
      return ExitCode.usage
    }
    if let command = Command(rawValue: name) { return command.run(Array(words.dropFirst())) }
    switch name {
    case "--version":
      print("boomslang \(Version.current)")
      return 0
    case "--help", "-h": return Usage.show(Usage.overview)
    case "help": return Usage.show(words.dropFirst().first.flatMap { Command(rawValue: $0)?.usage } ?? Usage.overview)
    default:
      let question = Suggestion.question(name, allCases.map(\.rawValue) + ["help", "--help", "--version"])
      Console.error("boomslang: unknown command \"\(name)\"\(question)\nboomslang --help shows the commands.")
      return ExitCode.usage
    }
  }

  private func run(_ words: [String]) -> Int32 {
    do {
      switch self {
      case .run: return try RunCommand.run(words)
      case .repl: return try ReplCommand.run(words)
      case .info: return try InfoCommand.run(words)
      case .profile: return try ProfileCommand.run(words)
      case .snapshot: return try SnapshotCommand.run(words)
      case .bench: return try BenchCommand.run(words)
      case .wasm: return try WasmCommand.run(words)
      }
    } catch let problem as UsageProblem {
      Console.error("boomslang \(rawValue): \(problem.message)\nboomslang \(rawValue) --help shows the options.")
      return ExitCode.usage
    } catch let problem as FileProblem {
      Console.error("boomslang \(rawValue): \(problem.message)")
      return ExitCode.usage
    } catch {
      return PythonFailure.report(error)
    }
  }

  private var usage: String {
    switch self {
    case .run: Usage.run
    case .repl: Usage.repl
    case .info: Usage.info
    case .profile: Usage.profile
    case .snapshot: Usage.snapshot
    case .bench: Usage.bench
    case .wasm: Usage.wasm
    }
  }
}
