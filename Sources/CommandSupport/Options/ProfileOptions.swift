/// The command line of `boomslang profile`: any number of programs, none of which gets arguments.
package struct ProfileOptions: Equatable, Sendable {
  package var sandbox = SandboxOptions()
  package var programs: [RunOptions.Program] = []
  package var output = "boomslang.profile"
  package var asksForHelp = false

  private static let names = SandboxOptions.names.filter { $0 != "--engine" } + ["--output", "--help"]

  package init(_ words: [String]) throws(UsageProblem) {
    var scanner = OptionScanner(words)
    while let word = try scanner.next() {
      switch word {
      case .option("--help"), .option("-h"):
        asksForHelp = true
        return
      case .option("--output"), .option("-o"): output = try scanner.value()
      case .option("--engine"): throw UsageProblem("--engine: it is always the interpreter that counts instructions")
      case .option(let option):
        if try sandbox.take(option, from: &scanner) { continue }
        programs.append(try RunOptions.Program(option, &scanner, others: Self.names))
      case .operand(let word): programs.append(RunOptions.Program(operand: word))
      case .end: programs += scanner.takeRest().map(RunOptions.Program.init(operand:))
      }
    }
    guard !programs.isEmpty else { throw UsageProblem("no program is given: -c CODE, -m MODULE, files, or - for standard input") }
  }
}
