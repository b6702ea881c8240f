import WasmNumerics

/// How a load or store computes its address. Guest addresses are 32 bits, so the sum with an offset fits 64.
protocol AddressMode: SendableMetatype {
  static func address(_ pc: CodePointer, _ sp: StackPointer, _ r: UInt64, _ f: Double, _ g: Float) -> UInt64
  /// Words of the operation.
  static var length: Int { get }
}

/// An operand plus the immediate as offset.
enum BaseOffset<Base: Source>: AddressMode {
  @inline(__always) static func address(_ pc: CodePointer, _ sp: StackPointer, _ r: UInt64, _ f: Double, _ g: Float) -> UInt64 {
    let base: UInt32 = Base.read(pc, sp, r, f, g)
    return UInt64(base) &+ UInt64(pc.unsignedImmediate)
  }
  @inline(__always) static var length: Int { 2 }
}

/// The i32 sum of two operands, plus an offset in the third word.
enum Indexed<Base: Source, Index: Source>: AddressMode {
  @inline(__always) static func address(_ pc: CodePointer, _ sp: StackPointer, _ r: UInt64, _ f: Double, _ g: Float) -> UInt64 {
    let base: UInt32 = Base.read(pc, sp, r, f, g)
    let index: UInt32 = Index.read(pc, sp, r, f, g)
    return UInt64(base &+ index) &+ pc[2]
  }
  @inline(__always) static var length: Int { 3 }
}

/// An operand shifted left by the bits in field C, plus the operand in field D, plus an offset in the third word.
enum Scaled<Index: Source>: AddressMode {
  @inline(__always)
  static func address(_ pc: CodePointer, _ sp: StackPointer, _ r: UInt64, _ f: Double, _ g: Float) -> UInt64 {
    let index: UInt32 = Index.read(pc, sp, r, f, g)
    return UInt64(index &<< UInt32(truncatingIfNeeded: pc.c) &+ UInt32.load(sp, pc.d)) &+ pc[2]
  }
  @inline(__always) static var length: Int { 3 }
}

/// A constant address.
enum ConstantAddress: AddressMode {
  @inline(__always) static func address(_ pc: CodePointer, _ sp: StackPointer, _ r: UInt64, _ f: Double, _ g: Float) -> UInt64 { UInt64(pc.unsignedImmediate) }
  @inline(__always) static var length: Int { 2 }
}

/// What a load makes of the bytes, and a store of the value.
protocol MemoryAccess: SendableMetatype {
  associatedtype Stored: FixedWidthInteger & BitwiseCopyable
  associatedtype Value: AccumulatedValue
  static func value(_ stored: Stored) -> Value
  static func stored(_ value: Value) -> Stored
}

/// An integer, extended from (or wrapped to) `Stored`.
enum IntegerAccess<Stored: FixedWidthInteger & BitwiseCopyable, Value: WasmInteger & AccumulatedValue>: MemoryAccess {
  @inline(__always) static func value(_ stored: Stored) -> Value { Value(truncatingIfNeeded: stored) }
  @inline(__always) static func stored(_ value: Value) -> Stored { Stored(truncatingIfNeeded: value) }
}

/// A float, by its bits.
enum FloatAccess<Stored: WasmInteger & BitwiseCopyable, Value: AccumulatedValue>: MemoryAccess {
  @inline(__always) static func value(_ stored: Stored) -> Value { Value(slot: stored.slot) }
  @inline(__always) static func stored(_ value: Value) -> Stored { Stored(slot: value.slot) }
}

/// Memory → slot A.
enum Load<A: MemoryAccess, M: AddressMode> {
  static func run(_ pc: CodePointer, _ sp: StackPointer, _ mb: MemoryPointer, _ cx: ContextPointer, _ r: UInt64, _ f: Double, _ g: Float) -> Int32 {
    let address = M.address(pc, sp, r, f, g)
    guard _fastPath(cx.pointee.memoryLimits.allow(address, A.Stored.self)) else { return trapOutOfBounds(pc, sp, mb, cx, r, f, g) }
    let value = A.value((mb + Int(truncatingIfNeeded: address)).loadUnaligned(as: A.Stored.self))
    sp[pc.a] = value.slot
    return next(pc + M.length, sp, mb, cx, value.integerAccumulator(r), value.doubleAccumulator(f), value.floatAccumulator(g))
  }
}

/// An operand → memory.
enum StoreTo<A: MemoryAccess, M: AddressMode, V: Source> {
  static func run(_ pc: CodePointer, _ sp: StackPointer, _ mb: MemoryPointer, _ cx: ContextPointer, _ r: UInt64, _ f: Double, _ g: Float) -> Int32 {
    let address = M.address(pc, sp, r, f, g)
    guard _fastPath(cx.pointee.memoryLimits.allow(address, A.Stored.self)) else { return trapOutOfBounds(pc, sp, mb, cx, r, f, g) }
    (mb + Int(truncatingIfNeeded: address)).storeBytes(of: A.stored(V.read(pc, sp, r, f, g)), as: A.Stored.self)
    return next(pc + M.length, sp, mb, cx, r, f, g)
  }
}

/// Loads from the memory whose index is the third word: all but memory 0.
enum LoadOther<A: MemoryAccess> {
  static func run(_ pc: CodePointer, _ sp: StackPointer, _ mb: MemoryPointer, _ cx: ContextPointer, _ r: UInt64, _ f: Double, _ g: Float) -> Int32 {
    let address = BaseOffset<SlotB>.address(pc, sp, r, f, g)
    let memory = cx.memory(pc[2])
    if address &+ UInt64(MemoryLayout<A.Stored>.size) > memory.pointee.byteCount { return trapOutOfBounds(pc, sp, mb, cx, r, f, g) }
    let value = A.value((memory.pointee.base + Int(truncatingIfNeeded: address)).loadUnaligned(as: A.Stored.self))
    sp[pc.a] = value.slot
    return next(pc + 3, sp, mb, cx, value.integerAccumulator(r), value.doubleAccumulator(f), value.floatAccumulator(g))
  }
}

enum StoreToOther<A: MemoryAccess> {
  static func run(_ pc: CodePointer, _ sp: StackPointer, _ mb: MemoryPointer, _ cx: ContextPointer, _ r: UInt64, _ f: Double, _ g: Float) -> Int32 {
    let address = BaseOffset<SlotA>.address(pc, sp, r, f, g)
    let memory = cx.memory(pc[2])
    if address &+ UInt64(MemoryLayout<A.Stored>.size) > memory.pointee.byteCount { return trapOutOfBounds(pc, sp, mb, cx, r, f, g) }
    (memory.pointee.base + Int(truncatingIfNeeded: address)).storeBytes(of: A.stored(SlotB.read(pc, sp, r, f, g)), as: A.Stored.self)
    return next(pc + 3, sp, mb, cx, r, f, g)
  }
}

extension UnsafeMutablePointer where Pointee == ExecutionContext {
  /// A memory of the current instance.
  @inline(__always)
  func memory(_ index: UInt64) -> UnsafeMutablePointer<MemoryEntity> {
    pointee.instance.unsafelyUnwrapped.pointee.memories[Int(truncatingIfNeeded: index)]
  }

  /// A table of the current instance.
  @inline(__always)
  func table(_ index: Int) -> UnsafeMutablePointer<TableEntity> {
    pointee.instance.unsafelyUnwrapped.pointee.tables[index]
  }
}
