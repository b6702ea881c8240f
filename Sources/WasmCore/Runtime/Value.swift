import WasmNumerics

/// A WebAssembly value at the border between host and guest (specification 4.2.1).
///
/// Integers carry no sign in WebAssembly; the signed Swift types stand for the bits.
public enum Value {
  case i32(Int32)
  case i64(Int64)
  case f32(Float)
  case f64(Double)
  case reference(Reference)
}

/// A reference value.
public enum Reference {
  /// The null of a heap type's hierarchy.
  case null(HeapType)
  case function(Function)
  case extern(ExternReference)
  case exception(WasmException)
}

/// An opaque host value that the guest can hold and pass around but not look into: an index or an address of the embedder's.
public struct ExternReference: Hashable, Sendable {
  /// The host's number, below 2⁶³.
  public let rawValue: UInt

  /// - Precondition: `rawValue` is below 2⁶³; a slot keeps one bit to tell it from null.
  public init(_ rawValue: UInt) {
    precondition(rawValue < 1 << 63, "an extern reference has 63 bits")
    self.rawValue = rawValue
  }

  init(slot: UInt64) { rawValue = UInt(slot >> 1) }
  var slot: UInt64 { UInt64(rawValue) << 1 | 1 }
}

extension Value {
  /// The value's type; for references, the most precise one known to the host.
  public var type: ValueType {
    switch self {
    case .i32: .i32
    case .i64: .i64
    case .f32: .f32
    case .f64: .f64
    case .reference(.null(let heapType)): ValueType(heapType, nullable: true)
    case .reference(.function): ValueType(.func, nullable: false)
    case .reference(.extern): ValueType(.extern, nullable: false)
    case .reference(.exception): ValueType(.exn, nullable: false)
    }
  }

  /// The default value of a type: zero or null; nil for references that cannot be null.
  public init?(defaultOf type: ValueType) {
    guard type.isDefaultable else { return nil }
    self.init(slot: 0, type: type, store: nil)
  }

  /// Reads a slot that holds a value of `type`. Non-null references need the store they belong to.
  init(slot: UInt64, type: ValueType, store: Store?) {
    switch type {
    case .i32: self = .i32(Int32(truncatingIfNeeded: slot))
    case .i64: self = .i64(Int64(bitPattern: slot))
    case .f32: self = .f32(Float(slot: slot))
    case .f64: self = .f64(Double(slot: slot))
    default:
      let heapType = type.heapType ?? .any
      guard slot != 0, let store else {
        self = .reference(.null(heapType))
        return
      }
      switch heapType.top {
      case .func: self = .reference(.function(Function(store: store, slot: slot)))
      case .exn: self = .reference(.exception(WasmException(store: store, object: store.exceptions.object(slot))))
      default: self = .reference(.extern(ExternReference(slot: slot)))
      }
    }
  }

  /// The slot that holds this value, when it is of `type` (a type in the store's terms) and belongs to `store`; else nil.
  func slot(as type: ValueType, in store: Store) -> UInt64? {
    switch (self, type) {
    case (.i32(let value), .i32): return UInt64(UInt32(bitPattern: value))
    case (.i64(let value), .i64): return UInt64(bitPattern: value)
    case (.f32(let value), .f32): return value.slot
    case (.f64(let value), .f64): return value.slot
    case (.reference(let reference), _) where type.isReference: return reference.slot(as: type, in: store)
    default: return nil
    }
  }
}

extension Reference {
  fileprivate func slot(as type: ValueType, in store: Store) -> UInt64? {
    guard let expected = type.heapType else { return nil }
    switch self {
    case .null(let heapType):
      return type.isNullable && heapType.top == expected.top ? 0 : nil
    case .function(let function):
      guard function.store === store else { return nil }
      let own = HeapType.concrete(function.entity.pointee.typeID)
      return own.matches(expected) ? function.slot : nil
    case .extern(let reference): return HeapType.extern.matches(expected) ? reference.slot : nil
    case .exception(let exception):
      guard exception.belongs(to: store), HeapType.exn.matches(expected) else { return nil }
      return store.reference(exception.object, stackTop: store.context.pointee.stackTop)
    }
  }
}

extension Value: CustomStringConvertible {
  public var description: String {
    switch self {
    case .i32(let value): "\(value)"
    case .i64(let value): "\(value)"
    case .f32(let value): "\(value)"
    case .f64(let value): "\(value)"
    case .reference(.null(let heapType)): "ref.null \(heapType)"
    case .reference(.function(let function)): "ref.func \(function.type)"
    case .reference(.extern(let reference)): "ref.extern \(reference.rawValue)"
    case .reference(.exception): "ref.exn"
    }
  }
}
