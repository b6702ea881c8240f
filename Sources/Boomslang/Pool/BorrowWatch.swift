import Synchronization

/// Ends a borrower's use of an instance when its time is over.
final class BorrowWatch: Sendable {
  private let isOver = Mutex(false)
  private let deadline = Mutex<Deadline?>(nil)

  init(_ instance: PythonInstance, _ timeout: Duration) {
    let deadline = DeadlineMonitor.shared.schedule(after: timeout) { [self] in
      isOver.withLock { $0 = true }
      instance.poison()
      instance.stop()
      return nil
    }
    self.deadline.withLock { $0 = deadline }
  }

  /// Ends the watch.
  /// - Returns: whether the time was over before.
  func end() -> Bool {
    deadline.withLock { deadline in
      if let deadline { DeadlineMonitor.shared.cancel(deadline) }
      deadline = nil
    }
    return isOver.withLock { $0 }
  }
}
