import WasmNumerics

/// The pairs of arithmetic instructions that have an operation of their own, and its handlers.
///
/// Chosen by what compiled C executes: sums and exclusive-ors of three terms, shifts and masks before a sum, products
/// before a sum or difference.
final class FusedForms: Sendable {
  /// The handlers of a pair by which operand is in the accumulator: none, X, Y or Z.
  struct Forms: Sendable {
    var none: UInt64 = 0, x: UInt64 = 0, y: UInt64 = 0, z: UInt64 = 0
  }

  struct Key: Hashable, Sendable {
    let first: Opcode
    let second: Opcode
    /// Whether the first instruction's right operand is an immediate.
    let hasImmediate: Bool
    /// Whether the first instruction's result is the second one's right operand. Commutative pairs have one form.
    let isReversed: Bool
  }

  /// By `index(of:)`; nil entries are pairs that do not exist. A flat table, because every arithmetic instruction asks.
  private let forms: [Forms]
  private let slots: [Int8]

  private static let opcodes: [Opcode] = [
    .i32Add, .i32Sub, .i32Mul, .i32And, .i32Or, .i32Xor, .i32Shl, .i32ShrS, .i32ShrU, .i32Rotl,
    .i64Add, .i64Sub, .i64Mul, .i64And, .i64Or, .i64Xor, .i64Shl, .i64ShrS, .i64ShrU, .i64Rotl,
    .f32Add, .f32Sub, .f32Mul, .f64Add, .f64Sub, .f64Mul,
  ]

  init() {
    var slots = [Int8](repeating: -1, count: Opcode.allCases.count)
    for (index, opcode) in Self.opcodes.enumerated() { slots[Int(opcode.rawValue)] = Int8(index) }
    self.slots = slots
    var builder = FusedFormsBuilder()
    builder.addAll()
    var forms = [Forms](repeating: Forms(), count: Self.opcodes.count * Self.opcodes.count * 4)
    for (key, value) in builder.forms {
      guard let index = Self.index(of: key, slots) else { preconditionFailure("a pair of an unlisted opcode") }
      forms[index] = value
    }
    self.forms = forms
  }

  private static func index(of key: Key, _ slots: [Int8]) -> Int? {
    let first = Int(slots[Int(key.first.rawValue)])
    let second = Int(slots[Int(key.second.rawValue)])
    guard first >= 0, second >= 0 else { return nil }
    return ((first * opcodes.count + second) * 2 + (key.hasImmediate ? 1 : 0)) * 2 + (key.isReversed ? 1 : 0)
  }

  /// The handlers for a pair; nil when it has no operation of its own.
  func forms(_ key: Key) -> Forms? {
    guard let index = Self.index(of: key, slots), forms[index].none != 0 else { return nil }
    return forms[index]
  }
}

/// Lists the pairs.
private struct FusedFormsBuilder {
  var forms: [FusedForms.Key: FusedForms.Forms] = [:]

  private mutating func add<A: BinaryOperation, B: BinaryOperation, O: OperandOrder, Y: Source>(
    _ first: Opcode, _: A.Type, _ second: Opcode, _: B.Type, _: O.Type, _: Y.Type, reversed: [Bool], yAccumulated: UInt64
  ) where A.Operand: AccumulatedValue, A.Result == B.Operand, B.Operand: AccumulatedValue, B.Result: AccumulatedValue {
    let value = FusedForms.Forms(
      none: HandlerAddress(Fused<A, B, O, SlotB, Y, SlotD>.run).word,
      x: HandlerAddress(Fused<A, B, O, Accumulator, Y, SlotD>.run).word,
      y: yAccumulated,
      z: HandlerAddress(Fused<A, B, O, SlotB, Y, Accumulator>.run).word)
    for isReversed in reversed {
      forms[FusedForms.Key(first: first, second: second, hasImmediate: Y.self == ShortImmediateC.self, isReversed: isReversed)] = value
    }
  }

  /// A first instruction on two slots.
  private mutating func slots<A: BinaryOperation, B: BinaryOperation>(
    _ first: Opcode, _ a: A.Type, _ second: Opcode, _ b: B.Type, commutes: Bool = true
  ) where A.Operand: AccumulatedValue, A.Result == B.Operand, B.Operand: AccumulatedValue, B.Result: AccumulatedValue {
    let y = HandlerAddress(Fused<A, B, ResultFirst, SlotB, Accumulator, SlotD>.run).word
    add(first, a, second, b, ResultFirst.self, SlotC.self, reversed: commutes ? [false, true] : [false], yAccumulated: y)
    if !commutes {
      let y = HandlerAddress(Fused<A, B, ResultSecond, SlotB, Accumulator, SlotD>.run).word
      add(first, a, second, b, ResultSecond.self, SlotC.self, reversed: [true], yAccumulated: y)
    }
  }

