import Boomslang
import CommandSupport
import Dispatch
import Synchronization

/// Ctrl-C while Python runs: the first time a KeyboardInterrupt, then the end.
final class InterruptWatch: Sendable {
  private struct State {
    var instance: PythonInstance?
    var count = 0
  }

  private let state = Mutex(State())
  /// Called for each Ctrl-C while nothing runs.
  private let whenIdle: @Sendable () -> Void
  // Never changed, and only kept.
  private nonisolated(unsafe) let source: any DispatchSourceSignal

  init(whenIdle: @escaping @Sendable () -> Void) {
    self.whenIdle = whenIdle
    signal(SIGINT, SIG_IGN)  // the source is told in spite of that
    source = DispatchSource.makeSignalSource(signal: SIGINT, queue: .global(qos: .userInteractive))
    source.setEventHandler { [weak self] in self?.interrupt() }
    source.resume()
  }

  /// Does `body`, which makes a call of `instance`.
  func during<Result>(_ instance: PythonInstance, _ body: () throws -> Result) rethrows -> Result {
    state.withLock { $0 = State(instance: instance) }
    defer { state.withLock { $0 = State() } }
    return try body()
  }

  private func interrupt() {
    let (instance, count) = state.withLock { state in
      state.count += 1
      return (state.instance, state.count)
    }
    guard let instance else { return whenIdle() }
    switch count {
    case 1: if !instance.interrupt() { instance.stop() }
    case 2: instance.stop()
    // It does not end, perhaps because nobody reads what it writes.
    default: _exit(ExitCode.interrupted)
    }
  }
}
