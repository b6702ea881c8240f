import WasmNumerics

/// Which way a branch goes. Every loop has a backward branch, so those look whether the guest should stop.
protocol Direction: SendableMetatype {
  static var isBackward: Bool { get }
}
enum Forward: Direction {
  @inline(__always) static var isBackward: Bool { false }
}
enum Backward: Direction {
  @inline(__always) static var isBackward: Bool { true }
}

/// Whether a branch is taken when its condition holds or when it does not.
protocol Sense: SendableMetatype {
  static func taken(_ condition: Bool) -> Bool
}
enum WhenTrue: Sense {
  @inline(__always) static func taken(_ condition: Bool) -> Bool { condition }
}
enum WhenFalse: Sense {
  @inline(__always) static func taken(_ condition: Bool) -> Bool { !condition }
}

extension Direction {
  /// Goes to `target`, unless the guest should stop.
  @inline(__always)
  static func jump(_ target: CodePointer, from pc: CodePointer, _ sp: StackPointer, _ mb: MemoryPointer, _ cx: ContextPointer, _ r: UInt64, _ f: Double, _ g: Float) -> Int32 {
    if isBackward, _slowPath(UInt(bitPattern: sp) > cx.pointee.stackEnd) { return trapStackOrInterruption(pc, sp, mb, cx, r, f, g) }
    return next(target, sp, mb, cx, r, f, g)
  }
}

/// br. The distance is the immediate, in words.
enum Branch<D: Direction> {
  static func run(_ pc: CodePointer, _ sp: StackPointer, _ mb: MemoryPointer, _ cx: ContextPointer, _ r: UInt64, _ f: Double, _ g: Float) -> Int32 {
    D.jump(pc + Int(pc.immediate), from: pc, sp, mb, cx, r, f, g)
  }
}

/// br_if on an i32 that is not the result of a comparison.
enum BranchIf<Condition: Source, S: Sense, D: Direction> {
  static func run(_ pc: CodePointer, _ sp: StackPointer, _ mb: MemoryPointer, _ cx: ContextPointer, _ r: UInt64, _ f: Double, _ g: Float) -> Int32 {
    let condition: UInt32 = Condition.read(pc, sp, r, f, g)
    if _fastPath(S.taken(condition != 0)) { return D.jump(pc + Int(pc.immediate), from: pc, sp, mb, cx, r, f, g) }
    return next(pc + 2, sp, mb, cx, r, f, g)
  }
}

/// A branch on whether a reference (or any 64-bit slot A) is null.
enum BranchOnNull<S: Sense, D: Direction> {
  static func run(_ pc: CodePointer, _ sp: StackPointer, _ mb: MemoryPointer, _ cx: ContextPointer, _ r: UInt64, _ f: Double, _ g: Float) -> Int32 {
    if S.taken(sp[pc.a] == 0) { return D.jump(pc + Int(pc.immediate), from: pc, sp, mb, cx, r, f, g) }
    return next(pc + 2, sp, mb, cx, r, f, g)
  }
}

/// A comparison and the branch on its result. Operands in A and B, the distance is the immediate.
enum CompareBranch<C: Comparison, Left: Source, Right: Source, S: Sense, D: Direction> where C.Operand: AccumulatedValue {
  static func run(_ pc: CodePointer, _ sp: StackPointer, _ mb: MemoryPointer, _ cx: ContextPointer, _ r: UInt64, _ f: Double, _ g: Float) -> Int32 {
    if _fastPath(S.taken(C.holds(Left.read(pc, sp, r, f, g), Right.read(pc, sp, r, f, g)))) {
      return D.jump(pc + Int(pc.immediate), from: pc, sp, mb, cx, r, f, g)
    }
    return next(pc + 2, sp, mb, cx, r, f, g)
  }
}

/// The same against a 32-bit immediate; the distance is in the third word.
enum CompareBranchWide<C: Comparison, Left: Source, S: Sense, D: Direction> where C.Operand: AccumulatedValue {
  static func run(_ pc: CodePointer, _ sp: StackPointer, _ mb: MemoryPointer, _ cx: ContextPointer, _ r: UInt64, _ f: Double, _ g: Float) -> Int32 {
    if _fastPath(S.taken(C.holds(Left.read(pc, sp, r, f, g), Immediate.read(pc, sp, r, f, g)))) {
      return D.jump(pc + Int(Int64(bitPattern: pc[2])), from: pc, sp, mb, cx, r, f, g)
    }
    return next(pc + 3, sp, mb, cx, r, f, g)
  }
}

/// br_table: the immediate is the index of the default target; distances follow from the third word on.
enum BranchTable<Index: Source> {
  static func run(_ pc: CodePointer, _ sp: StackPointer, _ mb: MemoryPointer, _ cx: ContextPointer, _ r: UInt64, _ f: Double, _ g: Float) -> Int32 {
    let index: UInt32 = Index.read(pc, sp, r, f, g)
    let entry = Int(min(index, pc.unsignedImmediate))
    return next(pc + Int(Int64(bitPattern: pc[2 &+ entry])), sp, mb, cx, r, f, g)
  }
}
