import WasmFormat

/// Integer arithmetic (specification 4.3.2).
public enum Add<T: WasmInteger>: TotalBinaryOperation {
  @_transparent public static func apply(_ x: T, _ y: T) -> T { x &+ y }
}

public enum Subtract<T: WasmInteger>: TotalBinaryOperation {
  @_transparent public static func apply(_ x: T, _ y: T) -> T { x &- y }
}

public enum Multiply<T: WasmInteger>: TotalBinaryOperation {
  @_transparent public static func apply(_ x: T, _ y: T) -> T { x &* y }
}

public enum And<T: WasmInteger>: TotalBinaryOperation {
  @_transparent public static func apply(_ x: T, _ y: T) -> T { x & y }
}

public enum Or<T: WasmInteger>: TotalBinaryOperation {
  @_transparent public static func apply(_ x: T, _ y: T) -> T { x | y }
}

public enum Xor<T: WasmInteger>: TotalBinaryOperation {
  @_transparent public static func apply(_ x: T, _ y: T) -> T { x ^ y }
}

public enum ShiftLeft<T: WasmInteger>: TotalBinaryOperation {
  @_transparent public static func apply(_ x: T, _ y: T) -> T { x &<< y }
}

public enum ShiftRightSigned<T: WasmInteger>: TotalBinaryOperation {
  @_transparent public static func apply(_ x: T, _ y: T) -> T { T(bitPattern: x.signed &>> y.signed) }
}

public enum ShiftRightUnsigned<T: WasmInteger>: TotalBinaryOperation {
  @_transparent public static func apply(_ x: T, _ y: T) -> T { x &>> y }
}

public enum RotateLeft<T: WasmInteger>: TotalBinaryOperation {
  @_transparent public static func apply(_ x: T, _ y: T) -> T { x &<< y | x &>> (0 &- y) }
}

public enum RotateRight<T: WasmInteger>: TotalBinaryOperation {
  @_transparent public static func apply(_ x: T, _ y: T) -> T { x &>> y | x &<< (0 &- y) }
}

public enum DivideSigned<T: WasmInteger>: BinaryOperation {
  @_transparent public static func apply(_ x: T, _ y: T, _ trap: inout UInt8) -> T {
    if y == 0 {
      trap = TrapCode.integerDivideByZero.rawValue
      return 0
    }
    if y == .max, x.signed == .min {
      trap = TrapCode.integerOverflow.rawValue
      return 0
    }
    return T(bitPattern: x.signed / y.signed)
  }
}

public enum DivideUnsigned<T: WasmInteger>: BinaryOperation {
  @_transparent public static func apply(_ x: T, _ y: T, _ trap: inout UInt8) -> T {
    if y == 0 {
      trap = TrapCode.integerDivideByZero.rawValue
      return 0
    }
    return x / y
  }
}

public enum RemainderSigned<T: WasmInteger>: BinaryOperation {
  @_transparent public static func apply(_ x: T, _ y: T, _ trap: inout UInt8) -> T {
    if y == 0 {
      trap = TrapCode.integerDivideByZero.rawValue
      return 0
    }
    // The quotient of the least value by -1 overflows, its remainder is 0.
    return y == .max ? 0 : T(bitPattern: x.signed % y.signed)
  }
}

public enum RemainderUnsigned<T: WasmInteger>: BinaryOperation {
  @_transparent public static func apply(_ x: T, _ y: T, _ trap: inout UInt8) -> T {
    if y == 0 {
      trap = TrapCode.integerDivideByZero.rawValue
      return 0
    }
    return x % y
  }
}

public enum CountLeadingZeros<T: WasmInteger>: TotalUnaryOperation {
  @_transparent public static func apply(_ x: T) -> T { T(truncatingIfNeeded: x.leadingZeroBitCount) }
}

public enum CountTrailingZeros<T: WasmInteger>: TotalUnaryOperation {
  @_transparent public static func apply(_ x: T) -> T { T(truncatingIfNeeded: x.trailingZeroBitCount) }
}

public enum PopulationCount<T: WasmInteger>: TotalUnaryOperation {
  @_transparent public static func apply(_ x: T) -> T { T(truncatingIfNeeded: x.nonzeroBitCount) }
}

/// Sign extension from the lower bits, `Narrow` wide.
public enum Extend<T: WasmInteger, Narrow: FixedWidthInteger & SignedInteger>: TotalUnaryOperation {
  @_transparent public static func apply(_ x: T) -> T { T(truncatingIfNeeded: Narrow(truncatingIfNeeded: x)) }
}
