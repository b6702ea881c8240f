import Foundation

/// Runs `body` on a thread of its own with that much stack, and waits for it.
func onThread<Result>(stackSize: Int, _ body: @escaping @Sendable () throws -> Result) throws -> Result {
  nonisolated(unsafe) var outcome: Swift.Result<Result, any Error>?
  let finished = DispatchSemaphore(value: 0)
  let thread = Thread {
    outcome = Swift.Result { try body() }
    finished.signal()
  }
  thread.stackSize = stackSize
  thread.start()
  finished.wait()
  guard let outcome else { preconditionFailure("set before the signal") }
  return try outcome.get()
}

/// Runs `body` while another thread calls `action` a moment later; tells how long after that `body` returned.
func timeToStop(_ body: () -> Void, _ action: @escaping @Sendable () -> Void) -> Duration {
  let clock = ContinuousClock()
  nonisolated(unsafe) var called: ContinuousClock.Instant?
  let finished = DispatchSemaphore(value: 0)
  Thread.detachNewThread {
    Thread.sleep(forTimeInterval: 0.005)
    called = clock.now
    action()
    finished.signal()
  }
  body()
  let end = clock.now
  finished.wait()
  guard let called else { preconditionFailure("set before the signal") }
  return called.duration(to: end)
}

#if canImport(Glibc)
/// The same on a thread that says how much of its address space below the stack cannot be touched, in bytes.
func onThread(stackSize: Int, guardSize: Int, _ body: @escaping @Sendable () throws -> Void) throws {
  final class Box: @unchecked Sendable {
    let body: @Sendable () throws -> Void
    var error: (any Error)?
    init(_ body: @escaping @Sendable () throws -> Void) { self.body = body }
  }
  var attributes = pthread_attr_t()
  pthread_attr_init(&attributes)
  pthread_attr_setstacksize(&attributes, stackSize)
  pthread_attr_setguardsize(&attributes, guardSize)
  let box = Box(body)
  var thread = pthread_t()
  let status = pthread_create(&thread, &attributes, { context in
    guard let context else { return nil }
    let box = Unmanaged<Box>.fromOpaque(context).takeUnretainedValue()
    do { try box.body() } catch { box.error = error }
    return nil
  }, Unmanaged.passUnretained(box).toOpaque())
  precondition(status == 0, "no thread")
  pthread_join(thread, nil)
  if let error = box.error { throw error }
}
#endif
