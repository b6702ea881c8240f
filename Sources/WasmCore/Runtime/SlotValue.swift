/// A number as it lies in a 64-bit slot of the interpreter's stack, a global or a table.
/// 32-bit values leave the upper half of their slot zero.
protocol SlotValue: BitwiseCopyable {
  init(slot: UInt64)
  var slot: UInt64 { get }
}

extension UInt32: SlotValue {
  @inline(__always) init(slot: UInt64) { self = UInt32(truncatingIfNeeded: slot) }
  @inline(__always) var slot: UInt64 { UInt64(self) }
}

extension UInt64: SlotValue {
  @inline(__always) init(slot: UInt64) { self = slot }
  @inline(__always) var slot: UInt64 { self }
}

extension Float: SlotValue {
  @inline(__always) init(slot: UInt64) { self = Float(bitPattern: UInt32(truncatingIfNeeded: slot)) }
  @inline(__always) var slot: UInt64 { UInt64(bitPattern) }
}

extension Double: SlotValue {
  @inline(__always) init(slot: UInt64) { self = Double(bitPattern: slot) }
  @inline(__always) var slot: UInt64 { bitPattern }
}
