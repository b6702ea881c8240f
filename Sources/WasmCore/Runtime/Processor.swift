#if arch(x86_64)
import _Builtin_intrinsics.intel.cpuid
#endif

/// Whether the processor has the instructions that the engine and generated code are compiled to. Without a look, one that lacks them would
/// end the process with SIGILL somewhere.
enum Processor {
  /// Ends the process with a message if not; looked at once.
  static let check: Void = {
    #if arch(x86_64)
    var (a, b, c, d): (UInt32, UInt32, UInt32, UInt32) = (0, 0, 0, 0)
    let needed: UInt32 = 1 << 0 | 1 << 9 | 1 << 13 | 1 << 19 | 1 << 20 | 1 << 23  // SSE3, SSSE3, CMPXCHG16B, SSE4.1, SSE4.2, POPCNT
    guard __get_cpuid(1, &a, &b, &c, &d) != 0, c & needed == needed else {
      fatalError("WasmCore needs an x86-64 processor with SSE 4.2 and POPCNT (x86-64-v2, made since 2008)")
    }
    #endif
  }()
}
