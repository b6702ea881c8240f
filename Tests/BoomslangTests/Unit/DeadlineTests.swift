import Boomslang
import Foundation
import Synchronization
import Testing

@Suite("Deadlines")
struct DeadlineTests {
  /// What happened, in order.
  private final class Log: Sendable {
    let entries = Mutex<[Int]>([])
    let changed = DispatchSemaphore(value: 0)

    func add(_ entry: Int) {
      entries.withLock { $0.append(entry) }
      changed.signal()
    }

    func wait(for count: Int) -> [Int] {
      for _ in 0..<count where changed.wait(timeout: .now() + 10) == .timedOut { break }
      return entries.withLock { $0 }
    }
  }

  @Test func theyComeInTheirOrder() {
    let (monitor, log) = (DeadlineMonitor(), Log())
    for number in [5, 1, 4, 2, 3] {
      _ = monitor.schedule(after: .milliseconds(30 * number)) {
        log.add(number)
        return nil
      }
    }
    #expect(log.wait(for: 5) == [1, 2, 3, 4, 5])
    #expect(monitor.count == 0)
  }

  @Test func theyAreNotEarlyNorMuchTooLate() {
    let (monitor, log) = (DeadlineMonitor(), Log())
    let start = ContinuousClock.now
    _ = monitor.schedule(after: .milliseconds(100)) {
      log.add(1)
      return nil
    }
    #expect(log.wait(for: 1) == [1])
    let time = start.duration(to: .now)
    #expect(time >= .milliseconds(100) && time < .milliseconds(100) + patience)
  }

  /// A new deadline may be nearer than the one that the thread waits for.
  @Test func nearerOnes() {
    let (monitor, log) = (DeadlineMonitor(), Log())
    let far = monitor.schedule(after: .seconds(1000)) {
      log.add(2)
      return nil
    }
    Thread.sleep(forTimeInterval: 0.02)
    _ = monitor.schedule(after: .milliseconds(10)) {
      log.add(1)
      return nil
    }
    #expect(log.wait(for: 1) == [1])
    monitor.cancel(far)
    #expect(monitor.count == 0)
  }

  @Test func cancelledOnesDoNothing() {
    let (monitor, log) = (DeadlineMonitor(), Log())
    let deadlines = (0..<100).map { number in
      monitor.schedule(after: .milliseconds(50 + number % 7)) {
        log.add(number)
        return nil
      }
    }
    for (number, deadline) in deadlines.enumerated() where number != 42 { monitor.cancel(deadline) }
    #expect(monitor.count == 1)
    #expect(log.wait(for: 1) == [42])
    Thread.sleep(forTimeInterval: 0.05)
    #expect(log.entries.withLock { $0 } == [42])
    monitor.cancel(deadlines[42])
  }

  @Test func repeatedOnes() {
    let (monitor, log) = (DeadlineMonitor(), Log())
    let count = Mutex(0)
    _ = monitor.schedule(after: .milliseconds(1)) {
      let number = count.withLock { count in
        count += 1
        return count
      }
      log.add(number)
      return number < 5 ? .milliseconds(2) : nil
    }
    #expect(log.wait(for: 5) == [1, 2, 3, 4, 5])
  }

  /// Random order of scheduling and cancelling, from several threads.
  @Test func manyAtOnce() {
    let monitor = DeadlineMonitor()
    let done = Mutex(Set<Int>())
    let cancelled = Mutex(Set<Int>())
    DispatchQueue.concurrentPerform(iterations: 4) { thread in
      var random = SystemRandomNumberGenerator()
      for index in 0..<500 {
        let number = thread * 1000 + index
        let deadline = monitor.schedule(after: .microseconds(Int.random(in: 0..<20_000, using: &random))) {
          done.withLock { _ = $0.insert(number) }
          return nil
        }
        guard Bool.random(using: &random) else { continue }
        monitor.cancel(deadline)
        if !done.withLock({ $0.contains(number) }) { cancelled.withLock { _ = $0.insert(number) } }
      }
    }
    let end = ContinuousClock.now.advanced(by: .seconds(10))
    while monitor.count > 0, ContinuousClock.now < end { Thread.sleep(forTimeInterval: 0.01) }
    #expect(monitor.count == 0)
    let (ran, never) = (done.withLock { $0 }, cancelled.withLock { $0 })
    #expect(ran.isDisjoint(with: never))
    #expect(ran.count + never.count == 2000)
  }
}
