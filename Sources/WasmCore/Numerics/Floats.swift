/// Floating-point arithmetic (specification 4.3.3). Operations on bits keep NaN payloads; all others quiet them.
public enum Absolute<T: WasmFloat>: TotalUnaryOperation {
  @_transparent public static func apply(_ x: T) -> T { x.magnitude }
}

public enum Negate<T: WasmFloat>: TotalUnaryOperation {
  @_transparent public static func apply(_ x: T) -> T { -x }
}

public enum Ceiling<T: WasmFloat>: TotalUnaryOperation {
  @_transparent public static func apply(_ x: T) -> T { x.ceiling }
}

public enum Floor<T: WasmFloat>: TotalUnaryOperation {
  @_transparent public static func apply(_ x: T) -> T { x.floor }
}

public enum Truncate<T: WasmFloat>: TotalUnaryOperation {
  @_transparent public static func apply(_ x: T) -> T { x.truncated }
}

public enum Nearest<T: WasmFloat>: TotalUnaryOperation {
  @_transparent public static func apply(_ x: T) -> T { x.nearest }
}

public enum SquareRoot<T: WasmFloat>: TotalUnaryOperation {
  @_transparent public static func apply(_ x: T) -> T { x.root }
}

public enum FloatAdd<T: WasmFloat>: TotalBinaryOperation {
  @_transparent public static func apply(_ x: T, _ y: T) -> T { x + y }
}

public enum FloatSubtract<T: WasmFloat>: TotalBinaryOperation {
  @_transparent public static func apply(_ x: T, _ y: T) -> T { x - y }
}

public enum FloatMultiply<T: WasmFloat>: TotalBinaryOperation {
  @_transparent public static func apply(_ x: T, _ y: T) -> T { x * y }
}

public enum FloatDivide<T: WasmFloat>: TotalBinaryOperation {
  @_transparent public static func apply(_ x: T, _ y: T) -> T { x / y }
}

public enum CopySign<T: WasmFloat>: TotalBinaryOperation {
  @_transparent public static func apply(_ x: T, _ y: T) -> T { T(signOf: y, magnitudeOf: x) }
}

public enum Minimum<T: WasmFloat>: TotalBinaryOperation {
  @_transparent public static func apply(_ x: T, _ y: T) -> T {
    if x < y { return x }
    if y < x { return y }
    // Equal numbers differ at most in the sign of zero; a NaN makes the sum one.
    if x == y { return x.sign == .minus ? x : y }
    return x + y
  }
}

public enum Maximum<T: WasmFloat>: TotalBinaryOperation {
  @_transparent public static func apply(_ x: T, _ y: T) -> T {
    if x > y { return x }
    if y > x { return y }
    // Equal numbers differ at most in the sign of zero; a NaN makes the sum one.
    if x == y { return x.sign == .plus ? x : y }
    return x + y
  }
}
