import WasmFormat

/// Conversions between number types (specification 4.3.4).

/// Wrapping and extension of integers.
public enum Wrap: TotalUnaryOperation {
  @_transparent public static func apply(_ x: UInt64) -> UInt32 { UInt32(truncatingIfNeeded: x) }
}

public enum ExtendSigned: TotalUnaryOperation {
  @_transparent public static func apply(_ x: UInt32) -> UInt64 { UInt64(bitPattern: Int64(x.signed)) }
}

public enum ExtendUnsigned: TotalUnaryOperation {
  @_transparent public static func apply(_ x: UInt32) -> UInt64 { UInt64(x) }
}

/// Whether `x`, rounded toward zero, is a value of `I`.
///
/// Where the float type can express `I.min - 1`, everything above it rounds to `I.min` or more; where it cannot,
/// subtracting changes nothing and `I.min` itself is the bound.
@_transparent @usableFromInline
func fits<F: WasmFloat, I: FixedWidthInteger>(_ x: F, _: I.Type) -> Bool {
  let lower = F(I.min)
  return (x >= lower || x > lower - 1) && x < F(I.max) + 1
}

public enum TruncateSigned<F: WasmFloat, T: WasmInteger>: UnaryOperation {
  @_transparent public static func apply(_ x: F, _ trap: inout UInt8) -> T {
    guard fits(x, T.Signed.self) else {
      trap = (x.isNaN ? TrapCode.invalidConversionToInteger : .integerOverflow).rawValue
      return 0
    }
    return T(bitPattern: T.Signed(x))
  }
}

public enum TruncateUnsigned<F: WasmFloat, T: WasmInteger>: UnaryOperation {
  @_transparent public static func apply(_ x: F, _ trap: inout UInt8) -> T {
    guard fits(x, T.self) else {
      trap = (x.isNaN ? TrapCode.invalidConversionToInteger : .integerOverflow).rawValue
      return 0
    }
    return T(x)
  }
}

public enum TruncateSaturatingSigned<F: WasmFloat, T: WasmInteger>: TotalUnaryOperation {
  @_transparent public static func apply(_ x: F) -> T {
    if fits(x, T.Signed.self) { return T(bitPattern: T.Signed(x)) }
    return x.isNaN ? 0 : T(bitPattern: x < 0 ? .min : .max)
  }
}

public enum TruncateSaturatingUnsigned<F: WasmFloat, T: WasmInteger>: TotalUnaryOperation {
  @_transparent public static func apply(_ x: F) -> T {
    if fits(x, T.self) { return T(x) }
    return x.isNaN || x < 0 ? 0 : .max
  }
}

public enum ConvertSigned<T: WasmInteger, F: WasmFloat>: TotalUnaryOperation {
  @_transparent public static func apply(_ x: T) -> F { F(x.signed) }
}

public enum ConvertUnsigned<T: WasmInteger, F: WasmFloat>: TotalUnaryOperation {
  @_transparent public static func apply(_ x: T) -> F { F(x) }
}

public enum Demote: TotalUnaryOperation {
  @_transparent public static func apply(_ x: Double) -> Float { Float(x) }
}

public enum Promote: TotalUnaryOperation {
  @_transparent public static func apply(_ x: Float) -> Double { Double(x) }
}

/// The same bits as another type of the same width.
public enum Reinterpret<From: SlotValue, To: SlotValue>: TotalUnaryOperation {
  @_transparent public static func apply(_ x: From) -> To { To(slot: x.slot) }
}
