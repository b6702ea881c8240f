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
    case 17: handlerWithReference(depth)
    case 18: tableStatement(depth)
    case 19: deadCode(depth)
    default: assignment(depth)
    }
  }

  private mutating func assignment(_ depth: Int) {
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

  private mutating func branchTable(_ depth: Int) {
    block(.block, nil) { body in
      let types = body.random.pick(body.labels)
      body.values(types, depth)
      body.value(.i32, depth)
      let targets = (0...body.random.below(5)).map { _ in LEB128.unsigned(body.label(types) ?? 0) }
      body.code += [0x0E] + LEB128.unsigned(targets.count - 1) + targets.joined()
    }
  }

  private mutating func conditionalBranch(_ depth: Int) {
    let types = random.pick(labels)
    values(types, depth)
    value(.i32, depth)
    emit(.brIf, label(types) ?? 0)
    discard(types)
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

  /// Code after which the rest of the block cannot be reached.
  private mutating func exit(_ depth: Int) {
    switch random.below(8) {
    case 0:
      values(type.results, depth)
      emit(.return)
    case 1, 2:
      let types = random.pick(labels)
      values(types, depth)
      emit(.br, label(types) ?? 0)
    case 3: emit(.unreachable)
    case 4:
      guard !module.tags.isEmpty else { return emit(.nop) }
      let tag = random.below(module.tags.count)
      values(module.types[module.tags[tag]].parameters, depth)
      emit(.throw, tag)
    case 5:
      value(.exnref, depth)
      emit(.throwRef)
    default: tailCall(depth)
    }
  }

  private mutating func tailCall(_ depth: Int) {
    let fitting = module.functions.indices.filter { module.type(ofFunction: $0).results == type.results }
    guard !fitting.isEmpty else { return emit(.unreachable) }
    let function = random.pick(fitting)
    values(module.type(ofFunction: function).parameters, depth)
    let table = module.tables.firstIndex { $0.element == .funcref }
    switch random.below(3) {
    case 0:
      emit(.refFunc, function)
      emit(.returnCallRef, module.functions[function])
    case 1 where table != nil:
      emitConstant(Int32(random.below(8)))
      emit(.returnCallIndirect, module.functions[function], table ?? 0)
    default: emit(.returnCall, function)
    }
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

  private mutating func nullBranch(_ depth: Int) {
    let type = random.pick([ValueType.funcref, .externref, .exnref])
    if random.oneIn(2), let label = label([]) {
      value(type, depth)
      emit(.brOnNull, label)
      return emit(.drop)
    }
    block(.block, type) { body in
      body.value(type, depth)
      body.emit(.brOnNonNull, 0)
      body.value(type, depth)
    }
    discard([type])
  }

  /// Catches whatever is thrown, as a reference.
  private mutating func handlerWithReference(_ depth: Int) {
    block(.block, .exnref) { body in
      body.emit(.tryTable)
      body.code += [0x40, 1, 3, 0]
      body.labels.append([])
      body.statements(depth)
      if body.random.oneIn(2) { body.exit(depth) }
      body.labels.removeLast()
      body.emit(.end)
      body.value(.exnref, depth)
    }
    discard([.exnref])
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

  /// Instructions that are validated but can never run, some of them on operands of unknown type.
  private mutating func deadCode(_ depth: Int) {
    block(.block, nil) { body in
      body.exit(depth)
      body.emit(.unreachable)
      body.statements(depth)
      body.code += body.random.pick([[], [0x1A], [0x6A, 0x1A], [0x1B, 0x1A], [0x02, 0x40, 0x0B], [0x45, 0x04, 0x40, 0x05, 0x0B], [0xD1, 0x1A], [0xD4, 0x1A]])
    }
  }
}
