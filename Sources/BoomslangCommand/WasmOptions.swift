/// The command line of `boomslang wasm`.
struct WasmOptions {
  var file = ""
  var invoke: String?
  var invokeArguments: [String] = []
  var printsStatistics = false
  var validatesEagerly = false
  var onlyChecks = false
  var fuel: UInt64?
  var timeout: Double?
  var stackSize: Int?

  struct Problem: Error {
    let message: String
  }

  init(_ arguments: [String]) throws(Problem) {
    var rest = arguments[...]
    var file: String?
    func value(_ option: String) throws(Problem) -> String {
      guard let value = rest.popFirst() else { throw Problem(message: "\(option) needs a value") }
      return value
    }
    func number<T: LosslessStringConvertible & Comparable & ExpressibleByIntegerLiteral>(_ option: String) throws(Problem) -> T {
      let text = try value(option)
      guard let number = T(text), number > 0 else { throw Problem(message: "\(option): \"\(text)\" is no positive number") }
      return number
    }
    while let argument = rest.popFirst() {
      switch argument {
      case "--invoke":
        invoke = try value(argument)
        // Options may still follow: what looks like a number is an argument, also a negative one.
        while let next = rest.first, !next.hasPrefix("--"), file != nil || rest.count > 1 || Double(next) != nil {
          invokeArguments.append(next)
          rest.removeFirst()
        }
      case "--stats": printsStatistics = true
      case "--validate": validatesEagerly = true
      case "--check": onlyChecks = true
      case "--fuel": fuel = try number(argument)
      case "--timeout": timeout = try number(argument)
      case "--stack-size": stackSize = try number(argument)
      case "--help", "-h": throw Problem(message: "")
      default:
        guard !argument.hasPrefix("--") else { throw Problem(message: "unknown option \(argument)") }
        guard file == nil else { throw Problem(message: "unexpected argument \"\(argument)\"") }
        file = argument
      }
    }
    guard let file else { throw Problem(message: "no module file is given") }
    self.file = file
  }
}
