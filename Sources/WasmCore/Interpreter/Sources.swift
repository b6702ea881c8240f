import WasmNumerics

/// Where an operation takes an operand from. Handlers are generic over it, so that one definition serves all forms.
protocol Source: SendableMetatype {
  static func read<V: AccumulatedValue>(_ pc: CodePointer, _ sp: StackPointer, _ r: UInt64, _ f: Double, _ g: Float) -> V
}

/// A slot value that knows its accumulator and how it is written as an immediate.
protocol AccumulatedValue: SlotValue {
  static func accumulator(_ r: UInt64, _ f: Double, _ g: Float) -> Self
  static func immediate(_ value: Int32) -> Self
  // What the accumulators hold after an operation with this result.
  func integerAccumulator(_ r: UInt64) -> UInt64
  func doubleAccumulator(_ f: Double) -> Double
  func floatAccumulator(_ g: Float) -> Float
}

extension AccumulatedValue {
  @inline(__always) func integerAccumulator(_ r: UInt64) -> UInt64 { r }
  @inline(__always) func doubleAccumulator(_ f: Double) -> Double { f }
  @inline(__always) func floatAccumulator(_ g: Float) -> Float { g }
}

extension WasmInteger where Self: AccumulatedValue {
  @inline(__always) static func accumulator(_ r: UInt64, _ f: Double, _ g: Float) -> Self { Self(truncatingIfNeeded: r) }
  @inline(__always) static func immediate(_ value: Int32) -> Self { Self(truncatingIfNeeded: value) }
  @inline(__always) func integerAccumulator(_ r: UInt64) -> UInt64 { slot }
}

extension UInt32: AccumulatedValue {}
extension UInt64: AccumulatedValue {}

extension Double: AccumulatedValue {
  @inline(__always) static func accumulator(_ r: UInt64, _ f: Double, _ g: Float) -> Double { f }
  @inline(__always) static func immediate(_ value: Int32) -> Double { Double(value) }
  @inline(__always) func doubleAccumulator(_ f: Double) -> Double { self }
}

extension Float: AccumulatedValue {
  @inline(__always) static func accumulator(_ r: UInt64, _ f: Double, _ g: Float) -> Float { g }
  @inline(__always) static func immediate(_ value: Int32) -> Float { Float(value) }
  @inline(__always) func floatAccumulator(_ g: Float) -> Float { self }
}

/// 64 bits that no accumulator repeats: a reference, or a global that holds one.
struct PlainBits: AccumulatedValue {
  let slot: UInt64
  @inline(__always) init(slot: UInt64) { self.slot = slot }
  @inline(__always) static func accumulator(_ r: UInt64, _ f: Double, _ g: Float) -> PlainBits { PlainBits(slot: r) }
  @inline(__always) static func immediate(_ value: Int32) -> PlainBits { PlainBits(slot: UInt64(truncatingIfNeeded: value)) }
}

enum SlotA: Source {
  @inline(__always) static func read<V: AccumulatedValue>(_ pc: CodePointer, _ sp: StackPointer, _ r: UInt64, _ f: Double, _ g: Float) -> V { V.load(sp, pc.a) }
}
enum SlotB: Source {
  @inline(__always) static func read<V: AccumulatedValue>(_ pc: CodePointer, _ sp: StackPointer, _ r: UInt64, _ f: Double, _ g: Float) -> V { V.load(sp, pc.b) }
}
enum SlotC: Source {
  @inline(__always) static func read<V: AccumulatedValue>(_ pc: CodePointer, _ sp: StackPointer, _ r: UInt64, _ f: Double, _ g: Float) -> V { V.load(sp, pc.c) }
}
enum SlotD: Source {
  @inline(__always) static func read<V: AccumulatedValue>(_ pc: CodePointer, _ sp: StackPointer, _ r: UInt64, _ f: Double, _ g: Float) -> V { V.load(sp, pc.d) }
}
enum Accumulator: Source {
  @inline(__always) static func read<V: AccumulatedValue>(_ pc: CodePointer, _ sp: StackPointer, _ r: UInt64, _ f: Double, _ g: Float) -> V { V.accumulator(r, f, g) }
}
/// The 32-bit immediate, sign-extended to the width of the operand.
enum Immediate: Source {
  @inline(__always) static func read<V: AccumulatedValue>(_ pc: CodePointer, _ sp: StackPointer, _ r: UInt64, _ f: Double, _ g: Float) -> V { V.immediate(pc.immediate) }
}
/// Field B, sign-extended to the width of the operand.
enum ShortImmediate: Source {
  @inline(__always) static func read<V: AccumulatedValue>(_ pc: CodePointer, _ sp: StackPointer, _ r: UInt64, _ f: Double, _ g: Float) -> V { V.immediate(Int32(pc.shortImmediate)) }
}
/// Field C, sign-extended to the width of the operand.
enum ShortImmediateC: Source {
  @inline(__always)
  static func read<V: AccumulatedValue>(_ pc: CodePointer, _ sp: StackPointer, _ r: UInt64, _ f: Double, _ g: Float) -> V {
    V.immediate(Int32(Int16(truncatingIfNeeded: pc.c)))
  }
}
/// The third word of the operation, all of it.
enum ThirdWord: Source {
  @inline(__always) static func read<V: AccumulatedValue>(_ pc: CodePointer, _ sp: StackPointer, _ r: UInt64, _ f: Double, _ g: Float) -> V { V(slot: pc[2]) }
}
