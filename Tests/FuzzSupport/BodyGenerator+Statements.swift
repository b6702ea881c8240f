import WasmCore

/// Statements: code that leaves the stack as it was.
extension BodyGenerator {
  mutating func statement(_ depth: Int) {
    switch random.below(21) {
    case 0, 1: assignment(depth)
    case 2, 3: effect(depth)
    case 4:
      value(.i32, depth)
      block(.if, nil) { body in
        body.statements(depth)
        if body.random.oneIn(2) {
          body.emit(.else)
          body.statements(depth)
        }
      }
    case 5: block(.block, nil) { $0.statements(depth) }
    case 6:
      block(.loop, nil) { body in
        body.statements(depth)
        body.value(.i32, depth)
        body.emit(.brIf, 0)
      }
    case 7: branchTable(depth)
    case 8: conditionalBranch(depth)
    case 9, 10: call(depth)
    case 11: indirectCall(depth)
    case 12: blockWithParameters(depth)
    case 13, 14:
      // A way out, taken sometimes.
      value(.i32, depth)
      block(.if, nil) { $0.exit(depth) }
    case 15: residue(depth)
    case 16: nullBranch(depth)
    case 17: handler(depth)
    case 18: tableStatement(depth)
    case 19: deadCode(depth)
    default: assignment(depth)
    }
  }

  mutating func assignment(_ depth: Int) {
    let globals = module.globals.indices.filter { module.globals[$0].isMutable }
    if !globals.isEmpty, random.oneIn(3) {
      let global = random.pick(globals)
      value(module.globals[global].value, depth)
      return emit(.globalSet, global)
    }
    guard !locals.isEmpty else { return emit(.nop) }
    let local = random.below(locals.count)
    value(locals[local], depth)
    emit(.localSet, local)
  }

  private mutating func call(_ depth: Int) {
    let function = random.below(module.functions.count)
    let callee = module.type(ofFunction: function)
    values(callee.parameters, depth)
    if random.oneIn(4) {
      emit(.refFunc, function)
      emit(.callRef, module.functions[function])
    } else {
      emit(.call, function)
    }
    discard(callee.results)
  }

  private mutating func indirectCall(_ depth: Int) {
    let tables = module.tables.indices.filter { module.tables[$0].element == .funcref }
    guard !tables.isEmpty else { return call(depth) }
    let type = random.pick(module.functions)
    values(module.types[type].parameters, depth)
    if random.oneIn(4) { value(.i32, depth) } else { emitConstant(Int32(random.below(8))) }
    emit(.callIndirect, type, random.pick(tables))
    discard(module.types[type].results)
  }

  private mutating func blockWithParameters(_ depth: Int) {
    let index = random.below(module.types.count)
    let type = module.types[index]
    let opcode = random.pick([Opcode.block, .loop, .if, .tryTable])
    values(type.parameters, depth)
    if opcode == .if { value(.i32, depth) }
    emit(opcode)
    code += LEB128.signed(Int64(index))
    if opcode == .tryTable { code.append(0) }
    labels.append(opcode == .loop ? type.parameters : type.results)
    inside(type, depth)
    if opcode == .if {
      emit(.else)
      inside(type, depth)
    }
    labels.removeLast()
    emit(.end)
    discard(type.results)
  }

  private mutating func inside(_ type: FunctionType, _ depth: Int) {
    discard(type.parameters)
    statements(depth)
    values(type.results, depth)
  }

  /// A value that stays on the stack while other things happen.
  private mutating func residue(_ depth: Int) {
    let types = [random.pick([ValueType.i32, .i64, .f64]), .i32]
    leaf(types[0])
    statements(depth)
    leaf(types[1])
    statements(depth)
    discard(types)
  }

  private mutating func tableStatement(_ depth: Int) {
    guard !module.tables.isEmpty else { return emit(.nop) }
    let table = random.below(module.tables.count)
    let element = module.tables[table].element
    switch random.below(3) {
    case 0:
      values([.i32, element], depth)
      emit(.tableSet, table)
    case 1:
      values([element, .i32], depth)
      emit(.tableGrow, table)
      discard([.i32])
    default:
      values([.i32, element, .i32], depth)
      emit(.tableFill, table)
    }
  }
}
