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
  var timeout: Double?
  var stackSize: Int?
  var directories: [Directory] = []
  var environment: [(name: String, value: String)] = []
  /// What the program gets after its own name.
  var programArguments: [String] = []

  /// A directory of the host that the guest sees.
  struct Directory: Equatable {
    var host: String
    var guest: String
    var isReadOnly = false
  }

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
        // Options may still follow, and the file: until it is known, only what looks like a number is an argument.
        while let next = rest.first, !next.hasPrefix("--"), file != nil || Double(next) != nil {
          invokeArguments.append(next)
          rest.removeFirst()
        }
      case "--stats": printsStatistics = true
      case "--validate": validatesEagerly = true
      case "--check": onlyChecks = true
      case "--fuel": fuel = try number(argument)
      case "--timeout": timeout = try number(argument)
      case "--stack-size":
        let size: Int = try number(argument)
        let largest = Store.Configuration.stackSizes.upperBound
        guard size <= largest else { throw Problem(message: "--stack-size: at most \(largest) bytes are possible") }
        stackSize = size
      case "--dir": directories.append(try Self.directory(try value(argument)))
      case "--env": environment.append(try Self.variable(try value(argument)))
      case "--":
        programArguments = Array(rest)
        rest = []
      case "--help", "-h": throw Problem(message: "")
      default:
        guard !argument.hasPrefix("--") else { throw Problem(message: "unknown option \(argument)") }
        guard file == nil else {
          throw Problem(message: "unexpected argument \"\(argument)\"; arguments for the program follow --")
        }
        file = argument
      }
    }
    guard let file else { throw Problem(message: "no module file is given") }
    self.file = file
  }

  /// HOST, HOST::GUEST, and either with :ro at its end.
  private static func directory(_ text: String) throws(Problem) -> Directory {
    var text = text[...]
    var directory = Directory(host: "", guest: "")
    if text.hasSuffix(":ro") {
      directory.isReadOnly = true
      text = text.dropLast(3)
    }
    if let separator = text.firstRange(of: "::") {
      directory.host = String(text[..<separator.lowerBound])
      directory.guest = String(text[separator.upperBound...])
    } else {
      directory.host = String(text)
      directory.guest = directory.host
    }
    guard !directory.host.isEmpty, !directory.guest.isEmpty else { throw Problem(message: "--dir: a path is missing in \"\(text)\"") }
    return directory
  }

  /// NAME=VALUE, or NAME for a variable of this process.
  private static func variable(_ text: String) throws(Problem) -> (name: String, value: String) {
    let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
    guard !parts[0].isEmpty else { throw Problem(message: "--env: a name is missing in \"\(text)\"") }
    if parts.count == 2 { return (parts[0], parts[1]) }
    guard let value = getenv(text) else { throw Problem(message: "--env: there is no variable \"\(text)\"; give it a value with \(text)=VALUE") }
    return (text, String(cString: value))
  }
}
