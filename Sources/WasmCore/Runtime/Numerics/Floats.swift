/// Floating-point arithmetic (specification 4.3.3). Operations on bits keep NaN payloads; all others quiet them.
enum Absolute<T: WasmFloat>: UnaryOperation {
  @inline(__always) static func apply(_ x: T, _ trap: inout UInt8) -> T { x.magnitude }
}

enum Negate<T: WasmFloat>: UnaryOperation {
  @inline(__always) static func apply(_ x: T, _ trap: inout UInt8) -> T { -x }
}

enum Ceiling<T: WasmFloat>: UnaryOperation {
  @inline(__always) static func apply(_ x: T, _ trap: inout UInt8) -> T { x.rounded(.up) }
}

enum Floor<T: WasmFloat>: UnaryOperation {
  @inline(__always) static func apply(_ x: T, _ trap: inout UInt8) -> T { x.rounded(.down) }
}

enum Truncate<T: WasmFloat>: UnaryOperation {
  @inline(__always) static func apply(_ x: T, _ trap: inout UInt8) -> T { x.rounded(.towardZero) }
}

enum Nearest<T: WasmFloat>: UnaryOperation {
  @inline(__always) static func apply(_ x: T, _ trap: inout UInt8) -> T { x.rounded(.toNearestOrEven) }
}

enum SquareRoot<T: WasmFloat>: UnaryOperation {
  @inline(__always) static func apply(_ x: T, _ trap: inout UInt8) -> T { x.squareRoot() }
}

enum FloatAdd<T: WasmFloat>: BinaryOperation {
  @inline(__always) static func apply(_ x: T, _ y: T, _ trap: inout UInt8) -> T { x + y }
}

enum FloatSubtract<T: WasmFloat>: BinaryOperation {
  @inline(__always) static func apply(_ x: T, _ y: T, _ trap: inout UInt8) -> T { x - y }
}

enum FloatMultiply<T: WasmFloat>: BinaryOperation {
  @inline(__always) static func apply(_ x: T, _ y: T, _ trap: inout UInt8) -> T { x * y }
}

enum FloatDivide<T: WasmFloat>: BinaryOperation {
  @inline(__always) static func apply(_ x: T, _ y: T, _ trap: inout UInt8) -> T { x / y }
}

enum CopySign<T: WasmFloat>: BinaryOperation {
  @inline(__always) static func apply(_ x: T, _ y: T, _ trap: inout UInt8) -> T { T(signOf: y, magnitudeOf: x) }
}

enum Minimum<T: WasmFloat>: BinaryOperation {
  @inline(__always) static func apply(_ x: T, _ y: T, _ trap: inout UInt8) -> T {
    if x < y { return x }
    if y < x { return y }
    // Equal numbers differ at most in the sign of zero; a NaN makes the sum one.
    if x == y { return x.sign == .minus ? x : y }
    return x + y
  }
}

enum Maximum<T: WasmFloat>: BinaryOperation {
  @inline(__always) static func apply(_ x: T, _ y: T, _ trap: inout UInt8) -> T {
    if x > y { return x }
    if y > x { return y }
    // Equal numbers differ at most in the sign of zero; a NaN makes the sum one.
    if x == y { return x.sign == .plus ? x : y }
    return x + y
  }
}
