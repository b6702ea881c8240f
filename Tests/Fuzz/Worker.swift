import Foundation
import FuzzSupport

/// Checks a range of inputs in this process. Failures that do not end it go to standard output, one line each.
struct Worker {
  private let options: FuzzOptions
  private let status: WorkerStatus

  /// What a worker may allocate: an input that needs more is a failure.
  private static let memoryLimit: rlim_t = 4 << 30

  init(_ options: FuzzOptions, status path: String) {
    self.options = options
    guard let status = WorkerStatus(path: path) else { fatalError("cannot map \(path)") }
    self.status = status
  }

  func run() {
    Self.limitMemory()
    let source = InputSource(corpus: Corpus(folders: options.seeds))
    for number in options.first..<options.first + options.count {
      status.current = number
      let check = ModuleCheck(source.bytes(number))
      status.add(check.outcome)
      if let unclear = check.unclear {
        status.unclear += 1
        say("unclear \(number) \(unclear)")
      }
      if let failure = check.failure { say("\(number) \(failure.replacing("\n", with: " "))") }
      status.done += 1
    }
  }

  /// Not in debug builds: the shadow memory of sanitizers is larger than any sensible limit.
  static func limitMemory() {
    #if !DEBUG
    var limit = rlimit(rlim_cur: memoryLimit, rlim_max: memoryLimit)
    #if os(Linux)
    setrlimit(__rlimit_resource_t(RLIMIT_DATA.rawValue), &limit)
    #else
    setrlimit(RLIMIT_DATA, &limit)
    #endif
    #endif
  }
}
