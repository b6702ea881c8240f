import Builtin
import WasmFormat

/// Conversions of floating-point numbers to integers (specification 4.3.4, `trunc` and `trunc_sat`).
///
/// The standard library's initialisers are generic over both types, and come to hundreds of instructions where the optimiser does not
/// run; here each pair of types is the one or two instructions that the processor has for it.
public protocol Truncation: SendableMetatype {
  associatedtype Source: WasmFloat
  associatedtype Target: WasmInteger
  /// Whether the number, rounded toward zero, is one of the integers. NaN is not.
  static func fits(_ x: Source) -> Bool
  /// The number rounded toward zero, if it fits; otherwise of no meaning.
  static func exact(_ x: Source) -> Target
  /// The same for all numbers: the nearest of the integers, and 0 for NaN.
  static func saturated(_ x: Source) -> Target
}

public enum TruncateToInteger<T: Truncation>: UnaryOperation {
  @_transparent public static func apply(_ x: T.Source, _ trap: inout UInt8) -> T.Target {
    guard T.fits(x) else {
      trap = (x.isNaN ? TrapCode.invalidConversionToInteger : .integerOverflow).rawValue
      return 0
    }
    return T.exact(x)
  }
}

public enum TruncateSaturating<T: Truncation>: TotalUnaryOperation {
  @_transparent public static func apply(_ x: T.Source) -> T.Target { T.saturated(x) }
}

// Above -2³¹ - 1 everything rounds to -2³¹ or more; where the type does not have that number, -2³¹ is the bound, as it is with -2⁶³.

public enum F32ToI32Signed: Truncation {
  @_transparent public static func fits(_ x: Float) -> Bool { x >= -0x1p31 && x < 0x1p31 }
  @_transparent public static func exact(_ x: Float) -> UInt32 { UInt32(Builtin.fptosi_FPIEEE32_Int32(x.unfolded._value)) }
  @_transparent public static func saturated(_ x: Float) -> UInt32 { UInt32(Builtin.int_fptosi_sat_Int32_FPIEEE32(x._value)) }
}

public enum F32ToI32Unsigned: Truncation {
  @_transparent public static func fits(_ x: Float) -> Bool { x > -1 && x < 0x1p32 }
  @_transparent public static func exact(_ x: Float) -> UInt32 { UInt32(Builtin.fptoui_FPIEEE32_Int32(x.unfolded._value)) }
  @_transparent public static func saturated(_ x: Float) -> UInt32 { UInt32(Builtin.int_fptoui_sat_Int32_FPIEEE32(x._value)) }
}

public enum F32ToI64Signed: Truncation {
  @_transparent public static func fits(_ x: Float) -> Bool { x >= -0x1p63 && x < 0x1p63 }
  @_transparent public static func exact(_ x: Float) -> UInt64 { UInt64(Builtin.fptosi_FPIEEE32_Int64(x.unfolded._value)) }
  @_transparent public static func saturated(_ x: Float) -> UInt64 { UInt64(Builtin.int_fptosi_sat_Int64_FPIEEE32(x._value)) }
}

public enum F32ToI64Unsigned: Truncation {
  @_transparent public static func fits(_ x: Float) -> Bool { x > -1 && x < 0x1p64 }
  @_transparent public static func exact(_ x: Float) -> UInt64 { UInt64(Builtin.fptoui_FPIEEE32_Int64(x.unfolded._value)) }
  @_transparent public static func saturated(_ x: Float) -> UInt64 { UInt64(Builtin.int_fptoui_sat_Int64_FPIEEE32(x._value)) }
}

public enum F64ToI32Signed: Truncation {
  @_transparent public static func fits(_ x: Double) -> Bool { x > -0x1.00000002p31 && x < 0x1p31 }
  @_transparent public static func exact(_ x: Double) -> UInt32 { UInt32(Builtin.fptosi_FPIEEE64_Int32(x.unfolded._value)) }
  @_transparent public static func saturated(_ x: Double) -> UInt32 { UInt32(Builtin.int_fptosi_sat_Int32_FPIEEE64(x._value)) }
}

public enum F64ToI32Unsigned: Truncation {
  @_transparent public static func fits(_ x: Double) -> Bool { x > -1 && x < 0x1p32 }
  @_transparent public static func exact(_ x: Double) -> UInt32 { UInt32(Builtin.fptoui_FPIEEE64_Int32(x.unfolded._value)) }
  @_transparent public static func saturated(_ x: Double) -> UInt32 { UInt32(Builtin.int_fptoui_sat_Int32_FPIEEE64(x._value)) }
}

public enum F64ToI64Signed: Truncation {
  @_transparent public static func fits(_ x: Double) -> Bool { x >= -0x1p63 && x < 0x1p63 }
  @_transparent public static func exact(_ x: Double) -> UInt64 { UInt64(Builtin.fptosi_FPIEEE64_Int64(x.unfolded._value)) }
  @_transparent public static func saturated(_ x: Double) -> UInt64 { UInt64(Builtin.int_fptosi_sat_Int64_FPIEEE64(x._value)) }
}

public enum F64ToI64Unsigned: Truncation {
  @_transparent public static func fits(_ x: Double) -> Bool { x > -1 && x < 0x1p64 }
  @_transparent public static func exact(_ x: Double) -> UInt64 { UInt64(Builtin.fptoui_FPIEEE64_Int64(x.unfolded._value)) }
  @_transparent public static func saturated(_ x: Double) -> UInt64 { UInt64(Builtin.int_fptoui_sat_Int64_FPIEEE64(x._value)) }
}

// The same number. The Swift compiler refuses conversions of constants that do not fit, also where they are never reached. Through a vector it
// does not see that a number is a constant; LLVM does.

extension Float {
  @usableFromInline var unfolded: Float {
    @_transparent get {
      let vector = Builtin.insertelement_Vec4xFPIEEE32_FPIEEE32_Int32(Builtin.zeroInitializer(), _value, Builtin.zeroInitializer())
      return Float(Builtin.extractelement_Vec4xFPIEEE32_Int32(vector, Builtin.zeroInitializer()))
    }
  }
}

extension Double {
  @usableFromInline var unfolded: Double {
    @_transparent get {
      let vector = Builtin.insertelement_Vec2xFPIEEE64_FPIEEE64_Int32(Builtin.zeroInitializer(), _value, Builtin.zeroInitializer())
      return Double(Builtin.extractelement_Vec2xFPIEEE64_Int32(vector, Builtin.zeroInitializer()))
    }
  }
}
