/// A global variable (specification 4.2.9). The handle keeps its store alive and belongs to the store's thread.
public struct Global {
  public let store: Store
  public let type: GlobalType
  let cell: UnsafeMutablePointer<UInt64>

  init(store: Store, type: GlobalType, cell: UnsafeMutablePointer<UInt64>) {
    self.store = store
    self.type = type
    self.cell = cell
  }

  /// Makes a global; nil when `value` is not of the type.
  public init?(store: Store, type: GlobalType, value: Value) {
    guard let slot = value.slot(as: type.value, in: store) else { return nil }
    self.init(store: store, type: type, cell: store.allocateGlobalCell(slot))
  }

  public var value: Value { Value(slot: cell.pointee, type: type.value, store: store) }

  /// Changes the value.
  /// - Returns: false when the global is immutable or the value of another type.
  @discardableResult
  public func set(_ value: Value) -> Bool {
    guard type.isMutable, let slot = value.slot(as: type.value, in: store) else { return false }
    cell.pointee = slot
    return true
  }
}

/// A tag: the identity that a thrown exception carries and handlers look for (specification 4.2.10).
public struct Tag {
  public let store: Store
  let entity: UnsafeMutablePointer<TagEntity>

  init(store: Store, entity: UnsafeMutablePointer<TagEntity>) {
    self.store = store
    self.entity = entity
  }

  public init(store: Store, type: TagType) {
    let typeID = store.register(FunctionType(parameters: type.parameters))
    self.init(store: store, entity: store.allocateTag(typeID))
  }

  public var type: TagType { TagType(parameters: TypeRegistry.shared.type(entity.pointee.typeID).parameters) }
}

extension Tag: Equatable {
  public static func == (a: Tag, b: Tag) -> Bool { a.entity == b.entity }
}
