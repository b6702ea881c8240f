/// A table of references (specification 4.2.7). The handle keeps its store alive and belongs to the store's thread.
public struct Table {
  public let store: Store
  let entity: UnsafeMutablePointer<TableEntity>

  init(store: Store, entity: UnsafeMutablePointer<TableEntity>) {
    self.store = store
    self.entity = entity
  }

  /// Makes a table whose elements are all `initial`.
  /// - Throws: `LinkError` when `initial` is no value of the element type, or the type exceeds the store's limit.
  public init(store: Store, type: TableType, initial: Value) throws(LinkError) {
    guard let slot = initial.slot(as: type.element, in: store) else {
      throw LinkError(.resources("\(initial) is no initial element for a table of \(type.element)"))
    }
    self.init(store: store, entity: try store.allocateTable(type, initial: slot))
  }

  /// The type, with the current size as minimum.
  public var type: TableType {
    let type = entity.pointee.type
    return TableType(element: type.element, limits: Limits(minimum: UInt64(count), maximum: type.limits.maximum))
  }

  public var count: Int { Int(entity.pointee.count) }

  /// The element at `index`; nil when there is none.
  public func get(_ index: Int) -> Value? {
    guard index >= 0, index < count else { return nil }
    return Value(slot: entity.elements[index], type: entity.pointee.type.element, store: store)
  }

  /// Replaces the element at `index`.
  /// - Returns: false when the index or the value's type does not fit.
  @discardableResult
  public func set(_ index: Int, _ value: Value) -> Bool {
    guard index >= 0, index < count, let slot = value.slot(as: entity.pointee.type.element, in: store) else { return false }
    entity.elements[index] = slot
    return true
  }

  /// Appends `delta` elements.
  /// - Returns: the size before, or nil when the limit or the value's type does not allow it.
  public func grow(by delta: Int, with value: Value) -> Int? {
    guard delta >= 0, let delta = UInt32(exactly: delta), let slot = value.slot(as: entity.pointee.type.element, in: store) else { return nil }
    return store.grow(entity, by: delta, with: slot).map(Int.init)
  }
}

extension TableEntity {
  init(_ type: TableType, initial: UInt64, count: Int?, limit: Int) throws(LinkError) {
    let count = count ?? Int(clamping: type.limits.minimum)
    guard count <= limit, type.limits.maximum.map({ $0 >= type.limits.minimum }) ?? true else {
      throw LinkError(.resources("a table of \(count) elements exceeds the limit"))
    }
    capacity = max(count, 1)
    slots = .allocate(capacity: capacity)
    slots.initialize(repeating: initial, count: count)
    self.count = UInt64(count)
    self.type = type
  }
}

extension UnsafeMutablePointer where Pointee == TableEntity {
  /// Makes the table `count` nulls.
  func clear(count: Int) {
    if count > pointee.capacity {
      pointee.slots.deallocate()
      pointee.slots = .allocate(capacity: count)
      pointee.capacity = count
    }
    pointee.slots.initialize(repeating: 0, count: count)
    pointee.count = UInt64(count)
    pointee.pending = nil
  }

  /// table.grow (specification 4.6.7): the old size, or nil.
  func grow(by delta: UInt32, with value: UInt64, limit: Int) -> UInt32? {
    let old = Int(pointee.count)
    let new = old + Int(delta)
    guard new <= limit, new <= Int(clamping: pointee.type.limits.maximum ?? .max) else { return nil }
    if new > pointee.capacity {
      let capacity = Swift.max(new, Swift.min(pointee.capacity * 2, limit))
      let slots = UnsafeMutablePointer<UInt64>.allocate(capacity: capacity)
      slots.update(from: elements, count: old)
      pointee.slots.deallocate()
      pointee.slots = slots
      pointee.capacity = capacity
    }
    (elements + old).initialize(repeating: value, count: Int(delta))
    pointee.count = UInt64(new)
    return UInt32(old)
  }

  /// Whether `count` elements from `index` lie within the table.
  func contains(_ index: UInt32, _ count: UInt32) -> Bool { UInt64(index) + UInt64(count) <= pointee.count }
}
