import EngineTestSupport
import Foundation
import Synchronization
import Testing
import WASI
import WasmCore

extension Guest {
  struct Subscription {
    var userData: UInt64 = 1
    var type: UInt8 = 0
    /// A clock or a file.
    var number: UInt32 = 1
    var timeout: UInt64 = 0
    var isAbsolute = false
  }

  struct Event: Equatable {
    var userData: UInt64
    var error: Errno
    var type: UInt8
    var byteCount: UInt64
    var flags: UInt16
  }

  func poll(_ subscriptions: [Subscription]) throws -> [Event] {
    for (index, subscription) in subscriptions.enumerated() {
      let address = Guest.buffer + index * 48
      memory.write([UInt8](repeating: 0, count: 48), at: address)
      memory.store(subscription.userData, at: address)
      memory.store(subscription.type, at: address + 8)
      memory.store(subscription.number, at: address + 16)
      memory.store(subscription.timeout, at: address + 24)
      memory.store(UInt16(subscription.isAbsolute ? 1 : 0), at: address + 40)
    }
    let output = Guest.buffer + 1 << 20
    try check(call("poll_oneoff", UInt64(Guest.buffer), UInt64(output), UInt64(subscriptions.count), UInt64(Guest.result)))
    return try (0..<Int(u32(Guest.result))).map { index in
      let address = output + index * 32
      let error = try #require(Errno(rawValue: u16(address + 8)))
      return Event(
        userData: u64(address), error: error, type: UInt8(u16(address + 10) & 0xFF), byteCount: u64(address + 16), flags: u16(address + 24))
    }
  }

  func sleep(_ nanoseconds: UInt64) throws {
    let events = try poll([Subscription(userData: 77, timeout: nanoseconds)])
    #expect(events == [Event(userData: 77, error: .success, type: 0, byteCount: 0, flags: 0)])
  }
}

@Suite("Waiting", .serialized)
struct PollTests {
  private let clock = ContinuousClock()

  @Test(arguments: Engine.tested) func sleepsAsLongAsAsked(engine: Engine) throws {
    let guest = try Guest(engine)
    for milliseconds in [1, 20, 100] {
      let time = try clock.measure { try guest.sleep(UInt64(milliseconds) * 1_000_000) }
      #expect(time >= .milliseconds(milliseconds) && time < .seconds(10), "\(time)")
    }
    try guest.sleep(0)
    // The best of several, as a busy machine can only make it longer.
    let naps = try (0..<5).map { _ in try clock.measure { try guest.sleep(10_000_000) } }
    #expect(try #require(naps.min()) < .seconds(1), "\(naps)")
    try guest.check(guest.call("clock_time_get", 0, 0, UInt64(Guest.result)))
    let deadline = guest.u64(Guest.result) + 30_000_000
    let time = try clock.measure { _ = try guest.poll([.init(number: 0, timeout: deadline, isAbsolute: true)]) }
    #expect(time > .milliseconds(20) && time < .seconds(10), "\(time)")
    // The past is over.
    #expect(try guest.poll([.init(number: 0, timeout: 1, isAbsolute: true)]).count == 1)
  }

  @Test(arguments: Engine.tested) func theFirstOfSeveralClocks(engine: Engine) throws {
    let guest = try Guest(engine)
    let events = try guest.poll([
      .init(userData: 1, timeout: 60_000_000_000), .init(userData: 2, timeout: 10_000_000), .init(userData: 3, timeout: 5_000_000),
    ])
    #expect(events.map(\.userData) == [3])
  }

  @Test(arguments: Engine.tested) func files(engine: Engine) throws {
    let pipe = Pipe()
    var configuration = WASIConfiguration()
    configuration.standardInput = .descriptor(pipe.fileHandleForReading.fileDescriptor)
    configuration.standardOutput = .descriptor(pipe.fileHandleForWriting.fileDescriptor)
    configuration.mounts = [.init(MemoryFileSystem(), at: "/")]
    let guest = try Guest(engine, configuration)
    let read = Guest.Subscription(userData: 5, type: 1, number: 0)
    let write = Guest.Subscription(userData: 6, type: 2, number: 1)
    #expect(try guest.poll([read, .init(userData: 9, timeout: 5_000_000)]).map(\.userData) == [9])
    #expect(try guest.poll([read, write]).map(\.userData) == [6])
    Thread.detachNewThread {
      Thread.sleep(forTimeInterval: 0.03)
      pipe.fileHandleForWriting.write(Data("abc".utf8))
    }
    var woken: [Guest.Event] = []
    let time = try clock.measure { woken = try guest.poll([read, .init(userData: 9, timeout: 60_000_000_000)]) }
    #expect(woken == [.init(userData: 5, error: .success, type: 1, byteCount: 3, flags: 0)])
    #expect(time > .milliseconds(20) && time < .seconds(10), "\(time)")
    // Files are always ready; errors are events.
    let file = try guest.open("file", creates: true, rights: [.fdRead, .fdWrite, .pollFdReadwrite])
    let events = try guest.poll([
      .init(userData: 1, type: 1, number: file), .init(userData: 2, type: 2, number: 99), .init(userData: 3, type: 1, number: 3),
      .init(userData: 4, timeout: 1 << 60),
    ])
    #expect(events.map(\.userData) == [1, 2, 3])
    #expect(events.map(\.error) == [.success, .badf, .isdir])
    #expect(try code { _ = try guest.poll([]) } == .inval)
    #expect(try code { _ = try guest.poll([.init(type: 3)]) } == .inval)
    #expect(try guest.poll([.init(number: 9)]).map(\.error) == [.inval])
  }

  @Test(arguments: Engine.tested) func anInterruptionEndsASleep(engine: Engine) throws {
    let guest = try Guest(engine)
    try guest.expectInterruptions(.intr) { _ = try guest.poll([.init(timeout: 60_000_000_000)]) }
  }

  @Test(arguments: Engine.tested) func anInterruptionEndsReading(engine: Engine) throws {
    let pipe = Pipe()
    var configuration = WASIConfiguration()
    configuration.standardInput = .descriptor(pipe.fileHandleForReading.fileDescriptor)
    let guest = try Guest(engine, configuration)
    try guest.expectInterruptions(.intr) { _ = try guest.read(0) }
    try guest.expectInterruptions(.intr) { _ = try guest.poll([.init(type: 1, number: 0), .init(timeout: 60_000_000_000)]) }
  }

  @Test(arguments: Engine.tested) func aWakeEndsTheWaitItComesIn(engine: Engine) throws {
    let pipe = Pipe()
    var configuration = WASIConfiguration()
    configuration.standardInput = .descriptor(pipe.fileHandleForReading.fileDescriptor)
    let guest = try Guest(engine, configuration)
    let signal = guest.wakeSignal
    signal.wake() // nothing waits: forgotten
    let nap = try clock.measure { try guest.sleep(20_000_000) }
    #expect(nap >= .milliseconds(20), "\(nap)")

    func wakeSoon() { Thread.detachNewThread { Thread.sleep(forTimeInterval: 0.03); signal.wake() } }
    wakeSoon()
    let time = try clock.measure { try guest.sleep(60_000_000_000) }
    #expect(time < .seconds(30), "\(time)")
    wakeSoon()
    #expect(try code { _ = try guest.read(0) } == .intr)
    #expect(try guest.call("sched_yield") == .success)
  }
}
