import WasmNumerics

/// Operand words: the second word of an operation holds four 16-bit fields A, B, C, D, or A, B and a 32-bit immediate
/// in place of C and D. Fields mostly name slots of the frame.
extension UnsafePointer where Pointee == UInt64 {
  @inline(__always) private var operands: UnsafeRawPointer { UnsafeRawPointer(self) }
  @inline(__always) var a: Int { Int(operands.load(fromByteOffset: 8, as: UInt16.self)) }
  @inline(__always) var b: Int { Int(operands.load(fromByteOffset: 10, as: UInt16.self)) }
  @inline(__always) var c: Int { Int(operands.load(fromByteOffset: 12, as: UInt16.self)) }
  @inline(__always) var d: Int { Int(operands.load(fromByteOffset: 14, as: UInt16.self)) }
  @inline(__always) var immediate: Int32 { operands.load(fromByteOffset: 12, as: Int32.self) }
  @inline(__always) var unsignedImmediate: UInt32 { operands.load(fromByteOffset: 12, as: UInt32.self) }
  /// Field B as a signed number.
  @inline(__always) var shortImmediate: Int16 { operands.load(fromByteOffset: 10, as: Int16.self) }

  /// For a return address: how far the callee's frame lies above the caller's, in slots. The call stands right
  /// before it, is three words long and has the distance in field A.
  @inline(__always) var frameDistance: Int { Int((operands - 16).load(as: UInt16.self)) }
}

enum OperandWord {
  @inline(__always)
  static func slots(_ a: Int, _ b: Int = 0, _ c: Int = 0, _ d: Int = 0) -> UInt64 {
    UInt64(truncatingIfNeeded: a | b << 16 | c << 32) | UInt64(truncatingIfNeeded: d) << 48
  }

  @inline(__always)
  static func immediate(_ a: Int, _ b: Int, _ immediate: UInt32) -> UInt64 {
    UInt64(truncatingIfNeeded: a | b << 16) | UInt64(immediate) << 32
  }
}

extension SlotValue {
  /// Reads a slot of the frame. 32-bit values are read as 32 bits.
  @inline(__always)
  static func load(_ sp: StackPointer, _ slot: Int) -> Self { UnsafeRawPointer(sp + slot).load(as: Self.self) }
}
