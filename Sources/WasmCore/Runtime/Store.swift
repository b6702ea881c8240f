/// Everything that instances can share lives in a store (specification 4.2.3): instances and their memories, tables,
/// globals, tags and functions, and the stack they run on. All of it is freed with the store.
///
/// A store and everything in it belongs to one thread at a time. To stop a running guest from another thread use an
/// `InterruptHandle`. Any number of stores can run in parallel; they share nothing but immutable modules and
/// translated code.
public final class Store {
  public struct Configuration: Sendable {
    /// Bytes of stack for guest calls. Deeper recursion traps with `callStackExhausted`. Pages are used when touched.
    /// A size outside of `stackSizes` becomes the nearest one in it.
    ///
    /// Compiled functions use the stack of the thread that calls them instead, as far as 192 KiB before its end, and these slots only
    /// for calls of other functions. The stack must end in a guard, as threads have it unless they are given memory of their own, and have an
    /// end: with `ulimit -s unlimited` recursion on the first thread ends when memory does. Outside of Linux with glibc, compiled functions
    /// have a thread and 16 MiB of stack for themselves; host functions are called on the thread of the caller all the same.
    public var stackSize = 8 << 20
    /// The possible sizes of the stack: from what any call needs to 4 GiB.
    public static let stackSizes = 64 << 10...4 << 30
    /// How many invocations from the host can be nested inside each other (guest → host → guest …); each level uses
    /// native stack of the thread.
    public var maximumHostDepth = 100
    /// The most bytes one memory may grow to, whatever the module allows.
    public var maximumMemorySize = Int(MemoryType.maximumPages) * MemoryType.pageSize
    /// The most elements one table may have, whatever the module allows.
    public var maximumTableSize = 10_000_000
    /// The most bytes all memories of the store may have together: a few bytes of a module define a thousand memories.
    public var maximumTotalMemorySize = 16 << 30
    /// The most elements all tables of the store may have together.
    public var maximumTotalTableSize = 20_000_000
    /// Whether guest code counts the instructions it executes against `Store.fuel`. Costs speed.
    public var metersFuel = false
    /// Whether guest code counts the instructions that each function executes, see `Instance.functionWeights`. Costs speed.
    public var profilesFunctions = false
    /// What executes the guest. With `compiled`, modules of which no compiled form is linked into the program, and stores
    /// that meter fuel or profile functions, are interpreted all the same: `Instance.engine` tells.
    public var engine = Engine.interpreter
    /// Whether code is translated instruction by instruction, without what the translator does to make it fast: what
    /// tests compare the usual translation with.
    package var translatesPlainly = false

    public init() {}
  }

  public let configuration: Configuration
  let storage: Storage

  /// Separate from the store so that the context can point to the store it belongs to.
  final class Storage {
    var context: ContextStorage?
  }

  var instances: [InstanceObject] = []
  var hostFunctions: [HostFunction] = []
  let exceptions = ExceptionHeap()
  var memories: [UnsafeMutablePointer<MemoryEntity>] = []
  var tables: [UnsafeMutablePointer<TableEntity>] = []
  /// Bytes of all memories and elements of all tables.
  var totalMemorySize = 0
  var totalTableSize = 0
  /// Globals the host made.
  var globalCells: [UnsafeMutablePointer<UInt64>] = []
  var tags: [UnsafeMutablePointer<TagEntity>] = []
  var functions: [UnsafeMutablePointer<FunctionEntity>] = []
  var registeredTypes: [UInt32] = []
  /// The error behind the status that running code returns.
  var pendingError: (any Error)?
  /// Where the invocation was that has just ended in a trap, as far as compiled code told.
  var trapFrames: [Trap.Frame] = []

  public init(configuration: Configuration = Configuration()) {
    Processor.check
    self.configuration = configuration
    storage = Storage()
    let sizes = Configuration.stackSizes
    storage.context = ContextStorage(stackBytes: min(max(configuration.stackSize, sizes.lowerBound), sizes.upperBound), store: self)
  }

  deinit {
    for memory in memories { release(memory) }
    for table in tables { release(table) }
    for cell in globalCells { cell.deallocate() }
    for tag in tags { tag.deallocate() }
    for function in functions { function.deallocate() }
    TypeRegistry.shared.release(registeredTypes)
  }

  var contextStorage: ContextStorage {
    guard let context = storage.context else { preconditionFailure("set by init") }
    return context
  }
  var context: ContextPointer { contextStorage.context }

  /// Whether compiled code can run on this platform.
  public static var supportsCompiledCode: Bool { Activation.isSupported }

  /// Whether instances of compiled modules run compiled code.
  var usesCompiledCode: Bool {
    configuration.engine == .compiled && !configuration.metersFuel && !configuration.profilesFunctions && Activation.isSupported
  }

  /// Whether accesses outside of memories are faults.
  var usesGuards: Bool { usesCompiledCode && Activation.isGuarded }

  /// Whether the guest runs on other threads than its host, which wait for it.
  var runsOnOtherThreads: Bool { usesCompiledCode && !Activation.isGuarded }

  /// The number of instructions the guest may still execute; it traps with `outOfFuel` when they are used up.
  /// Counts only when the configuration says `metersFuel`. The count is deterministic. Blocks, loops and their ends are free; instructions on
  /// ranges of memories and tables cost one more for every 64 bytes or 8 elements.
  public var fuel: UInt64 {
    get { context.pointee.fuel }
    set { context.pointee.fuel = newValue }
  }

  /// A handle that stops this store's guest from any thread.
  public var interruptHandle: InterruptHandle { InterruptHandle(contextStorage) }

  /// Makes the store usable again after an interruption.
  public func clearInterruption() { contextStorage.clearInterruption() }
}

/// What executes guest code.
public enum Engine: String, Sendable, CaseIterable {
  /// The threaded-code interpreter.
  case interpreter
  /// Swift that a module has been translated to and that is part of the program; see `CompiledModule`.
  case compiled
}
