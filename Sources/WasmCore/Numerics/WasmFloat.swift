import Builtin

/// f32 and f64. Rounding and square roots are the processor's instructions: where the optimiser does not run, the standard library chooses
/// among its rules at run time, and asks the C library for the root of a negative number.
public protocol WasmFloat: BinaryFloatingPoint, SlotValue {
  var ceiling: Self { get }
  var floor: Self { get }
  var truncated: Self { get }
  /// Ties go to the even neighbour.
  var nearest: Self { get }
  var root: Self { get }
}

extension Float: WasmFloat {
  public var ceiling: Float { @_transparent get { Float(Builtin.int_ceil_FPIEEE32(_value)) } }
  public var floor: Float { @_transparent get { Float(Builtin.int_floor_FPIEEE32(_value)) } }
  public var truncated: Float { @_transparent get { Float(Builtin.int_trunc_FPIEEE32(_value)) } }
  public var nearest: Float { @_transparent get { Float(Builtin.int_roundeven_FPIEEE32(_value)) } }
  public var root: Float { @_transparent get { Float(Builtin.int_sqrt_FPIEEE32(_value)) } }
}

extension Double: WasmFloat {
  public var ceiling: Double { @_transparent get { Double(Builtin.int_ceil_FPIEEE64(_value)) } }
  public var floor: Double { @_transparent get { Double(Builtin.int_floor_FPIEEE64(_value)) } }
  public var truncated: Double { @_transparent get { Double(Builtin.int_trunc_FPIEEE64(_value)) } }
  public var nearest: Double { @_transparent get { Double(Builtin.int_roundeven_FPIEEE64(_value)) } }
  public var root: Double { @_transparent get { Double(Builtin.int_sqrt_FPIEEE64(_value)) } }
}
