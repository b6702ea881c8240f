/// The command line of `boomslang snapshot`.
package struct SnapshotOptions: Equatable, Sendable {
  package var engine = SandboxOptions.Engine.automatic
  package var input = ""
  package var output = ""
  package var module: String?
  package var asksForHelp = false

  package init(_ words: [String]) throws(UsageProblem) {
    var scanner = OptionScanner(words)
    var operands: [String] = []
    while let word = try scanner.next() {
      switch word {
      case .option("--help"), .option("-h"):
        asksForHelp = true
        return
      case .option("--engine"): engine = try SandboxOptions.engine(try scanner.value())
      case .option("--module"): module = try scanner.value()
      case .option(let option): throw scanner.unknown(option, ["--engine", "--module", "--help"])
      case .operand(let word): operands.append(word)
      case .end: operands += scanner.takeRest()
      }
    }
    guard operands.count == 2 else { throw UsageProblem("two files are needed: the guest's module, and where its image goes") }
    (input, output) = (operands[0], operands[1])
    guard input.hasSuffix("boomslang.wasm") else { throw UsageProblem("\(input) is no guest: its module is called boomslang.wasm") }
  }
}
