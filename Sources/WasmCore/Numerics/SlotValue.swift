/// A number as it lies in a 64-bit slot of the interpreter's stack, a global or a table.
/// 32-bit values leave the upper half of their slot zero.
public protocol SlotValue: BitwiseCopyable {
  init(slot: UInt64)
  var slot: UInt64 { get }
}

extension UInt32: SlotValue {
  @_transparent public init(slot: UInt64) { self = UInt32(truncatingIfNeeded: slot) }
  public var slot: UInt64 { @_transparent get { UInt64(self) } }
}

extension UInt64: SlotValue {
  @_transparent public init(slot: UInt64) { self = slot }
  public var slot: UInt64 { @_transparent get { self } }
}

extension Float: SlotValue {
  @_transparent public init(slot: UInt64) { self = Float(bitPattern: UInt32(truncatingIfNeeded: slot)) }
  public var slot: UInt64 { @_transparent get { UInt64(bitPattern) } }
}

extension Double: SlotValue {
  @_transparent public init(slot: UInt64) { self = Double(bitPattern: slot) }
  public var slot: UInt64 { @_transparent get { bitPattern } }
}
