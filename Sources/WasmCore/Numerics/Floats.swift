/// Floating-point arithmetic (specification 4.3.3). Operations on bits keep NaN payloads; all others quiet them.
public enum Absolute<T: WasmFloat>: UnaryOperation {
  @_transparent public static func apply(_ x: T, _ trap: inout UInt8) -> T { x.magnitude }
}

public enum Negate<T: WasmFloat>: UnaryOperation {
  @_transparent public static func apply(_ x: T, _ trap: inout UInt8) -> T { -x }
}

public enum Ceiling<T: WasmFloat>: UnaryOperation {
  @_transparent public static func apply(_ x: T, _ trap: inout UInt8) -> T { x.rounded(.up) }
}

public enum Floor<T: WasmFloat>: UnaryOperation {
  @_transparent public static func apply(_ x: T, _ trap: inout UInt8) -> T { x.rounded(.down) }
}

public enum Truncate<T: WasmFloat>: UnaryOperation {
  @_transparent public static func apply(_ x: T, _ trap: inout UInt8) -> T { x.rounded(.towardZero) }
}

public enum Nearest<T: WasmFloat>: UnaryOperation {
  @_transparent public static func apply(_ x: T, _ trap: inout UInt8) -> T { x.rounded(.toNearestOrEven) }
}

public enum SquareRoot<T: WasmFloat>: UnaryOperation {
  @_transparent public static func apply(_ x: T, _ trap: inout UInt8) -> T { x.squareRoot() }
}

public enum FloatAdd<T: WasmFloat>: BinaryOperation {
  @_transparent public static func apply(_ x: T, _ y: T, _ trap: inout UInt8) -> T { x + y }
}

public enum FloatSubtract<T: WasmFloat>: BinaryOperation {
  @_transparent public static func apply(_ x: T, _ y: T, _ trap: inout UInt8) -> T { x - y }
}

public enum FloatMultiply<T: WasmFloat>: BinaryOperation {
  @_transparent public static func apply(_ x: T, _ y: T, _ trap: inout UInt8) -> T { x * y }
}

public enum FloatDivide<T: WasmFloat>: BinaryOperation {
  @_transparent public static func apply(_ x: T, _ y: T, _ trap: inout UInt8) -> T { x / y }
}

public enum CopySign<T: WasmFloat>: BinaryOperation {
  @_transparent public static func apply(_ x: T, _ y: T, _ trap: inout UInt8) -> T { T(signOf: y, magnitudeOf: x) }
}

public enum Minimum<T: WasmFloat>: BinaryOperation {
  @_transparent public static func apply(_ x: T, _ y: T, _ trap: inout UInt8) -> T {
    if x < y { return x }
    if y < x { return y }
    // Equal numbers differ at most in the sign of zero; a NaN makes the sum one.
    if x == y { return x.sign == .minus ? x : y }
    return x + y
  }
}

public enum Maximum<T: WasmFloat>: BinaryOperation {
  @_transparent public static func apply(_ x: T, _ y: T, _ trap: inout UInt8) -> T {
    if x > y { return x }
    if y > x { return y }
    // Equal numbers differ at most in the sign of zero; a NaN makes the sum one.
    if x == y { return x.sign == .plus ? x : y }
    return x + y
  }
}
