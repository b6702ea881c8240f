import WasmNumerics

/// Operations on memories, tables and references as a whole. Their third word holds indices.

enum Unreachable {
  static func run(_ pc: CodePointer, _ sp: StackPointer, _ mb: MemoryPointer, _ cx: ContextPointer, _ r: UInt64, _ f: Double, _ g: Float) -> Int32 {
    trap(pc, sp, mb, cx, Trap.Code.unreachable.word, f, g)
  }
}

/// What a system operation does. Lower and upper half of the third word are its indices; nil means done.
protocol SystemOperation: SendableMetatype {
  static func perform(_ pc: CodePointer, _ sp: StackPointer, _ cx: ContextPointer, _ first: Int, _ second: Int) -> Trap.Code?
}

enum System<O: SystemOperation> {
  static func run(_ pc: CodePointer, _ sp: StackPointer, _ mb: MemoryPointer, _ cx: ContextPointer, _ r: UInt64, _ f: Double, _ g: Float) -> Int32 {
    let word = pc[2]
    if let code = O.perform(pc, sp, cx, Int(UInt32(truncatingIfNeeded: word)), Int(word >> 32)) { return trap(pc, sp, mb, cx, code.word, f, g) }
    return next(pc + 3, sp, cx.pointee.memoryBase, cx, r, f, g)
  }
}

/// A reference that must not be null, in slot A.
enum RequireNonNull: SystemOperation {
  static func perform(_ pc: CodePointer, _ sp: StackPointer, _ cx: ContextPointer, _ first: Int, _ second: Int) -> Trap.Code? {
    sp[pc.a] == 0 ? .nullReference : nil
  }
}

enum MakeFunctionReference: SystemOperation {
  @inline(never)
  static func perform(_ pc: CodePointer, _ sp: StackPointer, _ cx: ContextPointer, _ first: Int, _ second: Int) -> Trap.Code? {
    sp[pc.a] = UInt64(UInt(bitPattern: cx.object.function(first)))
    return nil
  }
}

enum MemorySize: SystemOperation {
  static func perform(_ pc: CodePointer, _ sp: StackPointer, _ cx: ContextPointer, _ first: Int, _ second: Int) -> Trap.Code? {
    sp[pc.a] = cx.memory(UInt64(first)).pointee.byteCount / UInt64(MemoryType.pageSize)
    return nil
  }
}

enum MemoryGrow: SystemOperation {
  @inline(never)
  static func perform(_ pc: CodePointer, _ sp: StackPointer, _ cx: ContextPointer, _ first: Int, _ second: Int) -> Trap.Code? {
    sp[pc.a] = UInt64(cx.store.grow(cx.memory(UInt64(first)), byPages: UInt32.load(sp, pc.b)) ?? .max)
    cx.refreshMemory()
    return nil
  }
}

enum MemoryFill: SystemOperation {
  @inline(__always)
  static func perform(_ pc: CodePointer, _ sp: StackPointer, _ cx: ContextPointer, _ first: Int, _ second: Int) -> Trap.Code? {
    let memory = cx.memory(UInt64(first))
    let destination = UInt32.load(sp, pc.a)
    let count = UInt32.load(sp, pc.c)
    guard memory.contains(destination, count) else { return .outOfBoundsMemoryAccess }
    return (memory.pointee.base + Int(destination)).fill(UInt8(truncatingIfNeeded: UInt32.load(sp, pc.b)), count: Int(count), cx)
  }
}

enum MemoryCopy: SystemOperation {
  @inline(__always)
  static func perform(_ pc: CodePointer, _ sp: StackPointer, _ cx: ContextPointer, _ first: Int, _ second: Int) -> Trap.Code? {
    let target = cx.memory(UInt64(first))
    let source = cx.memory(UInt64(second))
    let to = UInt32.load(sp, pc.a)
    let from = UInt32.load(sp, pc.b)
    let count = UInt32.load(sp, pc.c)
    guard target.contains(to, count), source.contains(from, count) else { return .outOfBoundsMemoryAccess }
    return (target.pointee.base + Int(to)).copy(from: source.pointee.base + Int(from), count: Int(count), cx)
  }
}

