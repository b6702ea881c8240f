import WasmFormat

/// Why a function could not be translated.
enum Untranslatable: Error {
  case invalid(ModuleError)
  /// Its blocks nest deeper than the Swift compiler allows statements to.
  case nesting
}

/// One function from start to end.
extension FunctionEmitter {
  /// Translates the module's own function with that index, and appends the text to `text`.
  mutating func translate(_ index: Int, name: String?, into text: inout SourceBuffer) throws(Untranslatable) {
    do { try begin(index) } catch { throw .invalid(error) }
    while try advance() {
      let opcode = validator.instruction.opcode
      if pendingBlockCount > 0, opcode != .block { openPendingBlocks() }
      step(opcode)
      guard depth <= Self.maximumDepth else { throw .nesting }
    }
    appendHead(name, to: &text)
    gaps.sort { $0.start < $1.start }
    text.append(out, without: gaps)
    appendEnd(to: &text)
  }

  private mutating func advance() throws(Untranslatable) -> Bool {
    do { return try validator.advance() } catch { throw .invalid(error) }
  }

  private mutating func begin(_ index: Int) throws(ModuleError) {
    try validator.begin(bodyIndex: index)
    function = module.contents.importedFunctionCount + index
    pool.removeAll()
    out.removeAll()
    gaps.removeAll(keepingCapacity: true)
    keptOperands.removeAll(keepingCapacity: true)
    handlers.removeAll(keepingCapacity: true)
    rows.removeAll(keepingCapacity: true)
    (height, labelCount, temporaryCount, pendingBlockCount, depth) = (0, 0, 0, 0, 0)
    (usesMemory, usesGlobals, repeats, hasTailCalls, hasCalls) = (false, false, false, false, false)
    largestCall = 0
    naming = Naming()
    usedLocals.ensure(validator.localCount)
    assignedLocals.ensure(validator.localCount)
    for local in 0..<validator.localCount { (usedLocals[local], assignedLocals[local]) = (false, false) }
    // The first variables are the function's results.
    resultCount = validator.functionType.results.count
    nextLabel = 1
    pushLabel(Label())
  }

  /// Translates the instruction that the validator has just accepted.
  private mutating func step(_ opcode: Opcode) {
    switch opcode {
    case .nop: break
    case .drop: drop()
    case .block: block()
    case .loop: loop()
    case .if: ifElse()
    case .else: alternate()
    case .tryTable: tryTable()
    case .end: end()
    case .br: branch(Int(validator.instruction.index))
    case .brIf: branchIf()
    case .brTable: branchTable()
    case .brOnNull: branchOnNull()
    case .brOnNonNull: branchOnNonNull()
    case .return: branch(labelCount - 1)
    case .unreachable: out.append("trap_unreachable(g)\n")
    case .throw: throwException()
    case .throwRef: throwReference()
    case .call: call()
    case .callIndirect: callIndirect()
    case .callRef: callReference()
    case .returnCall: returnCall()
    case .returnCallIndirect: returnCallIndirect()
    case .returnCallRef: returnCallReference()
    case .select, .selectTyped: select()
    case .localGet: localGet()
    case .localSet: localSet(keepsValue: false)
    case .localTee: localSet(keepsValue: true)
    case .globalGet: globalGet()
    case .globalSet: globalSet()
    case .i32Const, .i64Const, .f32Const, .f64Const, .refNull: constant(opcode)
    case .refIsNull: push(.isNull, .condition, opcode, (pop(), -1, -1))
    case .refAsNonNull: push(.nonNull, .reference, opcode, (pop(), -1, -1), isImpure: true)
    case .refFunc: push(.functionReference, .reference, opcode, (-1, -1, -1), payload: UInt64(validator.instruction.index))
    case .memorySize: push(.memorySize, .i32, opcode, (-1, -1, -1), payload: UInt64(validator.instruction.index), isImpure: true)
    case .tableSize: push(.tableSize, .i32, opcode, (-1, -1, -1), payload: UInt64(validator.instruction.index), isImpure: true)
    case .memoryGrow, .memoryInit, .memoryCopy, .memoryFill, .dataDrop,
      .tableGet, .tableSet, .tableGrow, .tableInit, .tableCopy, .tableFill, .elemDrop:
      runtimeCall(opcode)
    default: numericOrMemory(opcode)
    }
  }
}
