import Boomslang
import Testing
import WasmCore

/// Limits that make no sense are refused with an explanation, before anything runs.
@Suite("Limits that are refused")
struct LimitValidationTests {
  private func message(_ change: (inout ResourceLimits) -> Void) -> String? {
    let error = pythonError { _ = try FakeGuest().instance { change(&$0.limits) } }
    guard case .invalidLimits(let message)? = error else { return nil }
    return message
  }

  @Test func timeLimits() {
    #expect(message { $0.timeout = .zero } != nil)
    #expect(message { $0.timeout = .seconds(-1) } != nil)
  }

  @Test func outputLimits() { #expect(message { $0.maximumOutput = -1 }?.contains("-1") == true) }

  @Test func memoryLimits() throws {
    // The fake guest has two pages.
    #expect(message { $0.maximumMemory = 0 } != nil)
    #expect(message { $0.maximumMemory = -5 } != nil)
    #expect(message { $0.maximumMemory = 131_071 }?.contains("131072") == true)
    _ = try FakeGuest().instance { $0.limits.maximumMemory = 131_072 }
    _ = try FakeGuest().instance { $0.limits.maximumMemory = .max }
  }

  @Test func fileLimits() {
    #expect(message { $0.maximumFileBytes = 1 } != nil)
    for count in [Int.min, 0, Int.max] { #expect(message { $0.maximumFileCount = count } != nil) }
  }

  @Test func stackSizes() {
    #expect(message { $0.stackSize = 0 } != nil)
    #expect(message { $0.stackSize = .max } != nil)
  }

  @Test func fuel() { #expect(message { $0.fuel = 0 } != nil) }

  @Test func whatIsFine() throws {
    let instance = try FakeGuest().instance {
      $0.limits = ResourceLimits(timeout: .seconds(Int64.max), maximumOutput: 0, maximumFileBytes: 1 << 20, stackSize: 1 << 20, fuel: .max)
    }
    #expect(try instance.execute("0").exitCode == 0)
  }
}