enum MemoryInit: SystemOperation {
  @inline(never)
  static func perform(_ pc: CodePointer, _ sp: StackPointer, _ cx: ContextPointer, _ first: Int, _ second: Int) -> Trap.Code? {
    cx.object.initializeMemory(
      second, from: first, to: UInt32.load(sp, pc.a), source: UInt32.load(sp, pc.b), count: UInt32.load(sp, pc.c))
  }
}

enum DataDrop: SystemOperation {
  @inline(never)
  static func perform(_ pc: CodePointer, _ sp: StackPointer, _ cx: ContextPointer, _ first: Int, _ second: Int) -> Trap.Code? {
    cx.object.dropData(first)
    return nil
  }
}

enum TableGet: SystemOperation {
  static func perform(_ pc: CodePointer, _ sp: StackPointer, _ cx: ContextPointer, _ first: Int, _ second: Int) -> Trap.Code? {
    let table = cx.table(first)
    let index = UInt32.load(sp, pc.b)
    guard table.contains(index, 1) else { return .outOfBoundsTableAccess }
    sp[pc.a] = table.elements[Int(index)]
    return nil
  }
}

enum TableSet: SystemOperation {
  static func perform(_ pc: CodePointer, _ sp: StackPointer, _ cx: ContextPointer, _ first: Int, _ second: Int) -> Trap.Code? {
    let table = cx.table(first)
    let index = UInt32.load(sp, pc.a)
    guard table.contains(index, 1) else { return .outOfBoundsTableAccess }
    table.elements[Int(index)] = sp[pc.b]
    return nil
  }
}

enum TableSize: SystemOperation {
  static func perform(_ pc: CodePointer, _ sp: StackPointer, _ cx: ContextPointer, _ first: Int, _ second: Int) -> Trap.Code? {
    sp[pc.a] = cx.table(first).pointee.count
    return nil
  }
}

enum TableGrow: SystemOperation {
  @inline(never)
  static func perform(_ pc: CodePointer, _ sp: StackPointer, _ cx: ContextPointer, _ first: Int, _ second: Int) -> Trap.Code? {
    sp[pc.a] = UInt64(cx.store.grow(cx.table(first), by: UInt32.load(sp, pc.c), with: sp[pc.b]) ?? .max)
    return nil
  }
}

enum TableFill: SystemOperation {
  @inline(never)
  static func perform(_ pc: CodePointer, _ sp: StackPointer, _ cx: ContextPointer, _ first: Int, _ second: Int) -> Trap.Code? {
    let table = cx.table(first)
    let index = UInt32.load(sp, pc.a)
    let count = UInt32.load(sp, pc.c)
    guard table.contains(index, count) else { return .outOfBoundsTableAccess }
    return (table.elements + Int(index)).fill(sp[pc.b], count: Int(count), cx)
  }
}

enum TableCopy: SystemOperation {
  @inline(never)
  static func perform(_ pc: CodePointer, _ sp: StackPointer, _ cx: ContextPointer, _ first: Int, _ second: Int) -> Trap.Code? {
    let target = cx.table(first)
    let source = cx.table(second)
    let to = UInt32.load(sp, pc.a)
    let from = UInt32.load(sp, pc.b)
    let count = UInt32.load(sp, pc.c)
    guard target.contains(to, count), source.contains(from, count) else { return .outOfBoundsTableAccess }
    return (target.elements + Int(to)).copy(from: source.elements + Int(from), count: Int(count), cx)
  }
}

enum TableInit: SystemOperation {
  @inline(never)
  static func perform(_ pc: CodePointer, _ sp: StackPointer, _ cx: ContextPointer, _ first: Int, _ second: Int) -> Trap.Code? {
    cx.object.initializeTable(
      second, from: first, to: UInt32.load(sp, pc.a), source: UInt32.load(sp, pc.b), count: UInt32.load(sp, pc.c))
  }
}

enum ElemDrop: SystemOperation {
  @inline(never)
  static func perform(_ pc: CodePointer, _ sp: StackPointer, _ cx: ContextPointer, _ first: Int, _ second: Int) -> Trap.Code? {
    cx.object.dropElement(first)
    return nil
  }
}

extension UnsafeMutablePointer where Pointee == ExecutionContext {
  /// The current instance's object.
  var object: InstanceObject { pointee.instance.unsafelyUnwrapped.pointee.object.takeUnretainedValue() }
}
