/// The type of a WebAssembly value (specification 2.3.6, "Value Types").
///
/// A value type fits one 32-bit word, so that the validator compares types with one instruction:
/// the low byte is the type's code in the binary format; for references the upper 24 bits are the heap type.
/// Inside one module, concrete heap types are normalised while parsing (equal types get the same index),
/// so bit equality is type equality.
public struct ValueType: Hashable, Sendable, BitwiseCopyable {
  @usableFromInline package let bits: UInt32

  @inlinable package init(bits: UInt32) { self.bits = bits }

  public static let i32 = ValueType(bits: 0x7F)
  public static let i64 = ValueType(bits: 0x7E)
  public static let f32 = ValueType(bits: 0x7D)
  public static let f64 = ValueType(bits: 0x7C)
  public static let funcref = ValueType(.func, nullable: true)
  public static let externref = ValueType(.extern, nullable: true)
  public static let exnref = ValueType(.exn, nullable: true)

  /// The validator's type of a value that unreachable code pushed: it matches everything.
  package static let bottom = ValueType(bits: 0)

  /// The type of references to `heapType`, with or without null.
  public init(_ heapType: HeapType, nullable: Bool) {
    bits = (nullable ? Self.nullableCode : Self.nonNullableCode) | heapType.bits << 8
  }

  package static let nullableCode: UInt32 = 0x63
  package static let nonNullableCode: UInt32 = 0x64

  package var code: UInt32 { bits & 0xFF }

  /// Whether values of this type are references.
  public var isReference: Bool { code == Self.nullableCode || code == Self.nonNullableCode }
  /// Whether this is a reference type that includes null.
  public var isNullable: Bool { code == Self.nullableCode }
  /// What the references of this type refer to; nil for number types.
  public var heapType: HeapType? { isReference ? HeapType(bits: bits >> 8) : nil }
  /// Whether a local of this type starts with a default value (zero or null).
  package var isDefaultable: Bool { code != Self.nonNullableCode }
  /// The same reference type without null.
  package var nonNullable: ValueType { ValueType(bits: bits & ~0xFF | Self.nonNullableCode) }
}

/// What a reference refers to (specification 2.3.3, "Heap Types").
public enum HeapType: Hashable, Sendable {
  case `func`, noFunc, extern, noExtern, exn, noExn
  case any, eq, i31, `struct`, array, none
  /// A type defined by the module, by its index in `Module.types`.
  case concrete(UInt32)

  /// Abstract heap types are numbered from the top of the 24-bit space by their binary code.
  private static let abstractBase: UInt32 = 0xFFFF00
  package static let maximumIndex: UInt32 = abstractBase - 1
  /// Numbers from here on stand for references inside a recursive group; no group has more types.
  package static let firstRolled = maximumIndex - UInt32(ImplementationLimits.types)

  package init?(code: UInt8) {
    switch code {
    case 0x70: self = .func
    case 0x73: self = .noFunc
    case 0x6F: self = .extern
    case 0x72: self = .noExtern
    case 0x69: self = .exn
    case 0x74: self = .noExn
    case 0x6E: self = .any
    case 0x6D: self = .eq
    case 0x6C: self = .i31
    case 0x6B: self = .struct
    case 0x6A: self = .array
    case 0x71: self = .none
    default: return nil
    }
  }

  package init(bits: UInt32) {
    self = HeapType(code: UInt8(truncatingIfNeeded: bits)).flatMap { bits >= Self.abstractBase ? $0 : nil } ?? .concrete(bits)
  }

  private var code: UInt8 {
    switch self {
    case .func: 0x70
    case .noFunc: 0x73
    case .extern: 0x6F
    case .noExtern: 0x72
    case .exn: 0x69
    case .noExn: 0x74
    case .any: 0x6E
    case .eq: 0x6D
    case .i31: 0x6C
    case .struct: 0x6B
    case .array: 0x6A
    case .none: 0x71
    case .concrete: 0
    }
  }

  package var bits: UInt32 {
    if case .concrete(let index) = self { index } else { Self.abstractBase | UInt32(code) }
  }
}

extension ValueType: CustomStringConvertible {
  public var description: String {
    switch self {
    case .i32: return "i32"
    case .i64: return "i64"
    case .f32: return "f32"
    case .f64: return "f64"
    case .bottom: return "unknown"
    default:
      guard let heapType else { return "0x" + String(code, radix: 16) }
      switch heapType {
      case .concrete, .noFunc, .noExtern, .noExn, .none: return "(ref \(isNullable ? "null " : "")\(heapType))"
      default: return isNullable ? "\(heapType)ref" : "(ref \(heapType))"
      }
    }
  }
}

extension HeapType: CustomStringConvertible {
  public var description: String {
    switch self {
    case .func: "func"
    case .noFunc: "nofunc"
    case .extern: "extern"
    case .noExtern: "noextern"
    case .exn: "exn"
    case .noExn: "noexn"
    case .any: "any"
    case .eq: "eq"
    case .i31: "i31"
    case .struct: "struct"
    case .array: "array"
    case .none: "none"
    case .concrete(let index): "\(index)"
    }
  }
}
