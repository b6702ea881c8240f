import Boomslang
import Testing

/// Gives each test threads for its guests: with those of the process, a test that fills them would use up the time limits of others.
struct OwnThreads: SuiteTrait, TestTrait, TestScoping {
  var limits = PythonThreads.Limits()
  var isRecursive: Bool { true }

  func provideScope(for test: Test, testCase: Test.Case?, performing function: @Sendable () async throws -> Void) async throws {
    let pool = WasmThreadPool(limits, stackSize: 16 << 20, idleTime: .milliseconds(50))
    try await WasmThreadPool.$used.withValue(pool) { try await function() }
  }
}

extension Trait where Self == OwnThreads {
  static var ownThreads: Self { OwnThreads() }

  static func ownThreads(running: Int) -> Self {
    var trait = OwnThreads()
    trait.limits.maximumRunning = running
    return trait
  }
}
