/// Where compiled code was, as return addresses, innermost first: the first 64. Owned by the state of its thread, so that signal
/// handlers find it allocated.
struct NativeTrace {
  private let addresses: UnsafeMutablePointer<UInt>
  private var count = 0
  private static let capacity = 64

  init() { addresses = .allocate(capacity: Self.capacity) }

  func deallocate() { addresses.deallocate() }

  mutating func removeAll() { count = 0 }

  private mutating func append(_ address: UInt) {
    addresses[count] = address
    count += 1
  }
}

#if canImport(Glibc) && (arch(x86_64) || arch(arm64))

extension NativeTrace {
  /// Follows the chain of frame pointers, which Swift functions keep. Reads nothing but the guest's part of the stack, so
  /// that a frame pointer that is none does no harm.
  mutating func record(from registers: UnsafeMutablePointer<ucontext_t>, upTo stackStart: UInt) {
    count = 0
    append(registers.programCounter)
    let wordSize = UInt(MemoryLayout<UInt>.size)
    var frame = registers.framePointer
    var lowest = registers.stackPointer
    while count < Self.capacity, frame >= lowest, frame + 2 * wordSize <= stackStart, frame % wordSize == 0,
      let words = UnsafePointer<UInt>(bitPattern: frame)
    {
      append(words[1])
      lowest = frame + 2 * wordSize
      frame = words[0]
    }
  }

  /// The same from where it is called.
  @inline(never)
  mutating func recordCaller(upTo stackStart: UInt) {
    withUnsafeTemporaryAllocation(of: ucontext_t.self, capacity: 1) { registers in
      guard let here = registers.baseAddress else { return }
      here.initialize(to: ucontext_t())
      RegisterContext.capture(here)
      record(from: here, upTo: stackStart)
    }
  }
}

#endif

extension NativeTrace {
  /// The compiled functions among them.
  func frames(in store: Store) -> [Trap.Frame] {
    (0..<count).compactMap { position in
      // A return address may be the first of what follows the function.
      let address = addresses[position] &- (position == 0 ? 0 : 1)
      for object in store.instances {
        guard let index = object.compiled?.function(at: address) else { continue }
        return object.code.frame(object.module.contents.importedFunctionCount + index)
      }
      return nil
    }
  }
}

extension CompiledModule {
  /// Functions are taken to be no longer than this where nothing else says where one ends.
  private static let longestFunction: UInt = 1 << 20

  /// The index of the own function whose code `address` is in.
  fileprivate func function(at address: UInt) -> Int? {
    var (low, high) = (0, addresses.count)
    while low < high {
      let middle = (low + high) / 2
      if addresses[middle].start <= address { low = middle + 1 } else { high = middle }
    }
    guard low > 0 else { return nil }
    let end = low < addresses.count ? addresses[low].start : addresses[low - 1].start + Self.longestFunction
    return address < end ? addresses[low - 1].index : nil
  }
}
