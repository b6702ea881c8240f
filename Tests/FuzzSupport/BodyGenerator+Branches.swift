import WasmCore

/// Statements that branch, return, throw or catch.
extension BodyGenerator {
  mutating func branchTable(_ depth: Int) {
    block(.block, nil) { body in
      let types = body.random.pick(body.labels)
      body.values(types, depth)
      body.value(.i32, depth)
      let targets = (0...body.random.below(5)).map { _ in LEB128.unsigned(body.label(types) ?? 0) }
      body.code += [0x0E] + LEB128.unsigned(targets.count - 1) + targets.joined()
    }
  }

  mutating func conditionalBranch(_ depth: Int) {
    let types = random.pick(labels)
    values(types, depth)
    value(.i32, depth)
    emit(.brIf, label(types) ?? 0)
    discard(types)
  }

  /// Code after which the rest of the block cannot be reached.
  mutating func exit(_ depth: Int) {
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

  mutating func nullBranch(_ depth: Int) {
    let type = random.pick([ValueType.funcref, .externref, .exnref])
    if random.oneIn(3) {
      value(type, depth)
      emit(.refAsNonNull)
      return discard([type])
    }
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

  /// Catches whatever is thrown, as a reference or, with a tag that carries nothing or none, with nothing.
  mutating func handler(_ depth: Int) {
    let empty = module.tags.indices.filter { module.types[module.tags[$0]].parameters.isEmpty }
    let tag = empty.isEmpty ? nil : random.pick(empty)
    let clause: [UInt8] = random.oneIn(2) ? [3] : tag.map { [1] + LEB128.unsigned($0) } ?? [3]
    let further: [UInt8] = random.oneIn(2) ? [2, 1] : tag.map { [0] + LEB128.unsigned($0) + [1] } ?? [2, 1]
    block(.block, nil) { outer in outer.handler(clause + [0], further, depth) }
  }

  private mutating func handler(_ clause: [UInt8], _ further: [UInt8], _ depth: Int) {
    block(.block, .exnref) { body in
      body.emit(.tryTable)
      body.code += [0x40, 2] + (body.random.oneIn(2) ? clause + further : further + clause)
      body.labels.append([])
      body.statements(depth)
      if body.random.oneIn(2) { body.exit(depth) }
      body.labels.removeLast()
      body.emit(.end)
      body.value(.exnref, depth)
    }
    discard([.exnref])
  }

  /// Instructions that are validated but can never run, some of them on operands of unknown type.
  mutating func deadCode(_ depth: Int) {
    block(.block, nil) { body in
      body.exit(depth)
      body.emit(.unreachable)
      body.statements(depth)
      body.code += body.random.pick([[], [0x1A], [0x6A, 0x1A], [0x1B, 0x1A], [0x02, 0x40, 0x0B], [0x45, 0x04, 0x40, 0x05, 0x0B], [0xD1, 0x1A], [0xD4, 0x1A]])
    }
  }
}
