import WasmNumerics

/// Calls inside an instance, and returns.
///
/// The callee's frame starts at the arguments, which the caller has put into its topmost slots: parameters and results
/// share the first slots, then comes the return address, then locals and operands. Nothing else is saved, and there is
/// no native recursion. The word before a function's code holds its frame size in bytes.

/// Starts `code` on the frame at `frame`, to come back after the call at `pc`.
@inline(__always)
func enter(
  _ code: CodePointer, _ frame: StackPointer, returnSlot: Int,
  _ pc: CodePointer, _ sp: StackPointer, _ mb: MemoryPointer, _ cx: ContextPointer, _ r: UInt64, _ f: Double, _ g: Float
) -> Int32 {
  if _slowPath(UInt(bitPattern: frame) &+ UInt(truncatingIfNeeded: code[-1]) > cx.pointee.stackEnd) {
    return trapStackOrInterruption(pc, sp, mb, cx, r, f, g)
  }
  frame[returnSlot] = UInt64(UInt(bitPattern: pc + 3))
  return next(code, frame, mb, cx, r, f, g)
}

/// A call of the module's own function: A is the distance to the callee's frame, B the slot for the return address,
/// the third word the address of the cell that points to the code.
enum Call {
  static func run(_ pc: CodePointer, _ sp: StackPointer, _ mb: MemoryPointer, _ cx: ContextPointer, _ r: UInt64, _ f: Double, _ g: Float) -> Int32 {
    let cell = UnsafePointer<CodePointer>(bitPattern: UInt(pc[2])).unsafelyUnwrapped
    return enter(cell.pointee, sp + pc.a, returnSlot: pc.b, pc, sp, mb, cx, r, f, g)
  }
}

/// Calls the function of an entity: at once when it belongs to the current instance.
@inline(__always)
private func call(
  _ entity: UnsafeMutablePointer<FunctionEntity>, returnSlot: Int,
  _ pc: CodePointer, _ sp: StackPointer, _ mb: MemoryPointer, _ cx: ContextPointer, _ r: UInt64, _ f: Double, _ g: Float
) -> Int32 {
  if _fastPath(entity.pointee.instance == cx.pointee.instance) {
    return enter(entity.pointee.cell.unsafelyUnwrapped.pointee, sp + pc.a, returnSlot: returnSlot, pc, sp, mb, cx, r, f, g)
  }
  return callForeign(pc, sp, mb, cx, UInt64(UInt(bitPattern: entity)), f, g)
}

/// A call of the imported function with the immediate as index; B is the slot for the return address.
enum CallImport {
  static func run(_ pc: CodePointer, _ sp: StackPointer, _ mb: MemoryPointer, _ cx: ContextPointer, _ r: UInt64, _ f: Double, _ g: Float) -> Int32 {
    let entity = cx.pointee.instance.unsafelyUnwrapped.pointee.importedFunctions[Int(pc.immediate)]
    return call(entity, returnSlot: pc.b, pc, sp, mb, cx, r, f, g)
  }
}

/// Which table an indirect call goes through; the third word holds the type in its lower half, the table in its upper.
protocol TableChoice: SendableMetatype {
  static func table(_ cx: ContextPointer, _ word: UInt64) -> UnsafeMutablePointer<TableEntity>
}
enum FirstTable: TableChoice {
  @inline(__always) static func table(_ cx: ContextPointer, _ word: UInt64) -> UnsafeMutablePointer<TableEntity> { cx.pointee.table0.unsafelyUnwrapped }
}
enum AnyTable: TableChoice {
  @inline(__always) static func table(_ cx: ContextPointer, _ word: UInt64) -> UnsafeMutablePointer<TableEntity> { cx.table(Int(word >> 32)) }
}

/// The function that call_indirect finds in a table, or the trap that keeps it from being called.
@inline(__always)
func indirectCallee(_ table: UnsafeMutablePointer<TableEntity>, _ index: UInt32, _ typeID: UInt32) -> (UnsafeMutablePointer<FunctionEntity>?, Trap.Code) {
  guard UInt64(index) < table.pointee.count else { return (nil, .undefinedElement) }
  let slot = table.pointee.slots[Int(index)]
  guard let entity = UnsafeMutablePointer<FunctionEntity>(bitPattern: UInt(slot)) else { return (nil, .uninitializedElement) }
  return entity.pointee.typeID == typeID ? (entity, .unreachable) : (nil, .indirectCallTypeMismatch)
}

/// call_indirect: A distance, B the slot of the index, C the slot for the return address.
enum CallIndirect<T: TableChoice> {
  static func run(_ pc: CodePointer, _ sp: StackPointer, _ mb: MemoryPointer, _ cx: ContextPointer, _ r: UInt64, _ f: Double, _ g: Float) -> Int32 {
    let (entity, code) = indirectCallee(T.table(cx, pc[2]), UInt32.load(sp, pc.b), UInt32(truncatingIfNeeded: pc[2]))
    guard let entity else { return trap(pc, sp, mb, cx, code.word, f, g) }
    return call(entity, returnSlot: pc.c, pc, sp, mb, cx, r, f, g)
  }
}

/// call_ref: A distance, B the slot of the reference, C the slot for the return address.
enum CallReference {
  static func run(_ pc: CodePointer, _ sp: StackPointer, _ mb: MemoryPointer, _ cx: ContextPointer, _ r: UInt64, _ f: Double, _ g: Float) -> Int32 {
    guard let entity = UnsafeMutablePointer<FunctionEntity>(bitPattern: UInt(sp[pc.b])) else {
      return trap(pc, sp, mb, cx, Trap.Code.nullFunctionReference.word, f, g)
    }
    return call(entity, returnSlot: pc.c, pc, sp, mb, cx, r, f, g)
  }
}

/// Goes back to the caller, whose address is in slot A. The results are in place.
enum Return {
  static func run(_ pc: CodePointer, _ sp: StackPointer, _ mb: MemoryPointer, _ cx: ContextPointer, _ r: UInt64, _ f: Double, _ g: Float) -> Int32 {
    let address = CodePointer(bitPattern: UInt(sp[pc.a])).unsafelyUnwrapped
    return next(address, sp - address.frameDistance, mb, cx, r, f, g)
  }
}

/// The same with one result, which also stays in its accumulator.
enum ReturnValue<V: AccumulatedValue, S: Source> {
  static func run(_ pc: CodePointer, _ sp: StackPointer, _ mb: MemoryPointer, _ cx: ContextPointer, _ r: UInt64, _ f: Double, _ g: Float) -> Int32 {
    let address = CodePointer(bitPattern: UInt(sp[pc.a])).unsafelyUnwrapped
    let value: V = S.read(pc, sp, r, f, g)
    sp[0] = value.slot
    return next(address, sp - address.frameDistance, mb, cx, value.integerAccumulator(r), value.doubleAccumulator(f), value.floatAccumulator(g))
  }
}
