/// Options of Python's own that someone may be used to.
enum PythonFlag {
  private static let letters = "bBdEiIOPqRsSuvVWxX"

  static func problem(_ option: String) -> UsageProblem {
    guard let letter = option.dropFirst().first, letters.contains(letter) else { return UsageProblem("unknown option \(option)") }
    let reason =
      switch letter {
      case "u": "output is never buffered"
      case "B": "no byte code is written"
      case "i": "for a prompt there is boomslang repl"
      case "E", "I": "the host's environment is never used; --env gives variables"
      case "V": "boomslang info tells the version"
      default: "the guest has one configuration"
      }
    return UsageProblem("Python's option \(option) is not supported: \(reason)")
  }
}
