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

  @Test func theirNumberIsBounded() {
    let pool = WasmThreadPool(maximumThreadCount: 3, stackSize: 256 << 10, idleTime: .milliseconds(50))
    let running = Mutex((now: 0, most: 0))
    let finished = DispatchGroup()
    for _ in 0..<20 {
      finished.enter()
      pool.submit {
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

  @Test func theyAreUsedAgainAndEnd() {
    let pool = WasmThreadPool(maximumThreadCount: 8, stackSize: 256 << 10, idleTime: .milliseconds(300))
    let threads = Mutex<Set<UInt>>([])
    for _ in 0..<10 {
      let finished = DispatchSemaphore(value: 0)
      pool.submit {
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
    pool.submit { again.signal() }
    #expect(again.wait(timeout: .now() + 10) == .success)
  }
}
