import Boomslang
import Testing
import WasmCore

/// How calls end that do not return by themselves, with a guest whose every move is known.
@Suite("Calls that do not return")
struct EndingTests {
  @Test func timeLimit() throws {
    let instance = try FakeGuest().instance { $0.limits.timeout = .milliseconds(50) }
    guard case .timedOut(_, let partial)? = pythonError({ _ = try instance.execute(.writeAndLoop) }) else {
      Issue.record("the call was not ended")
      return
    }
    #expect(partial.stdout == FakeGuest.output)
    #expect(partial.duration >= .milliseconds(50) && partial.duration < patience)
    try instance.reset()
    #expect(try instance.execute("0").succeeded)
  }

  @Test func stop() throws {
    let instance = try FakeGuest().instance()
    let time = try timeAfter(.milliseconds(20)) { instance.stop() } until: {
      guard case .stopped? = pythonError({ _ = try instance.execute(.loop) }) else {
        Issue.record("the call was not stopped")
        return
      }
    }
    #expect(time < patience)
  }

  @Test func trap() throws {
    let instance = try FakeGuest().instance()
    guard case .trapped(let trap, let partial)? = pythonError({ _ = try instance.execute(.writeAndTrap) }) else {
      Issue.record("no trap")
      return
    }
    #expect(trap.code == .unreachable)
    #expect(partial.stdout == FakeGuest.output)
    #expect(instance.isPoisoned)
    #expect(instance.heapPages == 0)
    try instance.reset()
    #expect(try instance.execute("0").succeeded)
  }

  @Test func exit() throws {
    let instance = try FakeGuest().instance()
    let result = try instance.execute(.writeAndExit)
    #expect(result.exitCode == 7)
    #expect(result.stdout == FakeGuest.output)
    #expect(instance.isPoisoned)
    try instance.reset()
    guard case .exited(let result)? = pythonError({ try instance.installModule(FakeGuest.Script.writeAndExit.rawValue, source: "") }) else {
      Issue.record("the module was installed")
      return
    }
    #expect(result.exitCode == 7)
  }

  @Test(arguments: [nil, 1] as [Int32?])
  func finish(version: Int32?) throws {
    var guest = FakeGuest()
    guest.version = version
    let instance = try guest.instance()
    #expect(try instance.finish().succeeded)
    #expect(instance.isPoisoned)
    try instance.reset()
    #expect(try instance.execute("0").succeeded)
  }

  @Test func recursion() throws {
    let instance = try FakeGuest().instance { $0.limits.stackSize = 1 << 20 }
    guard case .trapped(let trap, _)? = pythonError({ _ = try instance.execute(.recursion) }) else {
      Issue.record("no trap")
      return
    }
    #expect(trap.code == .callStackExhausted)
  }

  /// However the guest went, what it executed is known.
  @Test func functionWeights() throws {
    let instance = try FakeGuest().instance { $0.profilesFunctions = true }
    func total() -> UInt64 { instance.functionWeights.values.reduce(0, +) }
    let start = total()
    #expect(start > 0)
    #expect(try instance.execute("0").succeeded && total() > start)
    let before = total()
    _ = pythonError { _ = try instance.execute(.writeAndTrap) }
    #expect(instance.isPoisoned && total() > before)
    // A new guest begins anew.
    try instance.reset()
    #expect(total() == start)
    #expect(try FakeGuest().instance().functionWeights.isEmpty)
  }

  @Test func fuel() throws {
    let instance = try FakeGuest().instance { $0.limits.fuel = 100_000 }
    for _ in 0..<100 { _ = try instance.execute("0") }
    guard case .outOfFuel? = pythonError({ _ = try instance.execute(.loop) }) else {
      Issue.record("the call was not ended")
      return
    }
  }

  @Test func addressesOutsideOfTheMemory() throws {
    let instance = try FakeGuest().instance()
    guard case .trapped(let trap, _)? = pythonError({ _ = try instance.execute(.badAddress) }) else {
      Issue.record("no trap")
      return
    }
    #expect("\(trap.cause.map { "\($0)" } ?? "")".contains("address"))
  }

  @Test func interruption() throws {
    let instance = try FakeGuest().instance()
    #expect(!instance.interrupt())
    _ = try timeAfter(.milliseconds(20)) { #expect(instance.interrupt()) } until: {
      let result = try instance.execute(.waitForInterruption)
      #expect(result.exitCode == 1)
    }
    // The guest has taken no notice of it: it must not reach the next call.
    _ = try timeAfter(.milliseconds(50)) { instance.stop() } until: {
      guard case .stopped? = pythonError({ _ = try instance.execute(.waitForInterruption) }) else {
        Issue.record("the interruption of one call reached the next")
        return
      }
    }
  }

  /// The call goes on, and no other begins.
  @Test func poisoningWhileItRuns() throws {
    let instance = try FakeGuest().instance()
    _ = try timeAfter(.milliseconds(20)) {
      instance.poison()
      instance.interrupt()
    } until: {
      let result = try instance.execute(.waitForInterruption)
      #expect(result.exitCode == 1)
    }
    guard case .poisoned? = pythonError({ _ = try instance.execute("0") }) else {
      Issue.record("the instance was used again")
      return
    }
    try instance.reset()
    #expect(try instance.execute("0").succeeded)
  }

  @Test func pythonThatCannotBeStarted() throws {
    let instance = try FakeGuest().instance()
    guard case .initializationFailed? = pythonError({ _ = try instance.execute(.notStarted) }) else {
      Issue.record("Python was started")
      return
    }
  }

  @Test func cancelling() async throws {
    let instance = try FakeGuest().instance()
    let task = Task { try await instance.execute(.loop) }
    try await Task.sleep(for: .milliseconds(50))
    task.cancel()
    guard case .cancelled? = await pythonError({ _ = try await task.value }) else {
      Issue.record("the call was not ended")
      return
    }
    // Whether it had started by then is up to the machine.
    if instance.isPoisoned { try await instance.reset() }
    #expect(try await instance.execute("0").succeeded)
  }

  /// Stops that come at the very end of calls hit these calls or nothing.
  @Test func stopsThatComeLate() throws {
    let instance = try FakeGuest().instance()
    for round in 0..<200 {
      _ = try timeAfter(.microseconds(round)) { instance.stop() } until: { _ = try? instance.execute("0") }
      if instance.isPoisoned { try instance.reset() }
      #expect(try instance.execute("0").succeeded)
    }
  }
}
