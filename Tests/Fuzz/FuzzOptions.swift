/// The command line.
struct FuzzOptions {
  enum Mode {
    case campaign, help
    case worker(status: String)
    case check([String])
    case minimize(String)
    case write(UInt64)
  }

  struct Problem: Error, CustomStringConvertible {
    let description: String
    init(_ description: String) { self.description = description }
  }

  var mode = Mode.campaign
  var seeds: [String] = []
  var first: UInt64 = 0
  var count: UInt64 = 10_000
  var batch: UInt64 = 20_000
  /// Seconds one input may take.
  var timeout = 20.0
  /// Where inputs that failed go, made small.
  var output = "."
  var maximumFailures = 20

  static let usage = """
    usage: WasmFuzz [--seeds FOLDER]… [--first N] [--count N] [options]   fuzz with the inputs N, N + 1, …
           WasmFuzz --check FILE…                                        check modules (.wasm) or inputs (.hex)
           WasmFuzz --minimize FILE                                      print a smaller input that fails in the same way
           WasmFuzz --write N [--seeds FOLDER]…                          print input N

    Inputs are mutated modules from the folders and generated modules; the number determines the input.

      --output FOLDER     where to put inputs that failed (default: here)
      --batch N           inputs for each worker process (default: 20000)
      --timeout SECONDS   what one input may take (default: 20)
      --failures N        stop after that many failures (default: 20)

    The exit code is 0 when nothing failed, 1 when something did, 2 for a wrong command line.
    """

  init(_ arguments: [String]) throws {
    var rest = arguments[...]
    func value(of option: String) throws -> String {
      guard let value = rest.popFirst() else { throw Problem("\(option) needs a value") }
      return value
    }
    func number<T: LosslessStringConvertible>(of option: String) throws -> T {
      let text = try value(of: option)
      guard let number = T(text) else { throw Problem("\(option): \(text) is no number") }
      return number
    }
    while let argument = rest.popFirst() {
      switch argument {
      case "--help", "-h": mode = .help
      case "--seeds": seeds.append(try value(of: argument))
      case "--first": first = try number(of: argument)
      case "--count": count = try number(of: argument)
      case "--batch": batch = max(1, try number(of: argument))
      case "--timeout": timeout = try number(of: argument)
      case "--failures": maximumFailures = try number(of: argument)
      case "--output": output = try value(of: argument)
      case "--worker": mode = .worker(status: try value(of: argument))
      case "--write": mode = .write(try number(of: argument))
      case "--minimize": mode = .minimize(try value(of: argument))
      case "--check":
        mode = .check(Array(rest))
        rest = []
      default: throw Problem("unknown argument \(argument)")
      }
    }
  }
}
