import WasmFormat

/// Why a function is left to the interpreter.
enum Untranslatable: Error {
  case invalid(ModuleError)
  /// An instruction that has no form in generated code.
  case instruction(Opcode)
  /// It is larger than the options allow.
  case size

  var reason: String {
    switch self {
    case .invalid(let error): "\(error)"
    case .instruction(let opcode): opcode.mnemonic
    case .size: "size"
    }
  }
}

/// One function from start to end.
extension FunctionEmitter {
  /// Translates the module's own function with that index.
  /// - Returns: the text of the Swift function.
  mutating func translate(_ index: Int, name: String?) throws(Untranslatable) -> [UInt8] {
    do { try begin(index) } catch { throw .invalid(error) }
    while try advance() {
      let opcode = validator.instruction.opcode
      guard step(opcode) else { throw .instruction(opcode) }
    }
    let body = out.take()
    appendHead(index, name)
    out.append(body)
    appendEnd()
    return out.take()
  }

  private mutating func advance() throws(Untranslatable) -> Bool {
    do { return try validator.advance() } catch { throw .invalid(error) }
  }

  private mutating func begin(_ index: Int) throws(ModuleError) {
    try validator.begin(bodyIndex: index)
    pool.removeAll()
    out.removeAll()
    (height, labelCount, temporaryCount, resultCount, pendingBlockCount) = (0, 0, 0, 0, 0)
    (usesMemory, usesGlobals) = (false, false)
    keptOperands.removeAll(keepingCapacity: true)
    for result in 0..<validator.functionType.results.count { _ = declareResult(Kind(validator.functionType.results[result])) }
    nextLabel = 1
    pushLabel(Label())
    out.append("L0: do {\n")
  }

  /// Translates the instruction that the validator has just accepted.
  /// - Returns: false for one that has no form in generated code.
  private mutating func step(_ opcode: Opcode) -> Bool {
    if pendingBlockCount > 0, opcode != .block { openPendingBlocks() }
    switch opcode {
    case .nop: break
    case .drop: drop()
    case .block: block()
    case .loop: loop()
    case .if: ifElse()
    case .else: alternate()
    case .end: end()
    case .br: branch(Int(validator.instruction.index))
    case .brIf: branchIf()
    case .brTable: branchTable()
    case .return: branch(labelCount - 1)
    case .unreachable: out.append("trap_unreachable(g)\n")
    case .call: call()
    case .callIndirect: callIndirect()
    case .callRef: callReference()
    case .select, .selectTyped: select()
    case .localGet: localGet()
    case .localSet: localSet(keepsValue: false)
    case .localTee: localSet(keepsValue: true)
    case .globalGet: globalGet()
    case .globalSet: globalSet()
    case .i32Const, .i64Const, .f32Const, .f64Const, .refNull: constant(opcode)
    case .refIsNull: push(.isNull, .condition, opcode, (pop(), -1, -1))
    case .refFunc: push(.functionReference, .reference, opcode, (-1, -1, -1), payload: UInt64(validator.instruction.index))
    case .memorySize: push(.memorySize, .i32, opcode, (-1, -1, -1), payload: UInt64(validator.instruction.index), isImpure: true)
    case .tableSize: push(.tableSize, .i32, opcode, (-1, -1, -1), payload: UInt64(validator.instruction.index), isImpure: true)
    case .memoryGrow, .memoryInit, .memoryCopy, .memoryFill, .dataDrop,
      .tableGet, .tableSet, .tableGrow, .tableInit, .tableCopy, .tableFill, .elemDrop:
      runtimeCall(opcode)
    case .brOnNull, .brOnNonNull, .refAsNonNull, .returnCall, .returnCallIndirect, .returnCallRef, .throw, .throwRef, .tryTable:
      return false
    default: numericOrMemory(opcode)
    }
    return true
  }

  // MARK: Around the body

  private mutating func appendHead(_ index: Int, _ name: String?) {
    let type = validator.functionType
    if let name { out.append("// \(name.replacing("\n", with: " "))\n") }
    out.append("func f", module.contents.importedFunctionCount + index)
    out.append("(_ g: G")
    for parameter in 0..<type.parameters.count {
      out.append(", _ p", parameter)
      out.append(": ")
      out.append(Kind(type.parameters[parameter]).swiftType)
    }
    out.append(")")
    appendResultType(type.results)
    out.append(" {\n")
    for local in 0..<validator.localCount {
      out.append("var l", local)
      if local < type.parameters.count {
        out.append(" = p", local)
      } else {
        out.append(": ")
        out.append(Kind(validator.localType(local)).swiftType)
        out.append(" = 0")
      }
      out.newline()
    }
    if usesMemory { out.append("let m = memory(g, 0)\n") }
    if usesGlobals { out.append("let gl = globals(g)\n") }
    out.append("enter(g)\n")
  }

  mutating func appendResultType(_ results: TypeList) {
    guard results.count > 0 else { return }
    out.append(" -> ")
    if results.count > 1 { out.append("(") }
    for result in 0..<results.count {
      if result > 0 { out.append(", ") }
      out.append(Kind(results[result]).swiftType)
    }
    if results.count > 1 { out.append(")") }
  }

  private mutating func appendEnd() {
    let count = validator.functionType.results.count
    if count > 0 {
      out.append("return ")
      if count > 1 { out.append("(") }
      for result in 0..<count {
        if result > 0 { out.append(", ") }
        out.append("r", result)
      }
      if count > 1 { out.append(")") }
      out.newline()
    }
    out.append("}\n")
  }
}
