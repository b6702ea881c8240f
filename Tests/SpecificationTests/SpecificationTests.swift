import EngineTestSupport
import Testing
import WasmCore

@Suite("Specification testsuite", PrintsReport())
struct SpecificationTests {
  /// Prints at most this many failures of a script; more of them mean the same.
  private static let printedFailures = 20

  @Test(.enabled(if: !Testsuite.scripts.isEmpty, Comment(rawValue: Testsuite.howToGetIt)), arguments: Engine.tested, Testsuite.scripts)
  func script(engine: Engine, script: Testsuite.ScriptFile) throws {
    let report = try script.run(on: engine)
    RunReport.shared.add(report)
    for failure in report.failures.prefix(Self.printedFailures) { Issue.record("\(failure)") }
    if report.failures.count > Self.printedFailures { Issue.record("\(script.name).wast: \(report.failures.count) failures in all") }
  }

  @Test func theSuiteIsSetUpOrAbsent() {
    switch Testsuite.location {
    case .folder: break
    case .absent: print("specification: NOT RUN, \(Testsuite.howToGetIt)")
    case .broken(let problem): Issue.record("\(problem)")
    }
  }
}
