/// The command line of `boomslang bench`.
package struct BenchOptions: Equatable, Sendable {
  package enum Subject: String, CaseIterable, Sendable {
    case instances, files
  }

  package var subject = Subject.instances
  package var engine = SandboxOptions.Engine.automatic
  package var guest: String?
  /// How often each operation is measured.
  package var count = 1000
  /// How many instances live at the same time.
  package var liveCount = 1000
  /// How many files an instance has.
  package var fileCount = 270_000
  package var printsJSON = false
  package var asksForHelp = false

  private static let names = ["--engine", "--guest", "--count", "--live", "--files", "--json", "--help"]

  package init(_ words: [String]) throws(UsageProblem) {
    var scanner = OptionScanner(words)
    var subject: Subject?
    while let word = try scanner.next() {
      switch word {
      case .option("--help"), .option("-h"):
        asksForHelp = true
        return
      case .option("--engine"): engine = try SandboxOptions.engine(try scanner.value())
      case .option("--guest"): guest = try scanner.value()
      case .option("--count"): count = try scanner.number()
      case .option("--live"): liveCount = try scanner.number()
      case .option("--files"): fileCount = try scanner.number()
      case .option("--json"): printsJSON = true
      case .option(let option): throw scanner.unknown(option, Self.names)
      case .operand(let word):
        guard subject == nil, let named = Subject(rawValue: word) else { throw UsageProblem("unexpected argument \"\(word)\"") }
        subject = named
      case .end: continue
      }
    }
    guard let subject else { throw UsageProblem("what is to be measured? There are: instances, files") }
    self.subject = subject
  }
}
