import WasmAOT

/// What the command is told.
struct Arguments {
  var input = ""
  var name: String?
  var output: String?
  var prefix: String?
  var fileCount: Int?
  var maximumBodySize: Int?
  var profile: String?
  var share: Double?
  var interpreted: String?
  var compiled: String?
  var report: String?
  var dump: String?
  var touched: String?
  var isOptional = false
  var wantsHelp = false

  struct UsageError: Error {
    let message: String
  }

  init(_ arguments: some Sequence<String>) throws(UsageError) {
    var rest = Array(arguments)[...]
    var inputs: [String] = []
    while let argument = rest.popFirst() {
      guard argument.utf8.first == UInt8(ascii: "-") else {
        inputs.append(argument)
        continue
      }
      if argument == "--help" || argument == "-h" {
        wantsHelp = true
        return
      }
      if argument == "--optional" {
        isOptional = true
        continue
      }
      // Both `--name X` and `--name=X`.
      let parts = argument.utf8.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false).map { String(Substring($0)) }
      try set(parts[0]) { () throws(UsageError) in
        guard let value = parts.count > 1 ? parts[1] : rest.popFirst(), !value.isEmpty else { throw UsageError(message: "\(parts[0]) needs a value") }
        return value
      }
    }
    guard let first = inputs.first else { throw UsageError(message: "no module") }
    guard inputs.count == 1 else { throw UsageError(message: "more than one module: \(inputs[1])") }
    input = first
    try check()
  }

  private mutating func set(_ option: String, _ value: () throws(UsageError) -> String) throws(UsageError) {
    switch option {
    case "--name": name = try value()
    case "--output": output = try value()
    case "--prefix": prefix = try value()
    case "--files": fileCount = try Self.number(option, try value(), 1...1000)
    case "--max-body": maximumBodySize = try Self.number(option, try value(), 0...Int.max)
    case "--profile": profile = try value()
    case "--share":
      let text = try value()
      guard let number = Double(text), (0...1).contains(number) else { throw UsageError(message: "--share takes a number from 0 to 1, not \(text)") }
      share = number
    case "--interpret": interpreted = try value()
    case "--compile": compiled = try value()
    case "--report": report = try value()
    case "--options":
      let path = try value()
      for option in try OptionsFile(path).options {
        do throws(UsageError) {
          try set(option.name) { () throws(UsageError) in
            guard !option.value.isEmpty else { throw UsageError(message: "\(option.name) needs a value") }
            return option.value
          }
        } catch { throw UsageError(message: "\(path): \(error.message.replacing("--", with: ""))") }
      }
    case "--touch": touched = try value()
    case "--dump": dump = try value()
    default: throw UsageError(message: "unknown option \(option)")
    }
  }

  private static func number(_ option: String, _ text: String, _ range: ClosedRange<Int>) throws(UsageError) -> Int {
    guard let number = Int(text), range.contains(number) else {
      let limit = range.upperBound == .max ? "" : " to \(range.upperBound)"
      throw UsageError(message: "\(option) takes a number from \(range.lowerBound)\(limit), not \(text)")
    }
    return number
  }

  private func check() throws(UsageError) {
    if share != nil, profile == nil { throw UsageError(message: "--share is of no use without --profile") }
    if dump != nil { return }
    guard let name else { throw UsageError(message: "--name is missing") }
    guard SwiftTranslation.Options.canBeName(name) else { throw UsageError(message: "\(name) cannot be the name of the module in Swift") }
    if let prefix, !SwiftTranslation.Options.canBeName(prefix) { throw UsageError(message: "names in Swift cannot begin with \(prefix)") }
    guard output != nil else { throw UsageError(message: "--output is missing") }
  }

  static let help = """
    usage: wasm2swift INPUT.wasm --name NAME --output FOLDER [options]
           wasm2swift INPUT.wasm --dump FUNCTION

    Translates a WebAssembly module to Swift source: the files NAME+0.swift to NAME+7.swift and NAME.swift in FOLDER,
    which are not touched when they would stay the same. NAME is what the module is called in Swift.

      --prefix TEXT       begin all names but NAME with TEXT, so that several modules can be in one module of Swift
      --files N           spread the functions over N files (8)
      --interpret LIST    leave the functions in the file LIST to the interpreter
      --compile LIST      compile the functions in the file LIST whatever the next three options say
      --max-body BYTES    leave functions larger than that to the interpreter
      --profile FILE      compile only what a profile of the module shows to matter
      --share NUMBER      how much of the profile's weight that is, from 0 to 1 (1)
      --optional          when there is no INPUT.wasm, translate a module without functions instead
      --options FILE      read options from FILE, one on each line, without dashes: interpret, compile, max-body, profile, share, report
      --report FILE       write down which functions are compiled, and why the others are not
      --touch FILE        write something else into FILE each time
      --dump FUNCTION     print what one function becomes, and write nothing
      --help              print this

    FUNCTION is an index or a name; a LIST has one on each line. Exit codes: 0 done, 1 failed, 2 wrong arguments.

    """
}
