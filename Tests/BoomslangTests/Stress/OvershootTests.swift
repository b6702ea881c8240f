import Boomslang
import Foundation
import Synchronization
import Testing

/// How long after its time limit a call of each hostile script ends. `make benchmark-overshoot` shows the figures, with idle and with busy
/// processors; here every script has to come to an end.
@Suite("Time limits of hostile scripts", .needsGuest, .serialized)
struct OvershootTests {
  private static let rounds = ProcessInfo.processInfo.environment["BOOMSLANG_OVERSHOOT_ROUNDS"].flatMap(Int.init)
  private static let limit = Duration.milliseconds(100)

  @Test(arguments: TestGuest.engines) func everyScriptEnds(engine: PythonEngine) async throws {
    try await onThreadOfItsOwn { try Self.everyScriptEnds(engine) }
  }

  private static func everyScriptEnds(_ engine: PythonEngine) throws {
    let late = try overshoots(engine, rounds: rounds ?? 1)
    #expect(late.allSatisfy { $0.time < patience }, "\(late.max { $0.time < $1.time }.map { "\($0)" } ?? "")")
    guard let rounds else { return }
    show("idle", engine, late)
    let stop = Busy()
    show("busy", engine, try overshoots(engine, rounds: rounds))
    stop.end()
  }

  /// Of the calls that their limits ended.
  private static func overshoots(_ engine: PythonEngine, rounds: Int) throws -> [(time: Duration, script: String)] {
    var late: [(Duration, String)] = []
    let image = try TestGuest.factory(engine).image
    var options = PythonInstance.Options()
    options.limits = ResourceLimits(timeout: limit, maximumMemory: 96 << 20, maximumFileBytes: 16 << 20)
    options.hostBridge = HostBridge(functions: ["echo": { $0 }], asyncFunctions: ["wait": { _ in try await Task.sleep(for: .seconds(100)); return "" }])
    for script in Array(repeating: HostileScripts.all, count: rounds).joined() {
      let python = try image.createInstance(options)
      let start = ContinuousClock.now
      do { _ = try python.execute(script) } catch PythonError.timedOut { late.append((start.duration(to: .now) - limit, script)) } catch {}
    }
    return late
  }

  private static func show(_ load: String, _ engine: PythonEngine, _ late: [(time: Duration, script: String)]) {
    let sorted = late.sorted { $0.time < $1.time }
    func percentile(_ part: Double) -> String {
      guard !sorted.isEmpty else { return "-" }
      let (time, script) = sorted[min(Int(Double(sorted.count) * part), sorted.count - 1)]
      return "\(Int(time / .microseconds(1))) µs (\(script.prefix(50).replacing("\n", with: "; ")))"
    }
    print("overshoot: \(engine), \(load), \(late.count) calls: p50 \(percentile(0.5)), p99 \(percentile(0.99)), most \(percentile(1))")
  }
}

/// Two threads for each processor that do nothing but run.
private final class Busy: Sendable {
  private let isOver = Flag()

  init() {
    for _ in 0..<ProcessInfo.processInfo.activeProcessorCount * 2 {
      Thread.detachNewThread { [isOver] in while !isOver.isSet {} }
    }
  }

  func end() { isOver.set() }
}

private final class Flag: Sendable {
  private let value = Atomic(false)
  var isSet: Bool { value.load(ordering: .relaxed) }
  func set() { value.store(true, ordering: .relaxed) }
}
