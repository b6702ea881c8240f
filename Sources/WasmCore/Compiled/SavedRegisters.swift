#if !(canImport(Glibc) && (arch(x86_64) || arch(arm64))) || ExplicitChecks

/// What a thread had in its registers when it began to wait. `setjmp` writes them down, and nobody jumps.
struct SavedRegisters {
  /// More than any system's `jmp_buf`.
  private static let wordCount = 128
  private let buffer: UnsafeMutablePointer<UInt64>
  /// An address below the frames of everything that was called then.
  private(set) var stackPosition: UInt = 0

  init() {
    buffer = .allocate(capacity: Self.wordCount)
    buffer.initialize(repeating: 0, count: Self.wordCount)
  }

  /// Registers whose values the callers want back are in the buffer afterwards, or in the frames above the position. That of the caller must
  /// stay: registers may have been saved in it.
  @inline(__always)
  mutating func capture() {
    _ = saveRegisters(buffer)
    stackPosition = NativeStack.position & ~7
  }

  var words: UnsafeBufferPointer<UInt64> { UnsafeBufferPointer(start: buffer, count: Self.wordCount) }
}

/// Swift does not import it, because it returns twice when somebody jumps.
@_silgen_name("_setjmp")
private func saveRegisters(_ buffer: UnsafeMutableRawPointer) -> CInt

#endif
