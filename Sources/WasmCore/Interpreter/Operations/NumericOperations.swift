import WasmNumerics

/// Operands → result in slot A and in the accumulator of its type.
enum Binary<O: BinaryOperation, Left: Source, Right: Source> where O.Operand: AccumulatedValue, O.Result: AccumulatedValue {
  static func run(_ pc: CodePointer, _ sp: StackPointer, _ mb: MemoryPointer, _ cx: ContextPointer, _ r: UInt64, _ f: Double, _ g: Float) -> Int32 {
    var code: UInt8 = 0
    let result = O.apply(Left.read(pc, sp, r, f, g), Right.read(pc, sp, r, f, g), &code)
    if _slowPath(code != 0) { return trap(pc, sp, mb, cx, UInt64(code), f, g) }
    sp[pc.a] = result.slot
    return next(pc + 2, sp, mb, cx, result.integerAccumulator(r), result.doubleAccumulator(f), result.floatAccumulator(g))
  }
}

/// The same with the right operand in the third word.
enum BinaryConstant<O: BinaryOperation, Left: Source> where O.Operand: AccumulatedValue, O.Result: AccumulatedValue {
  static func run(_ pc: CodePointer, _ sp: StackPointer, _ mb: MemoryPointer, _ cx: ContextPointer, _ r: UInt64, _ f: Double, _ g: Float) -> Int32 {
    var code: UInt8 = 0
    let result = O.apply(Left.read(pc, sp, r, f, g), ThirdWord.read(pc, sp, r, f, g), &code)
    if _slowPath(code != 0) { return trap(pc, sp, mb, cx, UInt64(code), f, g) }
    sp[pc.a] = result.slot
    return next(pc + 3, sp, mb, cx, result.integerAccumulator(r), result.doubleAccumulator(f), result.floatAccumulator(g))
  }
}

enum Unary<O: UnaryOperation, Operand: Source> where O.Operand: AccumulatedValue, O.Result: AccumulatedValue {
  static func run(_ pc: CodePointer, _ sp: StackPointer, _ mb: MemoryPointer, _ cx: ContextPointer, _ r: UInt64, _ f: Double, _ g: Float) -> Int32 {
    var code: UInt8 = 0
    let result = O.apply(Operand.read(pc, sp, r, f, g), &code)
    if _slowPath(code != 0) { return trap(pc, sp, mb, cx, UInt64(code), f, g) }
    sp[pc.a] = result.slot
    return next(pc + 2, sp, mb, cx, result.integerAccumulator(r), result.doubleAccumulator(f), result.floatAccumulator(g))
  }
}
