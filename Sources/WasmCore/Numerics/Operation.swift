/// The numeric instructions (specification 4.3), each written once, for all engines.
///
/// An operation is a type without instances, so that the interpreter can take it as a generic parameter. What compiles
/// to a few instructions is transparent: it becomes part of compiled guests even where the optimiser does not run.
/// Operations that can trap set `trap` to a `TrapCode`; their result then has no meaning.
public protocol UnaryOperation: SendableMetatype {
  associatedtype Operand: SlotValue
  associatedtype Result: SlotValue
  static func apply(_ x: Operand, _ trap: inout UInt8) -> Result
}

public protocol BinaryOperation: SendableMetatype {
  associatedtype Operand: SlotValue
  associatedtype Result: SlotValue
  static func apply(_ x: Operand, _ y: Operand, _ trap: inout UInt8) -> Result
}

/// An operation with a result for every operand.
public protocol TotalUnaryOperation: UnaryOperation {
  associatedtype Operand
  associatedtype Result
  static func apply(_ x: Operand) -> Result
}

extension TotalUnaryOperation {
  @_transparent
  public static func apply(_ x: Operand, _ trap: inout UInt8) -> Result { apply(x) }
}

/// The same with two operands.
public protocol TotalBinaryOperation: BinaryOperation {
  associatedtype Operand
  associatedtype Result
  static func apply(_ x: Operand, _ y: Operand) -> Result
}

extension TotalBinaryOperation {
  @_transparent
  public static func apply(_ x: Operand, _ y: Operand, _ trap: inout UInt8) -> Result { apply(x, y) }
}

/// A comparison; its result is 1 or 0.
public protocol Comparison: TotalBinaryOperation where Result == UInt32 {
  static func holds(_ x: Operand, _ y: Operand) -> Bool
}

extension Comparison {
  @_transparent
  public static func apply(_ x: Operand, _ y: Operand) -> UInt32 { holds(x, y) ? 1 : 0 }
}

/// i32 and i64, as the unsigned Swift integers that hold their bits.
public protocol WasmInteger: FixedWidthInteger, UnsignedInteger, SlotValue {
  associatedtype Signed: FixedWidthInteger, SignedInteger
  init(bitPattern: Signed)
  var signed: Signed { get }
}

extension UInt32: WasmInteger {
  public var signed: Int32 { @_transparent get { Int32(bitPattern: self) } }
}

extension UInt64: WasmInteger {
  public var signed: Int64 { @_transparent get { Int64(bitPattern: self) } }
}
