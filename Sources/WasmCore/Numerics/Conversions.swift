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
