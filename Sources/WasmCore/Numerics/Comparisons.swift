/// Comparisons (specification 4.3.2 for integers, 4.3.3 for floating-point numbers).
public enum Equal<T: SlotValue & Equatable>: Comparison {
  public typealias Operand = T
  @_transparent public static func holds(_ x: T, _ y: T) -> Bool { x == y }
}

public enum NotEqual<T: SlotValue & Equatable>: Comparison {
  public typealias Operand = T
  @_transparent public static func holds(_ x: T, _ y: T) -> Bool { x != y }
}

public enum LessSigned<T: WasmInteger>: Comparison {
  public typealias Operand = T
  @_transparent public static func holds(_ x: T, _ y: T) -> Bool { x.signed < y.signed }
}

public enum GreaterSigned<T: WasmInteger>: Comparison {
  public typealias Operand = T
  @_transparent public static func holds(_ x: T, _ y: T) -> Bool { x.signed > y.signed }
}

public enum LessOrEqualSigned<T: WasmInteger>: Comparison {
  public typealias Operand = T
  @_transparent public static func holds(_ x: T, _ y: T) -> Bool { x.signed <= y.signed }
}

public enum GreaterOrEqualSigned<T: WasmInteger>: Comparison {
  public typealias Operand = T
  @_transparent public static func holds(_ x: T, _ y: T) -> Bool { x.signed >= y.signed }
}

public enum Less<T: SlotValue & Comparable>: Comparison {
  public typealias Operand = T
  @_transparent public static func holds(_ x: T, _ y: T) -> Bool { x < y }
}

public enum Greater<T: SlotValue & Comparable>: Comparison {
  public typealias Operand = T
  @_transparent public static func holds(_ x: T, _ y: T) -> Bool { x > y }
}

public enum LessOrEqual<T: SlotValue & Comparable>: Comparison {
  public typealias Operand = T
  @_transparent public static func holds(_ x: T, _ y: T) -> Bool { x <= y }
}

public enum GreaterOrEqual<T: SlotValue & Comparable>: Comparison {
  public typealias Operand = T
  @_transparent public static func holds(_ x: T, _ y: T) -> Bool { x >= y }
}

public enum EqualsZero<T: WasmInteger>: TotalUnaryOperation {
  @_transparent public static func apply(_ x: T) -> UInt32 { x == 0 ? 1 : 0 }
}

/// Whether two integers have bits in common: not an instruction, but what `and` and a branch come to.
public enum SharesBits<T: WasmInteger>: Comparison {
  public typealias Operand = T
  @_transparent public static func holds(_ x: T, _ y: T) -> Bool { x & y != 0 }
}

public enum SharesNoBits<T: WasmInteger>: Comparison {
  public typealias Operand = T
  @_transparent public static func holds(_ x: T, _ y: T) -> Bool { x & y == 0 }
}
