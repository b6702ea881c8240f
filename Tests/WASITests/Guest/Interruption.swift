import Foundation
import Synchronization
import Testing
import WASI
import WasmCore

extension Guest {
  /// Interrupts `body`, which makes one call, after a while: it has to end then, and everything later to trap.
  /// - Parameter codes: what the call returns, where the guest sees it.
  func expectInterruptions(_ codes: Errno..., location: SourceLocation = #_sourceLocation, _ body: () throws -> Void) throws {
    var delays: [Duration] = []
    for _ in 0..<5 {
      let interruption = Interruption(store.interruptHandle)
      switch instance.engine {
      case .interpreter:
        let seen = try code(body)
        #expect(codes.contains(seen), "\(seen)", sourceLocation: location)
      // It stops as soon as the host has returned; the interpreter, at the next call or jump back.
      case .compiled: #expect(sourceLocation: location) { try body() } throws: { ($0 as? Trap)?.code == .interrupted }
      }
      delays.append(interruption.elapsed)
      #expect(throws: Trap.self) { try call("sched_yield") }
      store.clearInterruption()
      #expect(try call("sched_yield") == .success)
    }
    // The best: on a busy machine a thread may have to wait for its turn.
    #expect(try #require(delays.min()) < .milliseconds(8), "\(delays)", sourceLocation: location)
  }

  /// Interrupts a store after 30 ms, from a thread of its own.
  private final class Interruption: Sendable {
    private let moment = Mutex<ContinuousClock.Instant?>(nil)

    init(_ handle: InterruptHandle) {
      Thread.detachNewThread {
        Thread.sleep(forTimeInterval: 0.03)
        self.moment.withLock { $0 = .now }
        handle.interrupt()
      }
    }

    /// Since then.
    var elapsed: Duration { moment.withLock { $0.map { .now - $0 } ?? .seconds(1) } }
  }
}
