/// An exception of the guest (specification 4.2.12): its tag and the values it carries.
///
/// Host functions throw one into the guest by throwing it; a trap with `uncaughtException` hands one out.
/// Its values belong to the store and may be read on the store's thread only, which is why the class is
/// Sendable without checks: an error has to be.
public final class WasmException: Error, @unchecked Sendable {
  public let tag: Tag
  let object: ExceptionObject

  init(store: Store, object: ExceptionObject) {
    tag = Tag(store: store, entity: object.tag)
    self.object = object
  }

  /// Makes an exception; nil when the values do not fit the tag's type.
  public convenience init?(tag: Tag, values: [Value]) {
    let types = tag.type.parameters
    guard values.count == types.count else { return nil }
    var payload: [UInt64] = []
    for (value, type) in zip(values, types) {
      guard let slot = value.slot(as: type, in: tag.store) else { return nil }
      payload.append(slot)
    }
    self.init(store: tag.store, object: tag.store.makeException(tag.entity, payload, stackTop: tag.store.context.pointee.stackTop))
  }

  /// The values the exception carries.
  public var values: [Value] {
    zip(object.payload, tag.type.parameters).map { Value(slot: $0, type: $1, store: tag.store) }
  }

  func belongs(to store: Store) -> Bool { tag.store === store }
}

/// What the guest knows of an exception; a reference to it is its address. It must not retain the store, which owns it.
final class ExceptionObject {
  let tag: UnsafeMutablePointer<TagEntity>
  let payload: [UInt64]
  /// Set while the garbage collection of exceptions runs.
  fileprivate var isMarked = false

  init(tag: UnsafeMutablePointer<TagEntity>, payload: [UInt64]) {
    self.tag = tag
    self.payload = payload
  }

  /// In words, about.
  fileprivate var size: Int { 16 + payload.count }

  fileprivate var slot: UInt64 { UInt64(UInt(bitPattern: Unmanaged.passUnretained(self).toOpaque())) }
}

/// The exceptions that guest code holds references to.
///
/// Slots are not counted, so objects are freed by a mark and sweep, conservative about which words are references,
/// whenever their number has doubled.
final class ExceptionHeap {
  private var live: [UInt64: ExceptionObject] = [:]
  private var threshold = 1_000
  /// How many words the live ones take, about.
  private var size = 0

  var count: Int { live.count }
  fileprivate var needsCollection: Bool { live.count >= threshold || isFull }
  fileprivate var isFull: Bool { size >= ImplementationLimits.exceptionWords }

  fileprivate func add(_ object: ExceptionObject) {
    if live.updateValue(object, forKey: object.slot) == nil { size += object.size }
  }

  fileprivate func contains(anyOf payload: [UInt64]) -> Bool { !live.isEmpty && payload.contains { live[$0] != nil } }

  func object(_ slot: UInt64) -> ExceptionObject {
    guard let object = live[slot] else { preconditionFailure("a reference to a freed exception") }
    return object
  }

  /// Frees the exceptions that nothing refers to: none of the words in `roots`, no object outside of the heap, no
  /// other exception that stays.
  fileprivate func collect(roots: [UnsafeBufferPointer<UInt64>]) {
    var pending: [ExceptionObject] = []
    func mark(_ object: ExceptionObject?) {
      guard let object, !object.isMarked else { return }
      object.isMarked = true
      pending.append(object)
    }
    for object in heldFromOutside() { mark(object) }
    for range in roots { for word in range { mark(live[word]) } }
    while let object = pending.popLast() { for word in object.payload { mark(live[word]) } }
    live = live.filter { $0.value.isMarked }
    for object in live.values { object.isMarked = false }
    size = live.values.reduce(0) { $0 + $1.size }
    // The more there was to look at, the later the next time.
    threshold = max(1_000, live.count * 2, roots.reduce(0) { $0 + $1.count } / 8)
  }

  private func heldFromOutside() -> [ExceptionObject] {
    var slots: [UInt64] = []
    var index = live.startIndex
    while index != live.endIndex {
      if !isKnownUniquelyReferenced(&live.values[index]) { slots.append(live[index].key) }
      index = live.index(after: index)
    }
    return slots.map(object)
  }
}

extension Store {
  /// The reference to an exception the guest is about to get hold of; nil when it holds too many. `top` ends the part
  /// of the stack in use.
  func reference(_ exception: ExceptionObject, stackTop top: StackPointer) -> UInt64? {
    if exceptions.needsCollection { collectExceptions(stackTop: top) }
    if exceptions.isFull { return nil }
    exceptions.add(exception)
    return exception.slot
  }

  /// Makes an exception. One that carries references to others is on the heap from the start, to keep those alive.
  func makeException(_ tag: UnsafeMutablePointer<TagEntity>, _ payload: [UInt64], stackTop top: StackPointer) -> ExceptionObject {
    let object = ExceptionObject(tag: tag, payload: payload)
    if exceptions.contains(anyOf: payload) {
      if exceptions.needsCollection { collectExceptions(stackTop: top) }
      exceptions.add(object)
    }
    return object
  }

  private func collectExceptions(stackTop top: StackPointer) {
    let bottom = contextStorage.stack.assumingMemoryBound(to: UInt64.self)
    // The frame that `top` ends may be shorter than the caller thinks, the stack is not.
    let end = min(UInt(bitPattern: top), contextStorage.stackEnd)
    var roots = [UnsafeBufferPointer(start: bottom, count: Int(end - UInt(bitPattern: bottom)) / 8)]
    for table in tables { roots.append(UnsafeBufferPointer(start: table.pointee.slots, count: Int(table.pointee.count))) }
    for cell in globalCells { roots.append(UnsafeBufferPointer(start: cell, count: 1)) }
    for instance in instances { roots.append(instance.ownGlobals) }
    contextStorage.compiledState.withNativeFrames { frames in exceptions.collect(roots: roots + frames) }
  }
}

extension WasmException: Equatable {
  /// Whether both are the same exception of the guest, thrown once.
  public static func == (a: WasmException, b: WasmException) -> Bool { a.object === b.object }
}
