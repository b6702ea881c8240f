/// The command line of `boomslang bench instances`.
package struct BenchOptions: Equatable, Sendable {
  package var engine = SandboxOptions.Engine.automatic
  package var guest: String?
  /// How often each operation is measured.
  package var count = 1000
  /// How many instances live at the same time.
  package var liveCount = 1000
  package var printsJSON = false
  package var asksForHelp = false

  private static let names = ["--engine", "--guest", "--count", "--live", "--json", "--help"]

  package init(_ words: [String]) throws(UsageProblem) {
    var scanner = OptionScanner(words)
    var subject: String?
    while let word = try scanner.next() {
      switch word {
      case .option("--help"), .option("-h"):
        asksForHelp = true
        return
      case .option("--engine"): engine = try SandboxOptions.engine(try scanner.value())
      case .option("--guest"): guest = try scanner.value()
      case .option("--count"): count = try scanner.number()
      case .option("--live"): liveCount = try scanner.number()
      case .option("--json"): printsJSON = true
      case .option(let option): throw scanner.unknown(option, Self.names)
      case .operand(let word):
        guard subject == nil, word == "instances" else { throw UsageProblem("unexpected argument \"\(word)\"") }
        subject = word
      case .end: continue
      }
    }
    if subject == nil { throw UsageProblem("what is to be measured? There is: instances") }
  }
}
