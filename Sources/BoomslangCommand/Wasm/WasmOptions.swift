import CommandSupport
import WasmCore

/// The command line of `boomslang wasm`.
struct WasmOptions {
  var file = ""
  var invoke: String?
  var invokeArguments: [String] = []
  var printsStatistics = false
  var validatesEagerly = false
  var onlyChecks = false
  var fuel: UInt64?
  var profile: String?
  var timeout: Double?
  var stackSize: Int?
  var directories: [MountOption] = []
  var environment: [EnvironmentOption] = []
  /// What the program gets after its own name.
  var programArguments: [String] = []
  var asksForHelp = false

  private static let names = ["--invoke", "--stats", "--validate", "--check", "--profile", "--fuel", "--timeout", "--stack-size", "--dir", "--env", "--help"]

  init(_ words: [String]) throws(UsageProblem) {
    var scanner = OptionScanner(words)
    var file: String?
    while let word = try scanner.next() {
      switch word {
      case .option("--help"), .option("-h"):
        asksForHelp = true
        return
      case .option("--invoke"):
        invoke = try scanner.value()
        // Options may still follow, and the file: until it is known, only what looks like a number is an argument.
        while let next = scanner.peek, !next.utf8.starts(with: "--".utf8), file != nil || Double(next) != nil {
          invokeArguments.append(next)
          scanner.skip()
        }
      case .option("--stats"): printsStatistics = true
      case .option("--validate"): validatesEagerly = true
      case .option("--check"): onlyChecks = true
      case .option("--profile"): profile = try scanner.value()
      case .option("--fuel"): fuel = try scanner.number()
      case .option("--timeout"): timeout = try scanner.number()
      case .option("--stack-size"):
        let size: Int = try scanner.number()
        let largest = Store.Configuration.stackSizes.upperBound
        guard size <= largest else { throw UsageProblem("--stack-size: at most \(largest) bytes are possible") }
        stackSize = size
      case .option("--dir"): directories.append(try MountOption(try scanner.value(), option: "--dir"))
      case .option("--env"): environment.append(try EnvironmentOption(try scanner.value()))
      case .option(let option): throw scanner.unknown(option, Self.names)
      case .operand(let word):
        guard file == nil else { throw UsageProblem("unexpected argument \"\(word)\"; arguments for the program follow --") }
        file = word
      case .end: programArguments = scanner.takeRest()
      }
    }
    guard let file else { throw UsageProblem("no module file is given") }
    self.file = file
    if onlyChecks, profile != nil { throw UsageProblem("--profile is of no use with --check, which runs nothing") }
  }
}
