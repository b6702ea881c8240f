import WasmNumerics

/// Counting instructions: each of these stands at the beginning of a stretch of instructions that execute together, and has
/// their number as its immediate. The lower half of the operand word is the function's index among the module's own.

/// Charges the stretch against the store's fuel.
enum ConsumeFuel {
  static func run(_ pc: CodePointer, _ sp: StackPointer, _ mb: MemoryPointer, _ cx: ContextPointer, _ r: UInt64, _ f: Double, _ g: Float) -> Int32 {
    guard cx.spend(UInt64(pc.unsignedImmediate)) else { return trap(pc, sp, mb, cx, Trap.Code.outOfFuel.word, f, g) }
    return next(pc + 2, sp, mb, cx, r, f, g)
  }
}

/// Charges for the length, in slot A, of the operation that follows: one for as many bytes or elements as the immediate says.
enum ConsumeFuelByLength {
  static func run(_ pc: CodePointer, _ sp: StackPointer, _ mb: MemoryPointer, _ cx: ContextPointer, _ r: UInt64, _ f: Double, _ g: Float) -> Int32 {
    guard cx.spend(UInt64(UInt32.load(sp, pc.a) / pc.unsignedImmediate)) else { return trap(pc, sp, mb, cx, Trap.Code.outOfFuel.word, f, g) }
    return next(pc + 2, sp, mb, cx, r, f, g)
  }
}

extension UnsafeMutablePointer where Pointee == ExecutionContext {
  /// - Returns: false when there is less fuel than that; then none is left.
  @inline(__always)
  fileprivate func spend(_ cost: UInt64) -> Bool {
    guard pointee.fuel >= cost else {
      pointee.fuel = 0
      return false
    }
    pointee.fuel &-= cost
    return true
  }
}

/// What an instruction works on in about the time that others take.
enum BulkCost {
  static let bytes: UInt32 = 64
  static let elements: UInt32 = 8
}

/// Adds the stretch to the weight of its function.
enum CountInstructions {
  static func run(_ pc: CodePointer, _ sp: StackPointer, _ mb: MemoryPointer, _ cx: ContextPointer, _ r: UInt64, _ f: Double, _ g: Float) -> Int32 {
    addWeight(pc, cx)
    return next(pc + 2, sp, mb, cx, r, f, g)
  }
}

/// Both. What there is no fuel for does not execute, and has no weight.
enum CountAndConsumeFuel {
  static func run(_ pc: CodePointer, _ sp: StackPointer, _ mb: MemoryPointer, _ cx: ContextPointer, _ r: UInt64, _ f: Double, _ g: Float) -> Int32 {
    if cx.pointee.fuel >= UInt64(pc.unsignedImmediate) { addWeight(pc, cx) }
    return ConsumeFuel.run(pc, sp, mb, cx, r, f, g)
  }
}

@inline(__always)
private func addWeight(_ pc: CodePointer, _ cx: ContextPointer) {
  let weights = cx.pointee.instance.unsafelyUnwrapped.pointee.weights.unsafelyUnwrapped
  weights[Int(UInt32(truncatingIfNeeded: pc[1]))] &+= UInt64(pc.unsignedImmediate)
}
