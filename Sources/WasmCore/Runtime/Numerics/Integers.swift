/// Integer arithmetic (specification 4.3.2).
enum Add<T: WasmInteger>: BinaryOperation {
  @inline(__always) static func apply(_ x: T, _ y: T, _ trap: inout UInt8) -> T { x &+ y }
}

enum Subtract<T: WasmInteger>: BinaryOperation {
  @inline(__always) static func apply(_ x: T, _ y: T, _ trap: inout UInt8) -> T { x &- y }
}

enum Multiply<T: WasmInteger>: BinaryOperation {
  @inline(__always) static func apply(_ x: T, _ y: T, _ trap: inout UInt8) -> T { x &* y }
}

enum And<T: WasmInteger>: BinaryOperation {
  @inline(__always) static func apply(_ x: T, _ y: T, _ trap: inout UInt8) -> T { x & y }
}

enum Or<T: WasmInteger>: BinaryOperation {
  @inline(__always) static func apply(_ x: T, _ y: T, _ trap: inout UInt8) -> T { x | y }
}

enum Xor<T: WasmInteger>: BinaryOperation {
  @inline(__always) static func apply(_ x: T, _ y: T, _ trap: inout UInt8) -> T { x ^ y }
}

enum ShiftLeft<T: WasmInteger>: BinaryOperation {
  @inline(__always) static func apply(_ x: T, _ y: T, _ trap: inout UInt8) -> T { x &<< y }
}

enum ShiftRightSigned<T: WasmInteger>: BinaryOperation {
  @inline(__always) static func apply(_ x: T, _ y: T, _ trap: inout UInt8) -> T { T(bitPattern: x.signed &>> y.signed) }
}

enum ShiftRightUnsigned<T: WasmInteger>: BinaryOperation {
  @inline(__always) static func apply(_ x: T, _ y: T, _ trap: inout UInt8) -> T { x &>> y }
}

enum RotateLeft<T: WasmInteger>: BinaryOperation {
  @inline(__always) static func apply(_ x: T, _ y: T, _ trap: inout UInt8) -> T { x &<< y | x &>> (0 &- y) }
}

enum RotateRight<T: WasmInteger>: BinaryOperation {
  @inline(__always) static func apply(_ x: T, _ y: T, _ trap: inout UInt8) -> T { x &>> y | x &<< (0 &- y) }
}

enum DivideSigned<T: WasmInteger>: BinaryOperation {
  @inline(__always) static func apply(_ x: T, _ y: T, _ trap: inout UInt8) -> T {
    if y == 0 {
      trap = Trap.Code.integerDivideByZero.rawValue
      return 0
    }
    if y == .max, x.signed == .min {
      trap = Trap.Code.integerOverflow.rawValue
      return 0
    }
    return T(bitPattern: x.signed / y.signed)
  }
}

enum DivideUnsigned<T: WasmInteger>: BinaryOperation {
  @inline(__always) static func apply(_ x: T, _ y: T, _ trap: inout UInt8) -> T {
    if y == 0 {
      trap = Trap.Code.integerDivideByZero.rawValue
      return 0
    }
    return x / y
  }
}

enum RemainderSigned<T: WasmInteger>: BinaryOperation {
  @inline(__always) static func apply(_ x: T, _ y: T, _ trap: inout UInt8) -> T {
    if y == 0 {
      trap = Trap.Code.integerDivideByZero.rawValue
      return 0
    }
    // The quotient of the least value by -1 overflows, its remainder is 0.
    return y == .max ? 0 : T(bitPattern: x.signed % y.signed)
  }
}

enum RemainderUnsigned<T: WasmInteger>: BinaryOperation {
  @inline(__always) static func apply(_ x: T, _ y: T, _ trap: inout UInt8) -> T {
    if y == 0 {
      trap = Trap.Code.integerDivideByZero.rawValue
      return 0
    }
    return x % y
  }
}

enum CountLeadingZeros<T: WasmInteger>: UnaryOperation {
  @inline(__always) static func apply(_ x: T, _ trap: inout UInt8) -> T { T(truncatingIfNeeded: x.leadingZeroBitCount) }
}

enum CountTrailingZeros<T: WasmInteger>: UnaryOperation {
  @inline(__always) static func apply(_ x: T, _ trap: inout UInt8) -> T { T(truncatingIfNeeded: x.trailingZeroBitCount) }
}

enum PopulationCount<T: WasmInteger>: UnaryOperation {
  @inline(__always) static func apply(_ x: T, _ trap: inout UInt8) -> T { T(truncatingIfNeeded: x.nonzeroBitCount) }
}

/// Sign extension from the lower bits, `Narrow` wide.
enum Extend<T: WasmInteger, Narrow: FixedWidthInteger & SignedInteger>: UnaryOperation {
  @inline(__always) static func apply(_ x: T, _ trap: inout UInt8) -> T { T(truncatingIfNeeded: Narrow(truncatingIfNeeded: x)) }
}
