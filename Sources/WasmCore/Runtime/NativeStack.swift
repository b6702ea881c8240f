import Synchronization

/// The native stack of the current thread. Guest code does not use it, nested invocations do.
enum NativeStack {
  /// What has to be left for another invocation: room for the engine and for a host function of moderate appetite.
  static let reserve: UInt = 48 << 10

  /// The same where the guest itself is on the native stack: what compiled code calls must not run into its end.
  static let engineReserve: UInt = 192 << 10

  /// What compiled code needs to end with a trap: its trace is taken, and the host's registers are loaded.
  static let exitReserve: UInt = 32 << 10

  /// Reads what is below `position`, down to where there is no more stack.
  @inline(never)
  static func runIntoEnd(from position: UInt) -> Never {
    // Steps that no guard is small enough for.
    let step: UInt = 4096
    var address = position & ~(step - 1)
    while true {
      // Atomically: other reads that nothing needs would be left out.
      _ = UnsafePointer<Atomic<UInt8>>(bitPattern: address)?.pointee.load(ordering: .relaxed)
      address -= step
    }
  }

  /// The lowest address at which an invocation or a host function may start. Takes microseconds to find out, once for each thread.
  static var limit: UInt {
    if let known = pthread_getspecific(limitKey) { return UInt(bitPattern: known) }
    let limit = (lowestAddress ?? 0) + reserve
    pthread_setspecific(limitKey, UnsafeRawPointer(bitPattern: limit))
    return limit
  }

  /// Of the limit as the thread's own value.
  private static let limitKey: pthread_key_t = {
    var key = pthread_key_t()
    pthread_key_create(&key, nil)
    return key
  }()

  /// An address in the caller's frame, more or less.
  @inline(never)
  static var position: UInt {
    var here: UInt8 = 0
    return withUnsafeMutablePointer(to: &here) { UInt(bitPattern: $0) }
  }

  #if canImport(Darwin)
  static var lowestAddress: UInt? {
    let thread = pthread_self()
    return UInt(bitPattern: pthread_get_stackaddr_np(thread)) - UInt(pthread_get_stacksize_np(thread))
  }
  #elseif canImport(Glibc)
  private typealias GetAttributes = @convention(c) (pthread_t, UnsafeMutablePointer<pthread_attr_t>) -> Int32

  /// Functions that the C library's headers show to C programs only that ask for GNU extensions.
  private static let getAttributes = CLibrary.function("pthread_getattr_np", as: GetAttributes.self)
  private static let threadNumber = CLibrary.function("gettid", as: (@convention(c) () -> pid_t).self)

  static var lowestAddress: UInt? {
    withAttributes { attributes in
      var address: UnsafeMutableRawPointer?
      var size = 0
      guard pthread_attr_getstack(attributes, &address, &size) == 0, let address else { return nil }
      return UInt(bitPattern: address)
    } ?? nil
  }

  /// Whether a page that cannot be touched, or the kernel, ends the stack: that of the first thread grows into a gap; a program may have
  /// given others memory as their stack that has none.
  static var hasGuard: Bool {
    if threadNumber?() == getpid() { return true }
    return withAttributes { attributes in
      var size = 0
      return pthread_attr_getguardsize(attributes, &size) == 0 && size > 0
    } ?? false
  }

  private static func withAttributes<Result>(_ body: (UnsafeMutablePointer<pthread_attr_t>) -> Result) -> Result? {
    var attributes = pthread_attr_t()
    guard let getAttributes, getAttributes(pthread_self(), &attributes) == 0 else { return nil }
    defer { pthread_attr_destroy(&attributes) }
    return body(&attributes)
  }
  #else
  // Not known: the limit on the depth has to do.
  static var lowestAddress: UInt? { nil }
  #endif
}
