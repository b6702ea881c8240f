/// Decodes and validates one function body, instruction by instruction (specification, appendix "Validation Algorithm").
///
/// A back end drives it: `begin`, then `advance` until that returns false. After each step, `instruction` is what was
/// validated and the stacks are as they are after it. Steps in unreachable code are validated but not shown, so that a
/// back end never meets an operand of unknown type; the ends of blocks it has seen are always shown.
///
/// The validator owns the only model of the operand and control stacks. It owns their storage too and can be reused
/// for any number of functions of its module.
@usableFromInline package struct FunctionValidator: ~Copyable {
  package let module: Module
  package private(set) var instruction = Instruction()
  /// Byte range of the body being validated.
  package private(set) var body = 0..<0
  package private(set) var functionType: TypeLists.Entry
  /// The frame that the last step, `else` or `end`, closed; and whether control could fall out of it.
  package internal(set) var closedFrame: ControlFrame
  package internal(set) var closedFrameIsReachable = false
  /// Whether the last step, `local.get`, reads a local that may not have been set yet.
  package internal(set) var readsUnsetLocal = false

  var decoder: InstructionDecoder
  // Copies of the module's arrays, so that reading them costs no reference counting.
  let types: TypeLists
  let functionTypes: [UInt32]
  let globals: [GlobalType]
  let memoryCount: Int

  var operands: GrowableBuffer<ValueType>
  /// The height of the operand stack.
  package internal(set) var height = 0
  @usableFromInline var frames: GrowableBuffer<ControlFrame>
  @usableFromInline package internal(set) var frameCount = 0
  /// The height below the operands of the innermost block.
  var frameHeight = 0
  /// Whether control can reach the next instruction.
  package internal(set) var isReachable = false
  @usableFromInline var locals: GrowableBuffer<ValueType>
  package internal(set) var localCount = 0
  var isSet: GrowableBuffer<Bool>
  /// The locals set so far, in order, so that leaving a block can undo what it set.
  var setLocals: GrowableBuffer<UInt32>
  var setCount = 0
  /// What this function may still make of work that its bytes do not show, see `charge`.
  private var effort = 0
  /// Asked from time to time whether to end with `ModuleError.stopped`.
  package var isStopped: (() -> Bool)?
  /// Where in the module that is asked next.
  private var nextLook = 0

  /// How many bytes are validated between two looks: some hundred microseconds.
  private static let bytesPerLook = 64 << 10

  package init(_ module: Module) {
    self.module = module
    types = module.typeLists
    functionTypes = module.contents.functionTypes
    globals = module.contents.globals
    memoryCount = module.contents.memories.count
    decoder = InstructionDecoder(ByteReader(module.bytes, 0..<0), canonicalTypes: module.contents.canonicalTypes)
    functionType = TypeLists.Entry(parameters: .empty, results: .empty)
    closedFrame = ControlFrame(opcode: .block, parameters: .empty, results: .empty, height: 0, isLive: false, setCount: 0)
    operands = GrowableBuffer(capacity: 256)
    frames = GrowableBuffer(capacity: 64)
    locals = GrowableBuffer(capacity: 64)
    isSet = GrowableBuffer(capacity: 64)
    setLocals = GrowableBuffer(capacity: 64)
  }

  /// The type of the local with that index, which must be below `localCount`.
  @inlinable @inline(__always)
  package func localType(_ index: Int) -> ValueType { locals[index] }

  /// The open frame with that relative depth: 0 is the innermost.
  @inlinable @inline(__always)
  package func frame(_ depth: Int) -> ControlFrame { frames[frameCount - 1 - depth] }

  /// The type of the operand `depth` places below the top, which must be there.
  package func operandType(_ depth: Int) -> ValueType { operands[height - 1 - depth] }

  /// Starts with the body of the function that has `index` among the module's own functions.
  package mutating func begin(bodyIndex index: Int) throws(ModuleError) {
    body = module.contents.bodies[index].range
    decoder.reader = ByteReader(module.bytes, body)
    functionType = types[Int(functionTypes[module.contents.importedFunctionCount + index])]
    height = 0
    frameCount = 0
    setCount = 0
    effort = ImplementationLimits.functionEffort + body.count * ImplementationLimits.effortPerByte
    nextLook = 0
    try declareLocals()
    pushFrame(.block, parameters: .empty, results: functionType.results, isLive: true)
  }

  private mutating func declareLocals() throws(ModuleError) {
    localCount = 0
    for index in 0..<functionType.parameters.count { declare(1, functionType.parameters[index], isSet: true) }
    var types: [ValueType] = []
    let canonicalTypes = module.contents.canonicalTypes
    for _ in 0..<(try parsed { (reader) throws(ParseError) in try reader.count(limit: ImplementationLimits.locals, of: "groups of locals") }) {
      let start = decoder.reader.offset
      let (count, type) = try parsed { (reader) throws(ParseError) in (Int(try reader.u32()), try reader.valueType(canonicalTypes)) }
      guard localCount + count <= ImplementationLimits.locals else { throw .malformed(ParseError("too many locals", at: start)) }
      try charge(count, at: start)
      declare(count, type, isSet: false)
      if type.isReference { types.append(type) }
    }
    for type in types { try checkType(type, at: body.lowerBound) }
  }

  /// Counts what an instruction or a declaration does with `count` types. A few bytes can do it with a thousand, or with fifty thousand
  /// locals, and again in the next few: real code has more bytes for the values than for what takes them.
  mutating func charge(_ count: Int, at offset: Int) throws(ModuleError) {
    effort -= count
    if effort < 0 { throw .invalid(ValidationError("the function has more values and locals than code to use them", at: offset)) }
  }

  @inline(never)
  private mutating func lookForStop() throws(ModuleError) {
    nextLook = decoder.reader.offset + Self.bytesPerLook
    if isStopped?() == true { throw .stopped(offset: decoder.reader.offset) }
  }

  private mutating func parsed<Result>(_ read: (inout ByteReader) throws(ParseError) -> Result) throws(ModuleError) -> Result {
    do { return try read(&decoder.reader) } catch { throw .malformed(error) }
  }

  /// A group of locals takes a few bytes but can be large, so this is all there is to do for each of them.
  private mutating func declare(_ count: Int, _ type: ValueType, isSet value: Bool) {
    let first = localCount
    localCount += count
    locals.ensure(localCount)
    isSet.ensure(localCount)
    setLocals.ensure(localCount)
    (locals.base + first).update(repeating: type, count: count)
    (isSet.base + first).update(repeating: value, count: count)
  }

  /// Validates the next instruction that a back end needs to see.
  /// - Returns: false when the body's last `end` has already been shown.
  package mutating func advance() throws(ModuleError) -> Bool {
    while frameCount > 0 {
      if decoder.reader.offset >= nextLook { try lookForStop() }
      let wasReachable = isReachable
      let entry: UnsafePointer<OpcodeIndex.Entry>
      do { entry = try decoder.decode(into: &instruction) } catch { throw .malformed(error) }
      if entry.pointee.hasSignature {
        try applySignature(entry)
        if wasReachable { return true }
      } else if entry.pointee.opcode == .localGet {
        try localGet()
        if wasReachable { return true }
      } else {
        let opcode = instruction.opcode
        try applySpecial(opcode)
        if wasReachable { return true }
        if opcode == .end || opcode == .else, closedFrame.isLive { return true }
      }
    }
    guard decoder.reader.isAtEnd else {
      throw .malformed(ParseError("operators remaining after the end of the function body", at: decoder.reader.offset))
    }
    return false
  }

  @inline(__always)
  private mutating func applySignature(_ entry: UnsafePointer<OpcodeIndex.Entry>) throws(ModuleError) {
    if entry.pointee.check != .nothing {
      if entry.pointee.check == .memoryArgument { try checkMemoryArgument(entry.pointee.naturalAlignment) } else { try checkIndices() }
    }
    let count = entry.pointee.operandCount
    if count > 1 {
      if count > 2 { try pop(entry.pointee.operands.2) }
      try pop(entry.pointee.operands.1)
    }
    if count > 0 { try pop(entry.pointee.operands.0) }
    if entry.pointee.hasResult { push(entry.pointee.result) }
  }

  /// Sets the type `drop`, `select` or `local.get` turned out to work on.
  mutating func note(_ type: ValueType) { instruction.type = type }

  func invalid(_ message: String) -> ModuleError { .invalid(ValidationError(message, at: instruction.offset)) }
}
