/// The command line of `boomslang run`: as Python's, with the sandbox's options before the program.
package struct RunOptions: Equatable, Sendable {
  package enum Program: Equatable, Sendable {
    case code(String)
    case module(String)
    case file(String)
    case standardInput
  }

  package var sandbox = SandboxOptions()
  package var program = Program.standardInput
  /// What the program finds in `sys.argv[1:]`.
  package var arguments: [String] = []
  /// The file that the program gets as its standard input.
  package var inputFile: String?
  /// The file with the state that Python begins with, and the one that its state goes to in the end.
  package var state: String?
  package var savedState: String?
  package var asksForHelp = false

  package init(_ words: [String]) throws(UsageProblem) {
    var scanner = OptionScanner(words)
    while let word = try scanner.next() {
      switch word {
      case .option("--help"), .option("-h"):
        asksForHelp = true
        return
      case .option("--stdin"): inputFile = try scanner.value()
      case .option("--state"): state = try scanner.value()
      case .option("--save-state"): savedState = try scanner.value()
      case .option(let option):
        if try sandbox.take(option, from: &scanner) { continue }
        program = try Program(option, &scanner, others: SandboxOptions.names + ["--stdin", "--state", "--save-state", "--help"])
        arguments = scanner.takeRest()
        return
      case .operand(let file):
        program = Program(operand: file)
        arguments = scanner.takeRest()
        return
      case .end:
        var rest = scanner.takeRest()
        guard !rest.isEmpty else { throw Self.missingProgram }
        // As for Python, what follows -- is a file, also when it looks like an option.
        let file = rest.removeFirst()
        program = Program(operand: file)
        arguments = rest
        return
      }
    }
    throw Self.missingProgram
  }

  private static let missingProgram = UsageProblem("no program is given: -c CODE, -m MODULE, a file, or - for standard input")
}

extension RunOptions.Program {
  /// What `-c` and `-m` mean, whose value may be attached to them.
  /// - Parameter others: the options there are besides.
  init(_ option: String, _ scanner: inout OptionScanner, others: [String]) throws(UsageProblem) {
    // By bytes: code may begin with a mark that makes one character with the letter.
    let bytes = option.utf8
    if bytes.starts(with: "--".utf8) { throw scanner.unknown(option, others) }
    let letter = bytes.dropFirst().first
    guard letter == UInt8(ascii: "c") || letter == UInt8(ascii: "m") else { throw PythonFlag.problem(option) }
    let value = bytes.count > 2 ? String(Substring(bytes.dropFirst(2))) : try scanner.value()
    self = letter == UInt8(ascii: "c") ? .code(value) : .module(value)
  }

  /// What an operand means.
  init(operand: String) { self = operand == "-" ? .standardInput : .file(operand) }
}
