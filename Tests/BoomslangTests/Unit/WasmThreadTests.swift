import Boomslang
import Foundation
import Synchronization
import Testing

@Suite("Threads for guests")
struct WasmThreadTests {
  @Test func resultsAndErrors() async throws {
    struct Failure: Error {}
    let result = await runOnWasmThread { 6 * 7 }
    #expect(result == 42)
    await #expect(throws: Failure.self) { try await runOnWasmThread { throw Failure() } }
  }

  @Test func theyHaveRoomForDeepRecursion() async {
    @Sendable func depth(_ n: Int) -> Int { n == 0 ? 0 : 1 + depth(n - 1) }
    let result = await runOnWasmThread { depth(100_000) }
    #expect(result == 100_000)
  }

  private func pool(running: Int, count: Int? = nil, standstill: Duration = .seconds(60), idleTime: Duration = .milliseconds(50)) -> WasmThreadPool {
    var limits = PythonThreads.Limits()
    limits.maximumRunning = running
    limits.maximumStandstill = standstill
    if let count { limits.maximumCount = count }
    return WasmThreadPool(limits, stackSize: 256 << 10, idleTime: idleTime)
  }

  private func submit(_ pool: WasmThreadPool, _ body: @escaping @Sendable () -> Void) {
    pool.submit(.init(body) { _ in Issue.record("refused") })
  }

  @Test func theirNumberIsBounded() {
    let pool = pool(running: 3)
    let running = Mutex((now: 0, most: 0))
    let finished = DispatchGroup()
    for _ in 0..<20 {
      finished.enter()
      submit(pool) {
        running.withLock { $0 = ($0.now + 1, max($0.most, $0.now + 1)) }
        Thread.sleep(forTimeInterval: 0.01)
        running.withLock { $0.now -= 1 }
        finished.leave()
      }
    }
    finished.wait()
    #expect(running.withLock { $0.most } == 3)
    #expect(pool.threadCount <= 3)
  }

  /// Each job waits for the next one, which needs its place.
  @Test func jobsThatWaitGiveTheirPlaceBack() {
    let pool = pool(running: 1)
    let finished = DispatchSemaphore(value: 0)
    @Sendable func level(_ depth: Int) {
      guard depth > 0 else { return }
      let next = DispatchSemaphore(value: 0)
      submit(pool) {
        level(depth - 1)
        next.signal()
      }
      WasmThreadPool.whileWaiting { next.wait() }
    }
    submit(pool) {
      level(50)
      finished.signal()
    }
    #expect(finished.wait(timeout: .now() + 20) == .success)
  }

  @Test func aStandstillEndsJobsThatWait() {
    let pool = pool(running: 2, count: 2, standstill: .milliseconds(100))
    let (release, refused, begun) = (DispatchSemaphore(value: 0), DispatchSemaphore(value: 0), DispatchSemaphore(value: 0))
    // One that says that it waits, and one that does not.
    submit(pool) { WasmThreadPool.whileWaiting { begun.signal(); release.wait() } }
    submit(pool) { WasmThreadPool.inHost { begun.signal(); release.wait() } }
    for _ in 0..<2 { begun.wait() }
    let time = ContinuousClock().measure {
      for _ in 0..<3 { pool.submit(.init { Issue.record("there was a thread") } refuse: { #expect($0 == .milliseconds(100)); refused.signal() }) }
      for _ in 0..<3 { #expect(refused.wait(timeout: .now() + 20) == .success) }
    }
    #expect(time >= .milliseconds(100))
    // Guests that run are no standstill, however long they do.
    for _ in 0..<2 { release.signal() }
    submit(pool) { begun.signal(); release.wait() }
    begun.wait()
    submit(pool) { begun.signal(); release.wait() }
    begun.wait()
    let finished = DispatchSemaphore(value: 0)
    submit(pool) { finished.signal() }
    #expect(finished.wait(timeout: .now() + 0.4) == .timedOut)
    for _ in 0..<2 { release.signal() }
    #expect(finished.wait(timeout: .now() + 20) == .success)
  }

  @Test func limitsChangeWhileJobsWait() {
    let pool = pool(running: 1)
    let (release, finished) = (DispatchSemaphore(value: 0), DispatchSemaphore(value: 0))
    for _ in 0..<3 {
      submit(pool) {
        finished.signal()
        release.wait()
      }
    }
    finished.wait()
    #expect(finished.wait(timeout: .now() + 0.1) == .timedOut)
    pool.limits.maximumRunning = 3
    for _ in 0..<2 { #expect(finished.wait(timeout: .now() + 20) == .success) }
    for _ in 0..<3 { release.signal() }
  }

  @Test func theyAreUsedAgainAndEnd() {
    let pool = pool(running: 8, idleTime: .milliseconds(300))
    let threads = Mutex<Set<UInt>>([])
    for _ in 0..<10 {
      let finished = DispatchSemaphore(value: 0)
      submit(pool) {
        threads.withLock { _ = $0.insert(UInt(bitPattern: ObjectIdentifier(Thread.current))) }
        finished.signal()
      }
      finished.wait()
      // Until the thread is idle again.
      Thread.sleep(forTimeInterval: 0.01)
    }
    #expect(threads.withLock { $0.count } < 10)
    let end = ContinuousClock.now.advanced(by: .seconds(10))
    while pool.threadCount > 0, ContinuousClock.now < end { Thread.sleep(forTimeInterval: 0.02) }
    #expect(pool.threadCount == 0)
    let again = DispatchSemaphore(value: 0)
    submit(pool) { again.signal() }
    #expect(again.wait(timeout: .now() + 10) == .success)
  }
}
