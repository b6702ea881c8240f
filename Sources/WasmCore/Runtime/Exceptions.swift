/// An exception of the guest (specification 4.2.12): its tag and the values it carries.
///
/// Host functions throw one into the guest by throwing it; a trap with `uncaughtException` hands one out.
/// Its values belong to the store and may be read on the store's thread only, which is why the class is
/// Sendable without checks: an error has to be.
public final class WasmException: Error, @unchecked Sendable {
  public let tag: Tag
  let payload: [UInt64]
  /// Set while the garbage collection of exceptions runs.
  fileprivate var isMarked = false

  init(tag: Tag, payload: [UInt64]) {
    self.tag = tag
    self.payload = payload
  }

  /// Makes an exception; nil when the values do not fit the tag's type.
  public init?(tag: Tag, values: [Value]) {
    let types = tag.type.parameters
    guard values.count == types.count else { return nil }
    var payload: [UInt64] = []
    for (value, type) in zip(values, types) {
      guard let slot = value.slot(as: type, in: tag.store) else { return nil }
      payload.append(slot)
    }
    self.tag = tag
    self.payload = payload
    // As when the guest throws one that carries others.
    if types.contains(where: { $0.heapType?.top == .exn }) { _ = tag.store.exceptions.slot(self) }
  }

  /// The values the exception carries.
  public var values: [Value] {
    zip(payload, tag.type.parameters).map { Value(slot: $0, type: $1, store: tag.store) }
  }

  func belongs(to store: Store) -> Bool { tag.store === store }
}

/// The exceptions that guest code holds references to, and those that carry others. A reference is the object's address.
///
/// Slots are not counted, so objects are freed by a mark and sweep, conservative about which words are references,
/// whenever their number has doubled. What the host holds, which is counted, stays as well.
final class ExceptionHeap {
  private var live: [UInt64: WasmException] = [:]
  private var threshold = 1_000

  var count: Int { live.count }
  var needsCollection: Bool { live.count >= threshold }

  /// The reference to `exception`, which the heap keeps from now on.
  func slot(_ exception: WasmException) -> UInt64 {
    let address = UInt64(UInt(bitPattern: Unmanaged.passUnretained(exception).toOpaque()))
    live[address] = exception
    return address
  }

  func object(_ slot: UInt64) -> WasmException {
    guard let exception = live[slot] else { preconditionFailure("a reference to a freed exception") }
    return exception
  }

  /// Frees the exceptions that neither the host nor any of the words in `roots` refers to, directly or through others.
  func collect(roots: [UnsafeBufferPointer<UInt64>]) {
    var pending: [WasmException] = []
    func mark(_ word: UInt64) {
      guard let exception = live[word], !exception.isMarked else { return }
      exception.isMarked = true
      pending.append(exception)
    }
    var index = live.values.startIndex
    while index != live.values.endIndex {
      if !isKnownUniquelyReferenced(&live.values[index]) { mark(live.keys[index]) }
      live.values.formIndex(after: &index)
    }
    for range in roots { for word in range { mark(word) } }
    while let exception = pending.popLast() { for word in exception.payload { mark(word) } }
    live = live.filter { $0.value.isMarked }
    for exception in live.values { exception.isMarked = false }
    // The more there was to look at, the later the next time.
    threshold = max(1_000, live.count * 2, roots.reduce(0) { $0 + $1.count } / 8)
  }
}

extension Store {
  /// The reference to an exception the guest is about to get hold of. `top` ends the part of the stack in use.
  func reference(_ exception: WasmException, stackTop top: StackPointer) -> UInt64 {
    let slot = exceptions.slot(exception)
    if exceptions.needsCollection { withExtendedLifetime(exception) { collectExceptions(stackTop: top) } }
    return slot
  }

  private func collectExceptions(stackTop top: StackPointer) {
    let bottom = contextStorage.stack.assumingMemoryBound(to: UInt64.self)
    var roots = [UnsafeBufferPointer(start: bottom, count: top - bottom)]
    for table in tables { roots.append(UnsafeBufferPointer(start: table.pointee.elements, count: Int(table.pointee.count))) }
    for cell in globalCells { roots.append(UnsafeBufferPointer(start: cell, count: 1)) }
    for instance in instances { roots.append(instance.ownGlobals) }
    exceptions.collect(roots: roots)
  }
}
