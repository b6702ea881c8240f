import WasmFormat

/// Constants, variables, arithmetic, memory.
extension FunctionEmitter {
  mutating func constant(_ opcode: Opcode) {
    let kind: Kind =
      switch opcode {
      case .i32Const: .i32
      case .i64Const: .i64
      case .f32Const: .f32
      case .f64Const: .f64
      default: .reference
      }
    push(.init(form: .constant, kind: kind, payload: opcode == .refNull ? 0 : validator.instruction.constant))
  }

  mutating func drop() {
    let operand = pop()
    guard pool[operand].isImpure || pool[operand].mayHaveTrapped else { return forgetName(operand) }
    settleImpure()
    // A load traps even if its result is not wanted.
    out.append("use(")
    append(operand)
    out.append(")\n")
  }

  mutating func select() {
    let condition = pop()
    let second = pop()
    let first = pop()
    push(.select, pool[first].kind == .condition ? .i32 : pool[first].kind, .select, (first, second, condition))
  }

  mutating func localGet() {
    let local = Int(validator.instruction.index)
    usedLocals[local] = true
    push(.init(form: .local, kind: Kind(validator.localType(local)), payload: UInt64(local)))
  }

  mutating func localSet(keepsValue: Bool) {
    let local = Int(validator.instruction.index)
    let value = pop()
    if pool[value].form == .local, pool[value].payload == UInt64(local) {
      if keepsValue { push(pool[value]) }
      return
    }
    if pool[value].isImpure { settleImpure() }
    settle(readersOf: local)
    assign(local: local, value)
    if keepsValue { push(.init(form: .local, kind: Kind(validator.localType(local)), payload: UInt64(local))) }
  }

  mutating func assign(local: Int, _ value: Int32) {
    (usedLocals[local], assignedLocals[local]) = (true, true)
    if nameAnew(value, "l", local) { return }
    out.append("l", local)
    out.append(" = ")
    append(value)
    out.newline()
  }

  mutating func globalGet() {
    let index = Int(validator.instruction.index)
    let type = module.contents.globals[index]
    push(.global, Kind(type.value), .globalGet, (-1, -1, -1), payload: UInt64(index), isImpure: type.isMutable)
  }

  mutating func globalSet() {
    let index = Int(validator.instruction.index)
    let value = pop()
    settleImpure()
    out.append(Kind(module.contents.globals[index].value).prefix)
    out.append("_global_set(")
    append(globalCell: index)
    out.append(", ")
    append(value)
    out.append(")\n")
  }

  mutating func numericOrMemory(_ opcode: Opcode) {
    let row = opcode.row
    if row.accessWidth > 0 {
      if row.signature?.result == nil { store(opcode) } else { load(opcode, Kind(row.signature?.result ?? .i32)) }
      return
    }
    guard let signature = row.signature, let result = signature.result else { preconditionFailure("\(opcode) has no form") }
    let second = signature.operands.count > 1 ? pop() : -1
    let first = pop()
    let kind = Numerics.isComparison(opcode) ? .condition : Kind(result)
    push(.operation, kind, opcode, (first, second, -1), isImpure: mayTrap(opcode, second))
  }

  private mutating func load(_ opcode: Opcode, _ kind: Kind) {
    let address = pop()
    let payload = UInt64(validator.instruction.index) << 32 | validator.instruction.constant
    push(.load, kind, opcode, (address, -1, -1), payload: payload, isImpure: true)
  }

  private mutating func store(_ opcode: Opcode) {
    let value = pop()
    let address = pop()
    settleImpure()
    out.append(Names.operation(opcode))
    out.append("(")
    append(memory: Int(validator.instruction.index))
    out.append(", ")
    append(address)
    out.append(", ")
    out.append(number: validator.instruction.constant)
    out.append(", ")
    append(value)
    out.append(")\n")
  }
}
