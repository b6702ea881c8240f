import WasmNumerics

/// Two instructions in one operation. Which pairs exist is decided in `FusedForms`.

/// In which order the second operation takes the first one's result and the operand of field D.
protocol OperandOrder: SendableMetatype {
  static func apply<O: BinaryOperation>(_: O.Type, _ result: O.Operand, _ other: O.Operand, _ trap: inout UInt8) -> O.Result
}
enum ResultFirst: OperandOrder {
  @inline(__always)
  static func apply<O: BinaryOperation>(_: O.Type, _ result: O.Operand, _ other: O.Operand, _ trap: inout UInt8) -> O.Result {
    O.apply(result, other, &trap)
  }
}
enum ResultSecond: OperandOrder {
  @inline(__always)
  static func apply<O: BinaryOperation>(_: O.Type, _ result: O.Operand, _ other: O.Operand, _ trap: inout UInt8) -> O.Result {
    O.apply(other, result, &trap)
  }
}

/// A = (X first Y) second Z, where none of the operations can trap.
enum Fused<First: BinaryOperation, Second: BinaryOperation, Order: OperandOrder, X: Source, Y: Source, Z: Source>
where First.Operand: AccumulatedValue, First.Result == Second.Operand, Second.Operand: AccumulatedValue, Second.Result: AccumulatedValue {
  static func run(_ pc: CodePointer, _ sp: StackPointer, _ mb: MemoryPointer, _ cx: ContextPointer, _ r: UInt64, _ f: Double, _ g: Float) -> Int32 {
    var code: UInt8 = 0
    let first = First.apply(X.read(pc, sp, r, f, g), Y.read(pc, sp, r, f, g), &code)
    let result = Order.apply(Second.self, first, Z.read(pc, sp, r, f, g), &code)
    sp[pc.a] = result.slot
    return next(pc + 2, sp, mb, cx, result.integerAccumulator(r), result.doubleAccumulator(f), result.floatAccumulator(g))
  }
}

/// A comparison and the select on its result: A = (D compared with the slot in the third word) ? B : C.
enum CompareSelect<Compare: Comparison> where Compare.Operand: AccumulatedValue {
  static func run(_ pc: CodePointer, _ sp: StackPointer, _ mb: MemoryPointer, _ cx: ContextPointer, _ r: UInt64, _ f: Double, _ g: Float) -> Int32 {
    let right = Compare.Operand.load(sp, Int(truncatingIfNeeded: pc[2]))
    sp[pc.a] = sp[Compare.holds(Compare.Operand.load(sp, pc.d), right) ? pc.b : pc.c]
    return next(pc + 3, sp, mb, cx, r, f, g)
  }
}

/// The end of a counting loop: adds the immediate C to slot A, compares with slot B, and goes back by the distance in
/// the third word.
enum CountingLoop<Compare: Comparison> where Compare.Operand: WasmInteger & AccumulatedValue {
  static func run(_ pc: CodePointer, _ sp: StackPointer, _ mb: MemoryPointer, _ cx: ContextPointer, _ r: UInt64, _ f: Double, _ g: Float) -> Int32 {
    let value = Compare.Operand.load(sp, pc.a) &+ ShortImmediateC.read(pc, sp, r, f, g)
    sp[pc.a] = value.slot
    if _fastPath(Compare.holds(value, Compare.Operand.load(sp, pc.b))) {
      return Backward.jump(pc + Int(Int64(bitPattern: pc[2])), from: pc, sp, mb, cx, value.slot, f, g)
    }
    return next(pc + 3, sp, mb, cx, value.slot, f, g)
  }
}

/// The same, comparing with the 16-bit constant in field D.
enum CountingLoopToConstant<Compare: Comparison> where Compare.Operand: WasmInteger & AccumulatedValue {
  static func run(_ pc: CodePointer, _ sp: StackPointer, _ mb: MemoryPointer, _ cx: ContextPointer, _ r: UInt64, _ f: Double, _ g: Float) -> Int32 {
    let value = Compare.Operand.load(sp, pc.a) &+ ShortImmediateC.read(pc, sp, r, f, g)
    sp[pc.a] = value.slot
    if _fastPath(Compare.holds(value, Compare.Operand.immediate(Int32(Int16(truncatingIfNeeded: pc.d))))) {
      return Backward.jump(pc + Int(Int64(bitPattern: pc[2])), from: pc, sp, mb, cx, value.slot, f, g)
    }
    return next(pc + 3, sp, mb, cx, value.slot, f, g)
  }
}
