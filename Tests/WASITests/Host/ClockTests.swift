import EngineTestSupport
import Foundation
import Testing
import WASI
import WasmCore

@Suite("Time and randomness")
struct ClockTests {
  private func time(_ clock: ClockID, _ guest: Guest) throws -> UInt64 {
    try guest.check(guest.call("clock_time_get", UInt64(clock.rawValue), 0, UInt64(Guest.result)))
    return guest.u64(Guest.result)
  }

  private func random(_ count: Int, _ guest: Guest) throws -> [UInt8] {
    try guest.check(guest.call("random_get", UInt64(Guest.buffer), UInt64(count)))
    return try #require(guest.memory.read(at: Guest.buffer, count: count))
  }

  @Test(arguments: Engine.tested) func theSystemsClocks(engine: Engine) throws {
    let guest = try Guest(engine)
    #expect(abs(Double(try time(.realtime, guest)) / 1e9 - Date().timeIntervalSince1970) < 1)
    for clock in ClockID.allCases {
      let first = try time(clock, guest)
      #expect(try time(clock, guest) >= first)
      #expect(try guest.call("clock_res_get", UInt64(clock.rawValue), UInt64(Guest.result)) == .success)
      #expect(guest.u64(Guest.result) > 0)
    }
    #expect(try guest.call("clock_time_get", 4, 0, UInt64(Guest.result)) == .inval)
    #expect(try guest.call("clock_res_get", 4, UInt64(Guest.result)) == .inval)
  }

  @Test(arguments: Engine.tested) func deterministicRunsAreEqual(engine: Engine) throws {
    func run(seed: UInt64) throws -> [UInt64] {
      var configuration = WASIConfiguration()
      configuration.makeDeterministic(seed: seed)
      configuration.mounts = [.init(MemoryFileSystem(clock: VirtualClock()), at: "/")]
      let guest = try Guest(engine, configuration)
      var log = [try time(.realtime, guest), try time(.monotonic, guest), try time(.realtime, guest)]
      for count in [1, 7, 8, 100] { log += try random(count, guest).map(UInt64.init) }
      try guest.sleep(600_000_000_000)
      log.append(try time(.monotonic, guest))
      try guest.create("file")
      log.append(try guest.status("file").modificationTime)
      return log
    }
    let start = ContinuousClock.now
    let first = try run(seed: 7)
    #expect(try run(seed: 7) == first)
    #expect(try run(seed: 8) != first)
    // Ten minutes passed for each guest, but not here.
    #expect(ContinuousClock.now - start < .seconds(300))
    #expect(first[0] == 946_684_800_000_000_000)
  }

  @Test(arguments: Engine.tested) func theSystemsRandomness(engine: Engine) throws {
    let guest = try Guest(engine)
    let first = try random(1000, guest)
    #expect(try random(1000, guest) != first)
    #expect(Set(first).count > 100)
    #expect(try random(1 << 20, guest).count == 1 << 20)
  }
}
