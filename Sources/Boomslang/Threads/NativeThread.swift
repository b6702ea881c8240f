/// Threads of the operating system.
enum NativeThread {
  /// Compiled guests rely on it. Of a page by default, which large frames might step over if they were not checked.
  private static let guardSize = 64 << 10

  /// Starts a thread with that many bytes of stack, which ends with `body`.
  /// - Returns: false when the system has no thread, or no memory for its stack, left.
  static func start(stackSize: Int, _ body: @escaping @Sendable () -> Void) -> Bool {
    var attributes = pthread_attr_t()
    pthread_attr_init(&attributes)
    defer { pthread_attr_destroy(&attributes) }
    pthread_attr_setstacksize(&attributes, stackSize)
    pthread_attr_setguardsize(&attributes, guardSize)
    pthread_attr_setdetachstate(&attributes, numericCast(PTHREAD_CREATE_DETACHED))
    let context = Unmanaged.passRetained(Body(run: body))
    if create(&attributes, context.toOpaque()) == 0 { return true }
    context.release()
    return false
  }

  /// What the new thread takes over.
  private final class Body: Sendable {
    let run: @Sendable () -> Void
    init(run: @escaping @Sendable () -> Void) { self.run = run }
  }

  private static func create(_ attributes: UnsafePointer<pthread_attr_t>, _ context: UnsafeMutableRawPointer) -> Int32 {
    #if canImport(Darwin)
    var thread: pthread_t?
    #else
    var thread = pthread_t()
    #endif
    return pthread_create(&thread, attributes, threadEntry, context)
  }

  fileprivate static func run(_ context: UnsafeMutableRawPointer) {
    Unmanaged<Body>.fromOpaque(context).takeRetainedValue().run()
  }
}

// A function and not a closure: Swift 6.3 crashes on one here.
#if canImport(Darwin)
private func threadEntry(_ context: UnsafeMutableRawPointer) -> UnsafeMutableRawPointer? {
  NativeThread.run(context)
  return nil
}
#else
private func threadEntry(_ context: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
  if let context { NativeThread.run(context) }
  return nil
}
#endif
