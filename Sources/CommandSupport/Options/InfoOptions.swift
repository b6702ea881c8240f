/// The command line of `boomslang info`.
package struct InfoOptions: Equatable, Sendable {
  package var guest: String?
  package var printsJSON = false
  package var asksForHelp = false

  package init(_ words: [String]) throws(UsageProblem) {
    var scanner = OptionScanner(words)
    while let word = try scanner.next() {
      switch word {
      case .option("--help"), .option("-h"):
        asksForHelp = true
        return
      case .option("--json"): printsJSON = true
      case .option("--guest"): guest = try scanner.value()
      case .option(let option): throw scanner.unknown(option, ["--json", "--guest", "--help"])
      case .operand(let word): throw UsageProblem("unexpected argument \"\(word)\"")
      case .end: continue
      }
    }
  }
}
