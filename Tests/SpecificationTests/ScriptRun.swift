import Dispatch
import WasmCore

extension Testsuite.ScriptFile {
  /// How many seconds a script may take; the slowest needs less than one, and less than a minute in a debug build.
  private static let timeLimit = 300

  /// Runs the script's commands on `engine`. Those that `Skips` lists run too, but they are expected to fail.
  func run(on engine: Engine) throws -> ScriptReport {
    let script = try Script(contentsOf: url)
    let runner = try ScriptRunner(folder: url.deletingLastPathComponent(), engine: engine)
    let timer = DispatchSource.makeTimerSource()
    timer.setEventHandler { [handle = runner.store.interruptHandle] in handle.interrupt() }
    timer.schedule(deadline: .now() + .seconds(Self.timeLimit))
    timer.resume()
    defer { timer.cancel() }

    if let reason = Skips.scripts[name] { return runSkipped(script, because: reason, runner) }
    var report = ScriptReport(name: name, engine: engine)
    let skips = Skips.commands[name, default: []].filter { $0.applies(to: script) }
    for command in script.commands {
      guard !command.isAboutText else {
        report.textCommands += 1
        continue
      }
      let skip = skips.first { $0.lines.contains(command.line) }
      do {
        try runner.execute(command)
        if let skip { report.fail("skipped because of \(skip.reason.rawValue), but it passes", line: command.line) } else { report.passed += 1 }
      } catch {
        if skip == nil { report.fail("\(error)", line: command.line) } else { report.skipped += 1 }
      }
    }
    for skip in skips where !script.commands.contains(where: { skip.lines.contains($0.line) }) {
      report.fail("the lines \(skip.lines) are to be skipped, but have no command")
    }
    do { try runner.checkEngine() } catch { report.fail("\(error)") }
    return report
  }

  /// Runs a script that needs something unsupported: not all of its commands may pass.
  private func runSkipped(_ script: Script, because reason: Skips.Reason, _ runner: ScriptRunner) -> ScriptReport {
    var report = ScriptReport(name: name, engine: runner.engine)
    report.textCommands = script.commands.count { $0.isAboutText }
    report.skipped = script.commands.count - report.textCommands
    let passes = script.commands.allSatisfy { command in
      if command.isAboutText { return true }
      do { try runner.execute(command) } catch { return false }
      return true
    }
    if passes { report.fail("skipped because of \(reason.rawValue), but all of it passes") }
    return report
  }
}
