/// The command line of `boomslang repl`.
package struct ReplOptions: Equatable, Sendable {
  package var sandbox = SandboxOptions()
  package var asksForHelp = false

  package init(_ words: [String]) throws(UsageProblem) {
    var scanner = OptionScanner(words)
    while let word = try scanner.next() {
      switch word {
      case .option("--help"), .option("-h"):
        asksForHelp = true
        return
      case .option(let option):
        guard try sandbox.take(option, from: &scanner) else { throw scanner.unknown(option, SandboxOptions.names + ["--help"]) }
      case .operand(let word): throw UsageProblem("unexpected argument \"\(word)\"; boomslang run runs programs")
      case .end: continue
      }
    }
  }
}
