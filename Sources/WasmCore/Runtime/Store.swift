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
    /// Whether guest code counts the instructions it executes against `Store.fuel`. Costs speed.
    public var metersFuel = false
    /// What executes the guest.
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
  private(set) var memories: [UnsafeMutablePointer<MemoryEntity>] = []
  private(set) var tables: [UnsafeMutablePointer<TableEntity>] = []
  /// Globals the host made.
  private(set) var globalCells: [UnsafeMutablePointer<UInt64>] = []
  private var tags: [UnsafeMutablePointer<TagEntity>] = []
  private var functions: [UnsafeMutablePointer<FunctionEntity>] = []
  private var registeredTypes: [UInt32] = []
  /// The error behind the status that running code returns.
  var pendingError: (any Error)?

  public init(configuration: Configuration = Configuration()) {
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

  /// The number of instructions the guest may still execute; it traps with `outOfFuel` when they are used up.
  /// Counts only when the configuration says `metersFuel`. The count is deterministic.
  public var fuel: UInt64 {
    get { context.pointee.fuel }
    set { context.pointee.fuel = newValue }
  }

  /// A handle that stops this store's guest from any thread.
  public var interruptHandle: InterruptHandle { InterruptHandle(contextStorage) }

  /// Makes the store usable again after an interruption.
  public func clearInterruption() { contextStorage.clearInterruption() }

  // MARK: Allocation (specification 4.7.2)

  /// The number of a type of the host's, in which concrete heap types are numbers already.
  func register(_ type: FunctionType) -> UInt32 {
    let identifier = TypeRegistry.shared.register(type)
    registeredTypes.append(identifier)
    return identifier
  }

  func allocateMemory(_ type: MemoryType) throws(LinkError) -> UnsafeMutablePointer<MemoryEntity> {
    let pointer = UnsafeMutablePointer<MemoryEntity>.allocate(capacity: 1)
    do {
      pointer.initialize(to: try MemoryEntity(type, limit: configuration.maximumMemorySize))
    } catch {
      pointer.deallocate()
      throw error
    }
    memories.append(pointer)
    return pointer
  }

  func allocateTable(_ type: TableType, initial: UInt64) throws(LinkError) -> UnsafeMutablePointer<TableEntity> {
    let pointer = UnsafeMutablePointer<TableEntity>.allocate(capacity: 1)
    do {
      pointer.initialize(to: try TableEntity(type, initial: initial, limit: configuration.maximumTableSize))
    } catch {
      pointer.deallocate()
      throw error
    }
    tables.append(pointer)
    return pointer
  }

  func allocateGlobalCell(_ value: UInt64) -> UnsafeMutablePointer<UInt64> {
    let cell = UnsafeMutablePointer<UInt64>.allocate(capacity: 1)
    cell.initialize(to: value)
    globalCells.append(cell)
    return cell
  }

  func allocateTag(_ typeID: UInt32) -> UnsafeMutablePointer<TagEntity> {
    let tag = UnsafeMutablePointer<TagEntity>.allocate(capacity: 1)
    tag.initialize(to: TagEntity(typeID: typeID))
    tags.append(tag)
    return tag
  }

  func allocateHostFunction(_ function: HostFunction) -> UnsafeMutablePointer<FunctionEntity> {
    let entity = UnsafeMutablePointer<FunctionEntity>.allocate(capacity: 1)
    entity.initialize(
      to: FunctionEntity(typeID: register(function.type), index: UInt32(hostFunctions.count), instance: nil, cell: nil))
    hostFunctions.append(function)
    functions.append(entity)
    return entity
  }

  private func release(_ memory: UnsafeMutablePointer<MemoryEntity>) {
    AddressSpace.free(memory.pointee.base, bytes: memory.pointee.reserved)
    memory.deallocate()
  }

  private func release(_ table: UnsafeMutablePointer<TableEntity>) {
    table.pointee.elements.deallocate()
    table.deallocate()
  }

  /// Undoes the allocation of memories and tables since there were that many, when an instantiation cannot go on.
  func rollBack(memories memoryCount: Int, tables tableCount: Int) {
    while memories.count > memoryCount { release(memories.removeLast()) }
    while tables.count > tableCount { release(tables.removeLast()) }
  }
}

/// What executes guest code.
public enum Engine: String, Sendable, CaseIterable {
  /// The threaded-code interpreter.
  case interpreter
}
