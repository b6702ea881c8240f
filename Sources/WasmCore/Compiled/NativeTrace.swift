/// Where compiled code was, as return addresses, innermost first. Of a long one, both ends. Owned by the state of its thread, so
/// that signal handlers find it allocated.
struct NativeTrace {
  private let addresses: UnsafeMutablePointer<UInt>
  private var count = 0
  /// How many addresses of each end there may be: more than frames in a backtrace, as some are in the engine.
  private static let endCapacity = 160

  init() { addresses = .allocate(capacity: 2 * Self.endCapacity) }

  func deallocate() { addresses.deallocate() }

  mutating func removeAll() { count = 0 }

  private mutating func append(_ address: UInt) {
    addresses[place(count)] = address
    count += 1
  }

  /// Where the address with that number is kept: the outer ones go round.
  private func place(_ number: Int) -> Int {
    number < Self.endCapacity ? number : Self.endCapacity + number % Self.endCapacity
  }
}

extension NativeTrace {
  /// Follows the chain of frame pointers, which Swift functions keep. Reads nothing but the guest's part of the stack, so
  /// that a frame pointer that is none does no harm.
  /// - Parameters:
  ///   - programCounter: where the innermost function is.
  ///   - stack: from that function's stack pointer to where the guest's part begins.
  ///   - limit: after how many frames it stops.
  private mutating func record(_ programCounter: UInt, _ framePointer: UInt, in stack: Range<UInt>, limit: Int) {
    count = 0
    append(programCounter)
    let wordSize = UInt(MemoryLayout<UInt>.size)
    var (frame, lowest) = (framePointer, stack.lowerBound)
    while count < limit, frame >= lowest, frame < stack.upperBound, stack.upperBound - frame >= 2 * wordSize, frame % wordSize == 0,
      let words = UnsafePointer<UInt>(bitPattern: frame)
    {
      append(words[1])
      lowest = frame + 2 * wordSize
      frame = words[0]
    }
  }

  #if canImport(Glibc) && (arch(x86_64) || arch(arm64)) && !ExplicitChecks

  mutating func record(from registers: UnsafeMutablePointer<ucontext_t>, upTo stackStart: UInt, limit: Int = .max) {
    record(registers.programCounter, registers.framePointer, in: min(registers.stackPointer, stackStart)..<stackStart, limit: limit)
  }

  /// The same from where it is called.
  @inline(never)
  mutating func recordCaller(upTo stackStart: UInt, limit: Int) {
    withUnsafeTemporaryAllocation(of: ucontext_t.self, capacity: 1) { registers in
      guard let here = registers.baseAddress else { return }
      here.initialize(to: ucontext_t())
      RegisterContext.capture(here)
      record(from: here, upTo: stackStart, limit: limit)
    }
  }

  #else

  /// From where it is called, if the system has an unwinder, which knows the first frame pointer.
  @inline(never)
  mutating func recordCaller(upTo stackStart: UInt, limit: Int) {
    guard let (programCounter, framePointer) = Unwinder.caller() else { return }
    record(programCounter, framePointer, in: min(NativeStack.position, stackStart)..<stackStart, limit: limit)
  }

  #endif
}

extension NativeTrace {
  /// The compiled functions among them, at most 64 from each end.
  func frames(in store: Store) -> [Trap.Frame] {
    let inner = frames(0..<min(count, Self.endCapacity), store)
    let outer = frames(max(count - Self.endCapacity, Self.endCapacity)..<max(count, Self.endCapacity), store)
    let (all, limit) = (inner + outer, 64)
    return all.count > 2 * limit ? all.prefix(limit) + all.suffix(limit) : all
  }

  private func frames(_ numbers: Range<Int>, _ store: Store) -> [Trap.Frame] {
    numbers.compactMap { number in
      // A return address may be the first of what follows the function.
      let address = addresses[place(number)] &- (number == 0 ? 0 : 1)
      for object in store.instances {
        guard let index = object.compiled?.function(at: address) else { continue }
        return object.code.frame(object.module.contents.importedFunctionCount + index)
      }
      return nil
    }
  }
}

extension CompiledModule {
  /// The index of the own function whose code `address` is in.
  fileprivate func function(at address: UInt) -> Int? {
    var (low, high) = (0, addresses.count)
    while low < high {
      let middle = (low + high) / 2
      if addresses[middle].start <= address { low = middle + 1 } else { high = middle }
    }
    return low > 0 && low < addresses.count ? addresses[low - 1].index : nil
  }
}
