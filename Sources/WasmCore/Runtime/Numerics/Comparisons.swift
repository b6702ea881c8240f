/// Comparisons (specification 4.3.2 for integers, 4.3.3 for floating-point numbers).
enum Equal<T: SlotValue & Equatable>: Comparison {
  typealias Operand = T
  @inline(__always) static func holds(_ x: T, _ y: T) -> Bool { x == y }
}

enum NotEqual<T: SlotValue & Equatable>: Comparison {
  typealias Operand = T
  @inline(__always) static func holds(_ x: T, _ y: T) -> Bool { x != y }
}

enum LessSigned<T: WasmInteger>: Comparison {
  typealias Operand = T
  @inline(__always) static func holds(_ x: T, _ y: T) -> Bool { x.signed < y.signed }
}

enum GreaterSigned<T: WasmInteger>: Comparison {
  typealias Operand = T
  @inline(__always) static func holds(_ x: T, _ y: T) -> Bool { x.signed > y.signed }
}

enum LessOrEqualSigned<T: WasmInteger>: Comparison {
  typealias Operand = T
  @inline(__always) static func holds(_ x: T, _ y: T) -> Bool { x.signed <= y.signed }
}

enum GreaterOrEqualSigned<T: WasmInteger>: Comparison {
  typealias Operand = T
  @inline(__always) static func holds(_ x: T, _ y: T) -> Bool { x.signed >= y.signed }
}

enum Less<T: SlotValue & Comparable>: Comparison {
  typealias Operand = T
  @inline(__always) static func holds(_ x: T, _ y: T) -> Bool { x < y }
}

enum Greater<T: SlotValue & Comparable>: Comparison {
  typealias Operand = T
  @inline(__always) static func holds(_ x: T, _ y: T) -> Bool { x > y }
}

enum LessOrEqual<T: SlotValue & Comparable>: Comparison {
  typealias Operand = T
  @inline(__always) static func holds(_ x: T, _ y: T) -> Bool { x <= y }
}

enum GreaterOrEqual<T: SlotValue & Comparable>: Comparison {
  typealias Operand = T
  @inline(__always) static func holds(_ x: T, _ y: T) -> Bool { x >= y }
}

enum EqualsZero<T: WasmInteger>: UnaryOperation {
  @inline(__always) static func apply(_ x: T, _ trap: inout UInt8) -> UInt32 { x == 0 ? 1 : 0 }
}

/// Whether two integers have bits in common: not an instruction, but what `and` and a branch come to.
enum SharesBits<T: WasmInteger>: Comparison {
  typealias Operand = T
  @inline(__always) static func holds(_ x: T, _ y: T) -> Bool { x & y != 0 }
}

enum SharesNoBits<T: WasmInteger>: Comparison {
  typealias Operand = T
  @inline(__always) static func holds(_ x: T, _ y: T) -> Bool { x & y == 0 }
}
