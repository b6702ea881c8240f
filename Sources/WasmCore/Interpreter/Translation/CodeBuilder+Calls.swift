/// Calls and the instructions on memories, tables and references as a whole.
extension CodeBuilder {
  private mutating func returnSlot(of type: TypeLists.Entry) -> Int { max(type.parameters.count, type.results.count) }

  private mutating func calleeType(_ opcode: Opcode) -> TypeLists.Entry {
    let index = Int(validator.instruction.index)
    switch opcode {
    case .call, .returnCall: return module.typeLists[Int(module.contents.functionTypes[index])]
    default: return module.typeLists[index]
    }
  }

  mutating func call(_ opcode: Opcode) {
    let index = Int(validator.instruction.index)
    let table = validator.instruction.secondIndex
    let type = calleeType(opcode)
    // The index or reference is above the arguments; the callee's frame covers it only once it has been read.
    let chooser = opcode == .call ? 0 : use(pop(), height)
    flushTop(type.parameters.count)
    drop(to: height - type.parameters.count)
    let distance = slot(ofHeight: height)
    let fixed = handlers.fixed
    switch opcode {
    case .call where index < module.contents.importedFunctionCount:
      emitBarrier(fixed.callImport, OperandWord.immediate(distance, returnSlot(of: type), UInt32(index)))
      append(word: 0)
    case .call:
      emitBarrier(fixed.call, OperandWord.slots(distance, returnSlot(of: type)))
      append(word: code.cellWord(index - module.contents.importedFunctionCount))
    case .callIndirect:
      let handler = table == 0 ? fixed.callIndirect : fixed.callIndirectOther
      emitBarrier(handler, OperandWord.slots(distance, chooser, returnSlot(of: type)))
      append(word: UInt64(code.typeIDs[index]) | UInt64(table) << 32)
    default:
      emitBarrier(fixed.callReference, OperandWord.slots(distance, chooser, returnSlot(of: type)))
      append(word: 0)
    }
    for _ in 0..<type.results.count { pushTemporary() }
    if type.results.count == 1 { accumulators.set(distance, Bank(type.results[0])) }
    beginStretch()
  }

  mutating func tailCall(_ opcode: Opcode) {
    let index = Int(validator.instruction.index)
    let table = validator.instruction.secondIndex
    let type = calleeType(opcode)
    let chooser = opcode == .returnCall ? 0 : use(pop(), height)
    flushTop(type.parameters.count)
    drop(to: height - type.parameters.count)
    let word = OperandWord.slots(slot(ofHeight: height), returnSlot, type.parameters.count, returnSlot(of: type))
    let fixed = handlers.fixed
    switch opcode {
    case .returnCall where index < module.contents.importedFunctionCount:
      emitBarrier(fixed.returnCallImport, word)
      append(word: UInt64(index))
    case .returnCall:
      emitBarrier(fixed.returnCall, word)
      append(word: code.cellWord(index - module.contents.importedFunctionCount))
    case .returnCallIndirect:
      emitBarrier(fixed.returnCallIndirect, word)
      append(word: UInt64(code.typeIDs[index]) | UInt64(table) << 32)
      append(word: UInt64(chooser))
    default:
      emitBarrier(fixed.returnCallReference, word)
      append(word: UInt64(chooser))
    }
  }

  mutating func system(_ opcode: Opcode) {
    let fixed = handlers.fixed
    switch opcode {
    case .refFunc: system(fixed.functionReference, operands: 0, hasResult: true)
    case .refAsNonNull:
      let position = height - 1
      let slot = use(operands[position], position)
      emit(fixed.requireNonNull, OperandWord.slots(slot))
      append(word: 0)
      if operands[position].kind == .constant { operands[position] = Operand(kind: .temporary) }
    case .memorySize: system(fixed.memorySize, operands: 0, hasResult: true)
    case .memoryGrow: system(fixed.memoryGrow, operands: 1, hasResult: true)
    case .memoryFill: system(fixed.memoryFill, operands: 3, hasResult: false, cost: BulkCost.bytes)
    case .memoryCopy: system(fixed.memoryCopy, operands: 3, hasResult: false, cost: BulkCost.bytes)
    case .memoryInit: system(fixed.memoryInit, operands: 3, hasResult: false, cost: BulkCost.bytes)
    case .dataDrop: system(fixed.dataDrop, operands: 0, hasResult: false)
    case .tableGet: system(fixed.tableGet, operands: 1, hasResult: true)
    case .tableSet: system(fixed.tableSet, operands: 2, hasResult: false)
    case .tableSize: system(fixed.tableSize, operands: 0, hasResult: true)
    case .tableGrow: system(fixed.tableGrow, operands: 2, hasResult: true, cost: BulkCost.elements)
    case .tableFill: system(fixed.tableFill, operands: 3, hasResult: false, cost: BulkCost.elements)
    case .tableCopy: system(fixed.tableCopy, operands: 3, hasResult: false, cost: BulkCost.elements)
    case .tableInit: system(fixed.tableInit, operands: 3, hasResult: false, cost: BulkCost.elements)
    case .elemDrop: system(fixed.elemDrop, operands: 0, hasResult: false)
    default: preconditionFailure("\(opcode.mnemonic) is translated elsewhere")
    }
  }

  /// Emits an operation with its operands (and, before them, its result) in fields A to D and the indices in the third word.
  /// - Parameter cost: how many of what the last operand counts cost as much fuel as an instruction; nil: nothing is counted.
  private mutating func system(_ handler: UInt64, operands operandCount: Int, hasResult: Bool, cost: UInt32? = nil) {
    let third = operandCount > 2 ? use(pop(), height) : 0
    let second = operandCount > 1 ? use(pop(), height) : 0
    let first = operandCount > 0 ? use(pop(), height) : 0
    if let cost, code.isMetered {
      emit(handlers.fixed.consumeFuelByLength, OperandWord.immediate(operandCount > 2 ? third : second, 0, cost))
    }
    var indices = UInt64(validator.instruction.index)
    switch OpcodeIndex.shared.entries[Int(validator.instruction.opcode.rawValue)].immediates {
    case .twoMemories, .twoTables, .dataAndMemory, .elementAndTable: indices |= UInt64(validator.instruction.secondIndex) << 32
    default: break
    }
    if hasResult {
      let destination = pushTemporary()
      emit(handler, OperandWord.slots(destination, first, second))
      accumulators.overwrite(destination)
    } else {
      emit(handler, OperandWord.slots(first, second, third))
    }
    append(word: indices)
  }
}
