/// Threads of the operating system.
package enum NativeThread {
  /// Compiled guests rely on it. Of a page by default, which large frames might step over if they were not checked.
  private static let guardSize = 64 << 10

  package typealias Body = @convention(c) (UnsafeMutableRawPointer) -> Void

  /// Starts a thread with that many bytes of stack, which ends with `body`.
  /// - Returns: false when the system has no thread, or no memory for its stack, left.
  package static func start(stackSize: Int, _ body: @escaping @Sendable () -> Void) -> Bool {
    let closure = Unmanaged.passRetained(Closure(run: body))
    if start(stackSize: stackSize, { Unmanaged<Closure>.fromOpaque($0).takeRetainedValue().run() }, closure.toOpaque()) { return true }
    closure.release()
    return false
  }

  /// The same for a function, which gets `argument`, and may end the thread itself: nothing is kept for it.
  package static func start(stackSize: Int, _ body: Body, _ argument: UnsafeMutableRawPointer) -> Bool {
    var attributes = pthread_attr_t()
    pthread_attr_init(&attributes)
    defer { pthread_attr_destroy(&attributes) }
    pthread_attr_setstacksize(&attributes, stackSize)
    pthread_attr_setguardsize(&attributes, guardSize)
    pthread_attr_setdetachstate(&attributes, numericCast(PTHREAD_CREATE_DETACHED))
    let start = UnsafeMutablePointer<Start>.allocate(capacity: 1)
    start.initialize(to: Start(body: body, argument: argument))
    if create(&attributes, start) == 0 { return true }
    start.deallocate()
    return false
  }

  private final class Closure: Sendable {
    let run: @Sendable () -> Void
    init(run: @escaping @Sendable () -> Void) { self.run = run }
  }

  private static func create(_ attributes: UnsafePointer<pthread_attr_t>, _ start: UnsafeMutableRawPointer) -> Int32 {
    #if canImport(Darwin) || canImport(Musl)
    var thread: pthread_t?
    #else
    var thread = pthread_t()
    #endif
    return pthread_create(&thread, attributes, threadEntry, start)
  }
}

/// What a new thread runs, which frees this.
private struct Start {
  let body: NativeThread.Body
  let argument: UnsafeMutableRawPointer

  static func run(_ start: UnsafeMutableRawPointer) {
    let this = start.assumingMemoryBound(to: Start.self).move()
    start.deallocate()
    this.body(this.argument)
  }
}

// A function and not a closure: Swift 6.3 crashes on one here.
#if canImport(Darwin)
private func threadEntry(_ start: UnsafeMutableRawPointer) -> UnsafeMutableRawPointer? {
  Start.run(start)
  return nil
}
#else
private func threadEntry(_ start: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
  if let start { Start.run(start) }
  return nil
}
#endif
