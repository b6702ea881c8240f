/// A list of value types that costs no reference counting: a view of storage that outlives it, or a single type.
@usableFromInline package struct TypeList: BitwiseCopyable, @unchecked Sendable {
  @usableFromInline let base: UnsafePointer<ValueType>?
  @usableFromInline let single: ValueType
  @usableFromInline let count32: UInt32
  @inlinable package var count: Int { Int(count32) }

  static let empty = TypeList(base: nil, single: .bottom, count: 0)

  init(_ type: ValueType) { self.init(base: nil, single: type, count: 1) }

  fileprivate init(base: UnsafePointer<ValueType>?, single: ValueType = .bottom, count: Int) {
    self.base = base
    self.single = single
    count32 = UInt32(count)
  }

  @inlinable @inline(__always)
  package subscript(index: Int) -> ValueType { if let base { base[index] } else { single } }
}

/// The function types of a module, laid out flat. Owns the storage its lists view; the module owns it.
@usableFromInline package final class TypeLists: @unchecked Sendable {
  @usableFromInline package struct Entry: BitwiseCopyable {
    @usableFromInline package let parameters: TypeList
    @usableFromInline package let results: TypeList
  }

  private let storage: UnsafeMutablePointer<ValueType>
  @usableFromInline let entries: UnsafeMutablePointer<Entry>
  @usableFromInline package let count: Int

  init(_ types: [FunctionType]) {
    count = types.count
    storage = .allocate(capacity: max(1, types.reduce(0) { $0 + $1.parameters.count + $1.results.count }))
    entries = .allocate(capacity: max(1, count))
    var next = storage
    func append(_ list: [ValueType]) -> TypeList {
      defer { next += list.count }
      for (index, type) in list.enumerated() { (next + index).initialize(to: type) }
      return TypeList(base: UnsafePointer(next), count: list.count)
    }
    for (index, type) in types.enumerated() {
      (entries + index).initialize(to: Entry(parameters: append(type.parameters), results: append(type.results)))
    }
  }

  deinit {
    storage.deallocate()
    entries.deallocate()
  }

  /// The type at `index`, which must be below `count`.
  @inlinable package subscript(index: Int) -> Entry {
    assert(index < count)
    return entries[index]
  }
}
