import WasmNumerics

/// Calls that leave the instance: to the host, or to another instance.
///
/// A call to another instance puts an adapter below the callee's frame, three slots: the calling instance, the address
/// to return to, and the number of results. The callee returns to `Interpreter.instanceReturn`, which undoes that.

/// What an adapter holds.
struct InstanceAdapter {
  static let slotCount = 3
  /// The adapter's first slot.
  let base: StackPointer

  func fill(_ instance: UnsafeMutablePointer<InstanceEntity>, returnTo address: UInt64, resultCount: Int) {
    base[0] = UInt64(UInt(bitPattern: instance))
    base[1] = address
    base[2] = UInt64(resultCount)
  }

  var instance: UnsafeMutablePointer<InstanceEntity> { UnsafeMutablePointer(bitPattern: UInt(base[0])).unsafelyUnwrapped }
  var returnAddress: CodePointer { CodePointer(bitPattern: UInt(base[1])).unsafelyUnwrapped }
  var resultCount: Int { Int(base[2]) }
  /// Whether there is no frame to return to.
  var endsStretch: Bool { base[1] == Interpreter.halt }
}

extension UnsafeMutablePointer where Pointee == FunctionEntity {
  /// How many slots a guest function takes and returns.
  @inline(never)
  var slotCounts: (parameters: Int, results: Int) {
    let module = pointee.instance.unsafelyUnwrapped.pointee.object.takeUnretainedValue().module
    let type = module.typeLists[Int(module.contents.functionTypes[Int(pointee.index)])]
    return (type.parameters.count, type.results.count)
  }
}

/// Calls the function whose entity is in `r`, with its arguments at the distance in field A.
@inline(never)
func callForeign(_ pc: CodePointer, _ sp: StackPointer, _ mb: MemoryPointer, _ cx: ContextPointer, _ r: UInt64, _ f: Double, _ g: Float) -> Int32 {
  let entity = UnsafeMutablePointer<FunctionEntity>(bitPattern: UInt(r)).unsafelyUnwrapped
  let base = sp + pc.a
  guard let instance = entity.pointee.instance else {
    (cx.pointee.pc, cx.pointee.sp) = (pc, sp)
    switch HostCall.call(entity, base, cx) {
    case .done: return next(pc + 3, sp, cx.pointee.memoryBase, cx, base[0], Double(slot: base[0]), Float(slot: base[0]))
    case .trapped: return ExitStatus.trapped.rawValue
    case .threw: return unwind(pc, sp, cx.pointee.memoryBase, cx, 0, 0, 0)
    }
  }
  let counts = entity.slotCounts
  let callee = base + InstanceAdapter.slotCount
  let code = entity.pointee.cell.unsafelyUnwrapped.pointee
  if UInt(bitPattern: callee) + UInt(truncatingIfNeeded: code[-1]) > cx.pointee.stackEnd { return trapStackOrInterruption(pc, sp, mb, cx, r, f, g) }
  callee.update(from: base, count: counts.parameters)
  InstanceAdapter(base: base).fill(
    cx.pointee.instance.unsafelyUnwrapped, returnTo: UInt64(UInt(bitPattern: pc + 3)), resultCount: counts.results)
  callee[max(counts.parameters, counts.results)] = Interpreter.instanceReturn
  cx.activate(instance)
  return next(code, callee, cx.pointee.memoryBase, cx, r, f, g)
}

/// Where a function called through an adapter returns to.
enum ReturnToInstance {
  static func run(_ pc: CodePointer, _ sp: StackPointer, _ mb: MemoryPointer, _ cx: ContextPointer, _ r: UInt64, _ f: Double, _ g: Float) -> Int32 {
    let adapter = InstanceAdapter(base: sp - InstanceAdapter.slotCount)
    let address = adapter.returnAddress
    cx.activate(adapter.instance)
    adapter.base.update(from: sp, count: adapter.resultCount)
    return next(address, adapter.base - address.frameDistance, cx.pointee.memoryBase, cx, r, f, g)
  }
}
