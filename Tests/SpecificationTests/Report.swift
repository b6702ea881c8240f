import EngineTestSupport
import Synchronization
import Testing
import WasmCore

/// What came out of one script on one engine.
struct ScriptReport: Sendable {
  let name: String
  let engine: Engine
  var passed = 0
  /// Commands that `Skips` lists.
  var skipped = 0
  /// Commands about the text format, which the engine does not read.
  var textCommands = 0
  /// What fails the run, each with its line where there is one.
  var failures: [String] = []

  mutating func fail(_ message: String, line: Int? = nil) {
    failures.append("\(name).wast\(line.map { ":\($0)" } ?? "") [\(engine.rawValue)]: \(message)")
  }

  var counts: String { "\(passed) passed, \(failures.count) failed, \(skipped + textCommands) skipped" }
}

/// Collects the reports of a run.
final class RunReport: Sendable {
  static let shared = RunReport()
  private let scripts = Mutex<[ScriptReport]>([])

  func add(_ report: ScriptReport) { scripts.withLock { $0.append(report) } }

  /// A line for each script and one for each engine; nil when none ran.
  var text: String? {
    let reports = scripts.withLock { $0 }.sorted { ($0.engine.rawValue, $0.name) < ($1.engine.rawValue, $1.name) }
    guard !reports.isEmpty else { return nil }
    var lines = reports.map { "  \($0.engine.rawValue) \($0.name).wast \($0.counts)" }
    for engine in Engine.tested {
      var total = ScriptReport(name: "total", engine: engine)
      for report in reports where report.engine == engine {
        total.passed += report.passed
        total.skipped += report.skipped
        total.textCommands += report.textCommands
        total.failures += report.failures
      }
      lines.append("\(total.textCommands) of the skipped commands are about the text format, \(total.skipped) are in Skips.swift")
      lines.append("specification-\(engine.rawValue): \(total.counts)")
    }
    return lines.joined(separator: "\n")
  }
}

/// Prints the report when all scripts have run.
struct PrintsReport: SuiteTrait, TestScoping {
  func provideScope(for test: Test, testCase: Test.Case?, performing function: @concurrent @Sendable () async throws -> Void) async throws {
    try await function()
    if let text = RunReport.shared.text { print(text) }
  }
}
