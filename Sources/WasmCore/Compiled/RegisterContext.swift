#if canImport(Glibc) && (arch(x86_64) || arch(arm64)) && !ExplicitChecks

/// The processor's registers as the operating system saves them, and the C library's functions that save and load them.
///
/// A guest that traps is left by loading what was saved when it was entered: its frames own nothing, so there is nothing to
/// unwind. That is `swapcontext`, not `setjmp`: for the compiler, the call returns once.
enum RegisterContext {
  typealias Pointer = UnsafeMutablePointer<ucontext_t>

  // Swift does not import <ucontext.h>. All of them are looked up at once, by the time registers are captured: later there may be
  // little stack that is free.
  private struct Functions {
    let get = function("getcontext", as: (@convention(c) (Pointer) -> Int32).self)
    let set = function("setcontext", as: (@convention(c) (Pointer) -> Int32).self)
    let swap = function("swapcontext", as: (@convention(c) (Pointer, Pointer) -> Int32).self)
  }
  private static let functions = Functions()

  private static func function<F>(_ name: String, as type: F.Type) -> F {
    guard let function = CLibrary.function(name, as: type) else { preconditionFailure("the C library has no \(name)") }
    return function
  }

  /// Saves the registers of the caller. What is saved must not move.
  @inline(__always)
  static func capture(_ registers: Pointer) { _ = functions.get(registers) }

  /// Saves the registers in `saved` and goes on with `next`; returns when someone resumes `saved`.
  @inline(__always)
  static func exchange(_ saved: Pointer, for next: Pointer) { _ = functions.swap(saved, next) }

  @inline(__always)
  static func resume(_ registers: Pointer) -> Never {
    _ = functions.set(registers)
    fatalError("setcontext came back")
  }

  /// A function that does not return, as the place where saved registers continue.
  typealias Entry = @convention(c) (UnsafeMutableRawPointer) -> Void
}

extension UnsafeMutablePointer where Pointee == ucontext_t {
  /// Makes the registers those of a call `entry(argument)` with the stack below `stack`.
  func prepareCall(_ entry: RegisterContext.Entry, _ argument: UnsafeMutableRawPointer, stack: UInt) {
    let code = UInt(bitPattern: unsafeBitCast(entry, to: UnsafeRawPointer.self))
    #if arch(x86_64)
    // Where a return address would be, so that the stack is aligned as the callee expects.
    let stackPointer = (stack & ~15) - 8
    // It is none: whoever follows the frames, be it for a backtrace, ends here.
    UnsafeMutablePointer<UInt>(bitPattern: stackPointer)?.pointee = 0
    withGeneralRegisters { registers in
      registers[X86Register.rsp] = stackPointer
      registers[X86Register.rip] = code
      registers[X86Register.rdi] = UInt(bitPattern: argument)
      registers[X86Register.rbp] = 0
    }
    #else
    pointee.uc_mcontext.sp = UInt64(stack & ~15)
    pointee.uc_mcontext.pc = UInt64(code)
    withGeneralRegisters { registers in
      registers[0] = UInt(bitPattern: argument)
      registers[29] = 0
      registers[30] = 0
    }
    #endif
  }

  #if arch(x86_64)
  var stackPointer: UInt { withGeneralRegisters { $0[X86Register.rsp] } }
  var framePointer: UInt { withGeneralRegisters { $0[X86Register.rbp] } }
  var programCounter: UInt { withGeneralRegisters { $0[X86Register.rip] } }
  #else
  var stackPointer: UInt { UInt(pointee.uc_mcontext.sp) }
  var framePointer: UInt { withGeneralRegisters { $0[29] } }
  var programCounter: UInt { UInt(pointee.uc_mcontext.pc) }
  #endif

  /// The general registers as words.
  func withGeneralRegisters<Result>(_ body: (UnsafeMutableBufferPointer<UInt>) -> Result) -> Result {
    #if arch(x86_64)
    withUnsafeMutableBytes(of: &pointee.uc_mcontext.gregs) { body($0.bindMemory(to: UInt.self)) }
    #else
    withUnsafeMutableBytes(of: &pointee.uc_mcontext.regs) { body($0.bindMemory(to: UInt.self)) }
    #endif
  }
}

#if arch(x86_64)
/// Places in `gregs`; the C header has them as an enumeration for GNU programs only.
private enum X86Register {
  static let rdi = 8, rbp = 10, rsp = 15, rip = 16
}
#endif

#endif
