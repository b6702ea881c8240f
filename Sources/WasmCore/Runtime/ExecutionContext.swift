import Synchronization

typealias CodePointer = UnsafePointer<UInt64>
typealias StackPointer = UnsafeMutablePointer<UInt64>
typealias MemoryPointer = UnsafeMutableRawPointer
typealias ContextPointer = UnsafeMutablePointer<ExecutionContext>

/// What running code needs to reach: the current instance's parts and the state of the invocation.
/// One for each store, owned by its `ContextStorage`. Only the thread that runs the guest touches it,
/// except for `stackEnd`, which others may set to zero.
struct ExecutionContext {
  /// The first address calls may not use; zero when the guest has been asked to stop, so that the check
  /// every call and every backward branch makes serves for both.
  var stackEnd: UInt
  /// How far accesses to the current instance's memory 0 may go, and its address.
  var memoryLimits: MemoryLimits
  var memoryBase: MemoryPointer
  var globals: UnsafeMutablePointer<UInt64>
  var instance: UnsafeMutablePointer<InstanceEntity>?
  var table0: UnsafeMutablePointer<TableEntity>?
  /// What metered code may still spend.
  var fuel: UInt64
  /// Where the guest was when it trapped, threw or called the host.
  var pc: CodePointer
  var sp: StackPointer
  var trapCode: UInt8
  /// The first free slot of the stack, for the next invocation from the host.
  var stackTop: StackPointer
  /// Invocations from the host that are under way, one inside the other.
  var depth: Int
  /// The lowest address on the thread's own stack at which invocations and host functions may start.
  var nativeStackLimit: UInt = 0
  let store: Unmanaged<Store>
  #if DEBUG
  /// The accumulators, while the driver loop goes from one operation to the next.
  var r: UInt64 = 0
  var f: Double = 0
  var g: Float = 0
  #endif
}

extension UnsafeMutablePointer where Pointee == ExecutionContext {
  /// Makes `instance` the current one and reads its memory's current address and size.
  @inline(__always)
  func activate(_ instance: UnsafeMutablePointer<InstanceEntity>) {
    pointee.instance = instance
    pointee.globals = instance.pointee.globals
    pointee.table0 = instance.pointee.tableCount > 0 ? instance.pointee.tables[0] : nil
    refreshMemory()
  }

  /// Reads the current memory's address and size, after anything that may have grown it.
  @inline(__always)
  func refreshMemory() {
    guard let instance = pointee.instance, instance.pointee.memoryCount > 0 else {
      pointee.memoryLimits = MemoryLimits(byteCount: 0)
      return
    }
    pointee.memoryLimits = MemoryLimits(byteCount: instance.pointee.memories[0].pointee.byteCount)
    pointee.memoryBase = instance.pointee.memories[0].pointee.base
  }

  var store: Store { pointee.store.takeUnretainedValue() }

  /// Whether the thread's own stack has room for another invocation, or for a host function.
  var hasNativeStack: Bool { NativeStack.position > pointee.nativeStackLimit }

  /// See `ContextStorage.interrupt`: the first word, as an atomic.
  var isStopRequested: Bool {
    UnsafeMutableRawPointer(self).assumingMemoryBound(to: Atomic<UInt>.self).pointee.load(ordering: .relaxed) == 0
  }
}

/// The last addresses at which accesses of 1, 2, 4 and 8 bytes fit into a memory; negative where none does. One for
/// each width, so that running code compares the address itself, which it needs anyway.
struct MemoryLimits {
  private let one: Int64, two: Int64, four: Int64, eight: Int64

  init(byteCount: UInt64) {
    let count = Int64(byteCount)
    (one, two, four, eight) = (count - 1, count - 2, count - 4, count - 8)
  }

  /// Whether `T` can be read or written there. Addresses have at most 34 bits.
  @inline(__always)
  func allow<T>(_ address: UInt64, _: T.Type) -> Bool {
    let limit =
      switch MemoryLayout<T>.size {
      case 1: one
      case 2: two
      case 4: four
      default: eight
      }
    return Int64(bitPattern: address) <= limit
  }
}

/// Owns the context and the stack of a store; interrupt handles keep it alive, so that stopping a store that has
/// gone away is harmless.
final class ContextStorage: @unchecked Sendable {
  let context: ContextPointer
  let stack: UnsafeMutableRawPointer
  private let stackBytes: Int
  let stackEnd: UInt
  /// For compiled code.
  let compiledState: UnsafeMutablePointer<CompiledState>
  let guards = GuardedRanges()
  /// Whom an interruption has to reach: the thread that runs compiled code of this store, and a host function that waits.
  private struct Recipients {
    var thread: ThreadHandle?
    var wake: (@Sendable () -> Void)?
  }

  private let recipients = Mutex(Recipients())

  init(stackBytes: Int, store: Store) {
    self.stackBytes = stackBytes
    stack = AddressSpace.allocate(bytes: stackBytes)
    stackEnd = UInt(bitPattern: stack) + UInt(stackBytes)
    let base = stack.assumingMemoryBound(to: UInt64.self)
    context = .allocate(capacity: 1)
    context.initialize(
      to: ExecutionContext(
        stackEnd: stackEnd, memoryLimits: .init(byteCount: 0), memoryBase: stack, globals: base, instance: nil, table0: nil, fuel: .max,
        pc: CodePointer(base), sp: base, trapCode: 0, stackTop: base, depth: 0, store: .passUnretained(store)))
    compiledState = .allocate(capacity: 1)
    compiledState.initialize(to: CompiledState(context: context, guards: guards.list, slotsEnd: stackEnd))
  }

  deinit {
    AddressSpace.free(stack, bytes: stackBytes)
    context.deallocate()
    compiledState.deallocate()
  }

  /// The word that stops the guest, as an atomic: the only part other threads may touch.
  private var stopWord: UnsafeMutablePointer<Atomic<UInt>> {
    UnsafeMutableRawPointer(context).assumingMemoryBound(to: Atomic<UInt>.self)
  }

  func interrupt() {
    stopWord.pointee.store(0, ordering: .releasing)
    recipients.withLock { recipients in
      if let thread = recipients.thread { StopSignal.send(to: thread) }
      recipients.wake?()
    }
  }

  /// - Returns: what was called before.
  func setWake(_ wake: (@Sendable () -> Void)?) -> (@Sendable () -> Void)? {
    recipients.withLock { recipients in
      defer { recipients.wake = wake }
      return recipients.wake
    }
  }

  /// Says which thread an interruption has to reach; nil when no compiled code runs.
  func setRunningThread(_ thread: ThreadHandle?) { recipients.withLock { $0.thread = thread } }

  func clearInterruption() { stopWord.pointee.store(stackEnd, ordering: .releasing) }
  var isInterrupted: Bool { stopWord.pointee.load(ordering: .acquiring) == 0 }
}
