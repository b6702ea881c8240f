/// Opens the name `name` in the open directory `directory`, and nothing outside of it. Names are single components, so the
/// kernel's refusal is a second wall behind `FileName`; where the kernel cannot refuse, that check stands alone.
func openBeneath(_ directory: Int32, _ name: UnsafePointer<CChar>, _ flags: Int32, mode: mode_t = 0) -> Int32 {
  #if os(Linux)
  if let open = OpenAt2.available { return open(directory, name, flags | O_NOFOLLOW, mode) }
  #endif
  return openat(directory, name, flags | O_NOFOLLOW, mode)
}

#if os(Linux)
/// `openat2` of Linux 5.6 and later. The C library has no function for the call, and Swift cannot call the variadic
/// `syscall` by its declaration. The dynamic linker's address of `syscall` is called as a function of integers and
/// pointers, which it is: its arguments are passed in the same registers.
struct OpenAt2: Sendable {
  private typealias SystemCall = @convention(c) (Int, Int, UnsafePointer<CChar>, UnsafeRawPointer, Int) -> Int

  /// `struct open_how`.
  private struct How {
    let flags: UInt64
    let mode: UInt64
    let resolve: UInt64
  }

  private static let number = 437
  /// RESOLVE_BENEATH and RESOLVE_NO_MAGICLINKS.
  private static let resolve: UInt64 = 0x08 | 0x02

  private let call: SystemCall

  /// nil where the kernel, or a filter of system calls, does not know the call.
  static let available: OpenAt2? = {
    guard let address = dlsym(nil, "syscall") else { return nil }
    let candidate = OpenAt2(call: unsafeBitCast(address, to: SystemCall.self))
    let probe = candidate(AT_FDCWD, ".", Platform.searchDirectory | O_CLOEXEC, 0)
    guard probe >= 0 else { return nil }
    close(probe)
    return candidate
  }()

  /// - Returns: a descriptor, or -1 with the reason in `errno`: ENOENT for what is not inside `directory`.
  func callAsFunction(_ directory: Int32, _ name: UnsafePointer<CChar>, _ flags: Int32, _ mode: mode_t) -> Int32 {
    // The call refuses a mode where nothing is created.
    let mode = flags & O_CREAT == 0 ? 0 : UInt64(mode)
    var how = How(flags: UInt64(UInt32(bitPattern: flags)), mode: mode, resolve: Self.resolve)
    let result = call(Self.number, Int(directory), name, &how, MemoryLayout<How>.size)
    // Also a directory that somebody moves away at this moment leads outside; a guest sees that its name is gone.
    if result < 0 && errno == EXDEV { errno = ENOENT }
    return Int32(truncatingIfNeeded: result)
  }
}
#endif