  /// A first instruction on a slot and an immediate.
  private mutating func immediate<A: BinaryOperation, B: BinaryOperation>(
    _ first: Opcode, _ a: A.Type, _ second: Opcode, _ b: B.Type
  ) where A.Operand: AccumulatedValue, A.Result == B.Operand, B.Operand: AccumulatedValue, B.Result: AccumulatedValue {
    add(first, a, second, b, ResultFirst.self, ShortImmediateC.self, reversed: [false, true], yAccumulated: 0)
  }

  mutating func addAll() {
    addIntegers(UInt32.self, add: .i32Add, sub: .i32Sub, mul: .i32Mul, and: .i32And, or: .i32Or, xor: .i32Xor, shl: .i32Shl, shrS: .i32ShrS, shrU: .i32ShrU, rotl: .i32Rotl)
    addIntegers(UInt64.self, add: .i64Add, sub: .i64Sub, mul: .i64Mul, and: .i64And, or: .i64Or, xor: .i64Xor, shl: .i64Shl, shrS: .i64ShrS, shrU: .i64ShrU, rotl: .i64Rotl)
    addFloats(Float.self, add: .f32Add, sub: .f32Sub, mul: .f32Mul)
    addFloats(Double.self, add: .f64Add, sub: .f64Sub, mul: .f64Mul)
  }

  private mutating func addIntegers<T: WasmInteger & AccumulatedValue>(
    _: T.Type, add: Opcode, sub: Opcode, mul: Opcode, and: Opcode, or: Opcode, xor: Opcode, shl: Opcode, shrS: Opcode, shrU: Opcode, rotl: Opcode
  ) {
    addSecond(add, Add<T>.self, add: add, sub: sub, mul: mul, and: and, xor: xor, shl: shl, shrS: shrS, shrU: shrU, rotl: rotl)
    addSecond(xor, Xor<T>.self, add: add, sub: sub, mul: mul, and: and, xor: xor, shl: shl, shrS: shrS, shrU: shrU, rotl: rotl)
    addSecond(and, And<T>.self, add: add, sub: sub, mul: mul, and: and, xor: xor, shl: shl, shrS: shrS, shrU: shrU, rotl: rotl)
    addSecond(or, Or<T>.self, add: add, sub: sub, mul: mul, and: and, xor: xor, shl: shl, shrS: shrS, shrU: shrU, rotl: rotl)
  }

  private mutating func addSecond<T: WasmInteger & AccumulatedValue, B: BinaryOperation>(
    _ second: Opcode, _ b: B.Type, add: Opcode, sub: Opcode, mul: Opcode, and: Opcode, xor: Opcode, shl: Opcode, shrS: Opcode, shrU: Opcode, rotl: Opcode
  ) where B.Operand == T, B.Result == T {
    slots(add, Add<T>.self, second, b)
    slots(sub, Subtract<T>.self, second, b)
    slots(mul, Multiply<T>.self, second, b)
    slots(and, And<T>.self, second, b)
    slots(xor, Xor<T>.self, second, b)
    immediate(add, Add<T>.self, second, b)
    immediate(mul, Multiply<T>.self, second, b)
    immediate(and, And<T>.self, second, b)
    immediate(shl, ShiftLeft<T>.self, second, b)
    immediate(shrS, ShiftRightSigned<T>.self, second, b)
    immediate(shrU, ShiftRightUnsigned<T>.self, second, b)
    immediate(rotl, RotateLeft<T>.self, second, b)
  }

  private mutating func addFloats<T: WasmFloat & AccumulatedValue>(_: T.Type, add: Opcode, sub: Opcode, mul: Opcode) {
    slots(add, FloatAdd<T>.self, add, FloatAdd<T>.self)
    slots(add, FloatAdd<T>.self, mul, FloatMultiply<T>.self)
    slots(sub, FloatSubtract<T>.self, add, FloatAdd<T>.self)
    slots(sub, FloatSubtract<T>.self, mul, FloatMultiply<T>.self)
    slots(mul, FloatMultiply<T>.self, add, FloatAdd<T>.self)
    slots(mul, FloatMultiply<T>.self, mul, FloatMultiply<T>.self)
    slots(mul, FloatMultiply<T>.self, sub, FloatSubtract<T>.self, commutes: false)
  }
}
