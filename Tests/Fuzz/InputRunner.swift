import Foundation
import FuzzSupport

/// How checking an input in a process of its own ended.
enum Ending: Equatable, CustomStringConvertible {
  case fine
  case failed(String)
  case crashed(String)
  case hung

  /// Whether both are the same kind of trouble.
  func resembles(_ other: Ending) -> Bool {
    switch (self, other) {
    case (.fine, .fine), (.crashed, .crashed), (.hung, .hung): true
    case (.failed(let a), .failed(let b)): a.prefix(20) == b.prefix(20)
    default: false
    }
  }

  var description: String {
    switch self {
    case .fine: "nothing wrong"
    case .failed(let message): message
    case .crashed(let message): "crash: \(message)"
    case .hung: "takes too long"
    }
  }
}

/// Runs this program on one input.
struct InputRunner {
  let timeout: Double
  private let path = NSTemporaryDirectory() + "/wasm-fuzz-\(ProcessInfo.processInfo.processIdentifier)"

  init(timeout: Double) { self.timeout = timeout }

  func run(_ bytes: [UInt8]) -> Ending {
    let (input, log) = (path + ".hex", path + ".log")
    defer { for file in [input, log] { try? FileManager.default.removeItem(atPath: file) } }
    writeFile(input, HexFile.encode(bytes, comment: ""))
    writeFile(log, "")
    let process = Self.process(["--check", input], output: FileHandle(forWritingAtPath: log))
    do { try process.run() } catch { return .failed("cannot start: \(error)") }
    let deadline = Date() + timeout
    while process.isRunning {
      if Date() > deadline {
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
        return .hung
      }
      usleep(2_000)
    }
    let text = FileManager.default.contents(atPath: log).map { String(decoding: $0, as: UTF8.self) } ?? ""
    if process.terminationReason == .uncaughtSignal {
      return .crashed("signal \(process.terminationStatus) " + (text.split(separator: "\n").first { $0.contains("atal error") } ?? ""))
    }
    return process.terminationStatus == 0 ? .fine : .failed(text.replacing("\(input): ", with: "").trimmingCharacters(in: .newlines))
  }

  /// This program with other arguments. Crashes should be quick, so the runtime makes no backtraces.
  static func process(_ arguments: [String], output: FileHandle?) -> Process {
    let process = Process()
    process.executableURL = Bundle.main.executableURL
    process.arguments = arguments
    process.environment = ProcessInfo.processInfo.environment.merging(["SWIFT_BACKTRACE": "enable=no"]) { $1 }
    process.standardOutput = output
    process.standardError = output
    return process
  }
}
