import Foundation
import FuzzSupport

/// Checks many inputs in worker processes, one after the other, and keeps what goes wrong.
final class Campaign {
  private let options: FuzzOptions
  private let runner: InputRunner
  private let path = NSTemporaryDirectory() + "/wasm-fuzz-worker-\(ProcessInfo.processInfo.processIdentifier)"
  private lazy var source = InputSource(corpus: Corpus(folders: options.seeds))
  private var failureCount = 0
  private var done: UInt64 = 0
  private var unclear: UInt64 = 0
  private var outcomes = Array(repeating: UInt64(0), count: ModuleCheck.Outcome.allCases.count)
  private let start = Date()
  private var lastProgress = Date()

  init(_ options: FuzzOptions) {
    self.options = options
    runner = InputRunner(timeout: options.timeout)
  }

  /// - Returns: whether nothing failed.
  func run() -> Bool {
    let end = options.first + options.count
    var next = options.first
    while next < end, failureCount < options.maximumFailures {
      next = batch(next, min(options.batch, end - next))
    }
    try? FileManager.default.removeItem(atPath: path)
    progress(nil)
    say("\(done) executions, \(failureCount) failures")
    return failureCount == 0
  }

  /// Has a worker check `count` inputs from `first` on.
  /// - Returns: the number to go on with.
  private func batch(_ first: UInt64, _ count: UInt64) -> UInt64 {
    guard let status = WorkerStatus(path: path) else { fatalError("cannot map \(path)") }
    defer { status.close() }
    status.reset()
    status.current = first
    let log = path + ".log"
    writeFile(log, "")
    defer { try? FileManager.default.removeItem(atPath: log) }
    let seeds = options.seeds.flatMap { ["--seeds", $0] }
    let worker = InputRunner.process(["--worker", path, "--first", "\(first)", "--count", "\(count)"] + seeds, output: FileHandle(forWritingAtPath: log))
    do { try worker.run() } catch { fatalError("cannot start a worker: \(error)") }
    let isHung = watch(worker, status)
    done += status.done
    unclear += status.unclear
    for outcome in ModuleCheck.Outcome.allCases { outcomes[outcome.rawValue] += status.count(outcome) }
    let text = FileManager.default.contents(atPath: log).map { String(decoding: $0, as: UTF8.self) } ?? ""
    for line in text.split(separator: "\n") {
      if let number = UInt64(line.prefix { $0 != " " }) { keep(number) }
      if line.hasPrefix("unclear") { say(String(line)) }
    }
    guard isHung || worker.terminationReason == .uncaughtSignal || worker.terminationStatus != 0 else { return first + count }
    keep(status.current)
    done += 1
    return status.current + 1
  }

  /// Waits for the worker; ends it when it does not get on.
  private func watch(_ worker: Process, _ status: WorkerStatus) -> Bool {
    var (lastDone, lastChange) = (status.done, Date())
    // A worker reads the seeds first.
    let patience = options.timeout + 10
    while worker.isRunning {
      usleep(20_000)
      if status.done != lastDone { (lastDone, lastChange) = (status.done, Date()) }
      if Date().timeIntervalSince(lastProgress) > 10 { progress(status) }
      if Date().timeIntervalSince(lastChange) > patience {
        kill(worker.processIdentifier, SIGKILL)
        worker.waitUntilExit()
        return true
      }
    }
    return false
  }

  private func progress(_ status: WorkerStatus?) {
    lastProgress = Date()
    let total = done + (status?.done ?? 0)
    let rate = Double(total) / Date().timeIntervalSince(start)
    let counts = ModuleCheck.Outcome.allCases.map { "\($0) \(outcomes[$0.rawValue] + (status?.count($0) ?? 0))" }
    say("\(total) executions, \(Int(rate))/s: \(counts.joined(separator: ", ")); unclear \(unclear + (status?.unclear ?? 0)), failures \(failureCount)")
  }

  /// Makes the input smaller and writes it down.
  private func keep(_ number: UInt64) {
    failureCount += 1
    guard failureCount <= options.maximumFailures else { return }
    let bytes = source.bytes(number)
    let ending = runner.run(bytes)
    let smaller = Minimizer(runner).minimize(bytes, like: ending)
    let description = ending == .fine ? "fails only together with others" : runner.run(smaller).description
    say("FAILURE with input \(number): \(description)")
    let file = "\(options.output)/fuzz-\(number).hex"
    writeFile(file, HexFile.encode(smaller, comment: "Input \(number): \(description)"))
  }
}
