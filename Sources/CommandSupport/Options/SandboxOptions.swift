/// The options that `run` and `repl` share: what the sandbox may do.
package struct SandboxOptions: Equatable, Sendable {
  package enum Engine: String, CaseIterable, Sendable {
    case automatic = "auto"
    case compiled = "aot"
    case interpreter
  }

  package var engine = Engine.automatic
  package var timeout: Double?
  package var memoryMegabytes: Int?
  package var outputLimit: Int?
  package var fuel: UInt64?
  package var mounts: [MountOption] = []
  package var environment: [EnvironmentOption] = []
  package var guest: String?

  package init() {}

  package static let names = ["--engine", "--timeout", "--memory", "--output-limit", "--fuel", "--mount", "--env", "--guest"]

  /// - Returns: whether the option is one of these.
  mutating func take(_ option: String, from scanner: inout OptionScanner) throws(UsageProblem) -> Bool {
    switch option {
    case "--engine": engine = try Self.engine(try scanner.value())
    case "--timeout": timeout = try Self.seconds(&scanner)
    case "--memory": memoryMegabytes = try Self.megabytes(&scanner)
    case "--output-limit": outputLimit = try scanner.number()
    case "--fuel": fuel = try scanner.number()
    case "--mount": try addMount(try scanner.value())
    case "--env": environment.append(try EnvironmentOption(try scanner.value()))
    case "--guest": guest = try scanner.value()
    default: return false
    }
    return true
  }

  static func engine(_ text: String) throws(UsageProblem) -> Engine {
    if let engine = Engine(rawValue: text) { return engine }
    let names = Engine.allCases.map(\.rawValue)
    throw UsageProblem("--engine: \"\(text)\" is none of \(names.joined(separator: ", "))")
  }

  /// A duration has to fit the clock, in nanoseconds; 100 years do.
  private static func seconds(_ scanner: inout OptionScanner) throws(UsageProblem) -> Double {
    let seconds: Double = try scanner.number()
    guard seconds <= 100 * 365 * 86400 else { throw UsageProblem("--timeout: \(seconds) s are too long; without the option there is no limit") }
    return seconds
  }

  /// The guest's addresses have 32 bits.
  private static func megabytes(_ scanner: inout OptionScanner) throws(UsageProblem) -> Int {
    let megabytes: Int = try scanner.number()
    guard megabytes <= 4096 else { throw UsageProblem("--memory: at most 4096 MB are possible") }
    return megabytes
  }

  private mutating func addMount(_ text: String) throws(UsageProblem) {
    var mount = try MountOption(text, option: "--mount")
    while mount.guest.utf8.last == UInt8(ascii: "/"), mount.guest.utf8.count > 1 { mount.guest.unicodeScalars.removeLast() }
    guard mount.guest.utf8.first == UInt8(ascii: "/") else {
      throw UsageProblem("--mount: the guest needs an absolute path, as in \(mount.host)::/work")
    }
    guard !mounts.contains(where: { $0.guest.utf8.elementsEqual(mount.guest.utf8) }) else { throw UsageProblem("--mount: there are two directories for \(mount.guest)") }
    mounts.append(mount)
  }
}
