import Boomslang
import Synchronization
import WasmCore

/// The time that loading and running a module may take together.
final class TimeLimit: Sendable {
  private struct State {
    var isOver = false
    var handle: InterruptHandle?
    var deadline: Deadline?
  }

  private let state = Mutex(State())

  /// Begins now; nil: there is no limit.
  init(seconds: Double?) {
    guard let seconds else { return }
    let new = DeadlineMonitor.shared.schedule(after: .seconds(seconds)) { [weak self] in
      self?.elapse()
      return nil
    }
    state.withLock { $0.deadline = new }
  }

  var isOver: Bool { state.withLock { $0.isOver } }

  /// From now on, the end of the time stops this, too.
  func stop(_ handle: InterruptHandle) {
    let isOver = state.withLock { state in
      state.handle = handle
      return state.isOver
    }
    if isOver { handle.interrupt() }
  }

  func end() {
    if let deadline = state.withLock({ $0.deadline }) { DeadlineMonitor.shared.cancel(deadline) }
  }

  private func elapse() {
    state.withLock { state in
      state.isOver = true
      state.handle?.interrupt()
    }
  }
}
