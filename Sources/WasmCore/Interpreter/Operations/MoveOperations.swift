import WasmNumerics

/// Slot to slot, constants, variables, select.

enum Copy {
  static func run(_ pc: CodePointer, _ sp: StackPointer, _ mb: MemoryPointer, _ cx: ContextPointer, _ r: UInt64, _ f: Double, _ g: Float) -> Int32 {
    sp[pc.a] = sp[pc.b]
    return next(pc + 2, sp, mb, cx, r, f, g)
  }
}

/// Two copies, one after the other: A from B, then C from D.
enum CopyTwo {
  static func run(_ pc: CodePointer, _ sp: StackPointer, _ mb: MemoryPointer, _ cx: ContextPointer, _ r: UInt64, _ f: Double, _ g: Float) -> Int32 {
    sp[pc.a] = sp[pc.b]
    sp[pc.c] = sp[pc.d]
    return next(pc + 2, sp, mb, cx, r, f, g)
  }
}

/// Copies D slots from B on to A on, upwards.
enum CopyMany {
  static func run(_ pc: CodePointer, _ sp: StackPointer, _ mb: MemoryPointer, _ cx: ContextPointer, _ r: UInt64, _ f: Double, _ g: Float) -> Int32 {
    (sp + pc.a).update(from: sp + pc.b, count: pc.d)
    return next(pc + 2, sp, mb, cx, r, f, g)
  }
}

/// A constant whose upper half is zero.
enum Constant32 {
  static func run(_ pc: CodePointer, _ sp: StackPointer, _ mb: MemoryPointer, _ cx: ContextPointer, _ r: UInt64, _ f: Double, _ g: Float) -> Int32 {
    sp[pc.a] = UInt64(pc.unsignedImmediate)
    return next(pc + 2, sp, mb, cx, r, f, g)
  }
}

enum Constant64 {
  static func run(_ pc: CodePointer, _ sp: StackPointer, _ mb: MemoryPointer, _ cx: ContextPointer, _ r: UInt64, _ f: Double, _ g: Float) -> Int32 {
    sp[pc.a] = pc[2]
    return next(pc + 3, sp, mb, cx, r, f, g)
  }
}

/// Zeroes one, two, or (from A, as many as the immediate says) all locals that need it at the start of a function.
enum ZeroOne {
  static func run(_ pc: CodePointer, _ sp: StackPointer, _ mb: MemoryPointer, _ cx: ContextPointer, _ r: UInt64, _ f: Double, _ g: Float) -> Int32 {
    sp[pc.a] = 0
    return next(pc + 2, sp, mb, cx, r, f, g)
  }
}

enum ZeroTwo {
  static func run(_ pc: CodePointer, _ sp: StackPointer, _ mb: MemoryPointer, _ cx: ContextPointer, _ r: UInt64, _ f: Double, _ g: Float) -> Int32 {
    (sp + pc.a)[0] = 0
    (sp + pc.a)[1] = 0
    return next(pc + 2, sp, mb, cx, r, f, g)
  }
}

enum ZeroMany {
  static func run(_ pc: CodePointer, _ sp: StackPointer, _ mb: MemoryPointer, _ cx: ContextPointer, _ r: UInt64, _ f: Double, _ g: Float) -> Int32 {
    (sp + pc.a).update(repeating: 0, count: Int(pc.immediate))
    return next(pc + 2, sp, mb, cx, r, f, g)
  }
}

/// A = condition ≠ 0 ? B : C.
enum Select<Condition: Source> {
  static func run(_ pc: CodePointer, _ sp: StackPointer, _ mb: MemoryPointer, _ cx: ContextPointer, _ r: UInt64, _ f: Double, _ g: Float) -> Int32 {
    let condition: UInt32 = Condition.read(pc, sp, r, f, g)
    sp[pc.a] = sp[condition != 0 ? pc.b : pc.c]
    return next(pc + 2, sp, mb, cx, r, f, g)
  }
}

/// Where the current instance keeps the value of a global.
protocol GlobalAddress: SendableMetatype {
  static func cell(_ cx: ContextPointer, _ index: Int) -> UnsafeMutablePointer<UInt64>
}
enum OwnGlobal: GlobalAddress {
  @inline(__always) static func cell(_ cx: ContextPointer, _ index: Int) -> UnsafeMutablePointer<UInt64> { cx.pointee.globals + index }
}
enum ImportedGlobal: GlobalAddress {
  @inline(__always) static func cell(_ cx: ContextPointer, _ index: Int) -> UnsafeMutablePointer<UInt64> {
    cx.pointee.instance.unsafelyUnwrapped.pointee.importedGlobals[index]
  }
}

/// Slot A = the global with the immediate as index.
enum GlobalGet<G: GlobalAddress, V: AccumulatedValue> {
  static func run(_ pc: CodePointer, _ sp: StackPointer, _ mb: MemoryPointer, _ cx: ContextPointer, _ r: UInt64, _ f: Double, _ g: Float) -> Int32 {
    let value = V(slot: G.cell(cx, Int(pc.immediate)).pointee)
    sp[pc.a] = value.slot
    return next(pc + 2, sp, mb, cx, value.integerAccumulator(r), value.doubleAccumulator(f), value.floatAccumulator(g))
  }
}

enum GlobalSet<G: GlobalAddress> {
  static func run(_ pc: CodePointer, _ sp: StackPointer, _ mb: MemoryPointer, _ cx: ContextPointer, _ r: UInt64, _ f: Double, _ g: Float) -> Int32 {
    G.cell(cx, Int(pc.immediate)).pointee = sp[pc.a]
    return next(pc + 2, sp, mb, cx, r, f, g)
  }
}
