#if !(canImport(Glibc) && (arch(x86_64) || arch(arm64))) || ExplicitChecks

/// The part of the C++ ABI's exception handling that tells about frames on the stack.
enum Unwinder {
  private typealias Visit = @convention(c) (OpaquePointer, UnsafeMutableRawPointer) -> CInt
  private typealias Backtrace = @convention(c) (Visit, UnsafeMutableRawPointer) -> CInt
  private typealias GetRegister = @convention(c) (OpaquePointer, CInt) -> UInt
  private typealias GetAddress = @convention(c) (OpaquePointer) -> UInt

  private static let backtrace = CLibrary.function("_Unwind_Backtrace", as: Backtrace.self)
  private static let register = CLibrary.function("_Unwind_GetGR", as: GetRegister.self)
  private static let address = CLibrary.function("_Unwind_GetIP", as: GetAddress.self)

  /// The frame pointer by its number in debug information.
  #if arch(x86_64)
  private static let framePointer: CInt = 6
  #else
  private static let framePointer: CInt = 29
  #endif

  /// The program counter and the frame pointer of the function that calls this; nil where there is no unwinder.
  @inline(__always)
  static func caller() -> (programCounter: UInt, framePointer: UInt)? {
    var found: (UInt, UInt) = (0, 0)
    guard let backtrace else { return nil }
    _ = backtrace({ frame, found in
      found.assumingMemoryBound(to: (UInt, UInt).self).pointee = (Unwinder.address?(frame) ?? 0, Unwinder.register?(frame, Unwinder.framePointer) ?? 0)
      // Anything but zero ends the search.
      return 5
    }, &found)
    return found
  }
}

#endif
