import WasmCore

/// Expressions.
extension BodyGenerator {
  /// Instructions with a fixed signature, by their result; those without are under nil.
  private static let operations: [ValueType?: [Opcode]] = Dictionary(grouping: Opcode.allCases.filter { $0.row.signature != nil }) {
    $0.row.signature?.result
  }

  /// Writes code that leaves a value of that type.
  mutating func value(_ type: ValueType, _ depth: Int) {
    guard spend(depth) else { return leaf(type) }
    let depth = depth - 1
    switch random.below(16) {
    case 0, 1: leaf(type)
    case 2: tee(type, depth)
    case 3, 4:
      block(random.oneIn(4) ? .loop : .block, type) { body in
        body.statements(depth)
        body.value(type, depth)
      }
    case 5:
      value(.i32, depth)
      block(.if, type) { body in
        body.value(type, depth)
        body.emit(.else)
        body.value(type, depth)
      }
    case 6: if !call(returning: type, depth) { operation(type, depth) }
    case 7:
      guard let label = label([type]) else { return operation(type, depth) }
      value(type, depth)
      value(.i32, depth)
      emit(.brIf, label)
    case 8: select(type, depth)
    case 9: if random.oneIn(2), !module.tags.isEmpty { protected(type, depth) } else { operation(type, depth) }
    default: operation(type, depth)
    }
  }

  private mutating func tee(_ type: ValueType, _ depth: Int) {
    value(type, depth)
    let fitting = locals.indices.filter { locals[$0] == type }
    if !fitting.isEmpty { emit(.localTee, random.pick(fitting)) }
  }

  private mutating func select(_ type: ValueType, _ depth: Int) {
    values([type, type, .i32], depth)
    if type.isReference || random.oneIn(3) { code += [0x1C, 1] + type.encoding } else { emit(.select) }
  }

  private mutating func call(returning type: ValueType, _ depth: Int) -> Bool {
    let fitting = module.functions.indices.filter { module.type(ofFunction: $0).results == [type] }
    guard !fitting.isEmpty else { return false }
    let function = random.pick(fitting)
    values(module.type(ofFunction: function).parameters, depth)
    emit(.call, function)
    return true
  }

  /// A value from code that may throw, or from the handler.
  private mutating func protected(_ type: ValueType, _ depth: Int) {
    let tag = random.below(module.tags.count)
    let parameters = module.types[module.tags[tag]].parameters
    guard parameters.count <= 1 else { return leaf(type) }
    block(.block, type) { body in
      body.block(.block, parameters.first) { handler in
        handler.emit(.tryTable)
        handler.code += type.encoding + [1, 0] + LEB128.unsigned(tag) + [0]
        handler.labels.append([type])
        handler.statements(depth)
        handler.value(type, depth)
        handler.labels.removeLast()
        handler.emit(.end)
        handler.emit(.br, 1)
      }
      body.discard(parameters)
      body.value(type, depth)
    }
  }

  /// An instruction from the opcode table, with its operands.
  private mutating func operation(_ type: ValueType, _ depth: Int) {
    if type == .i32, random.oneIn(12) {
      value(random.pick([.funcref, .externref, .exnref]), depth)
      return emit(.refIsNull)
    }
    let tables = module.tables.indices.filter { module.tables[$0].element == type }
    if !tables.isEmpty, !random.oneIn(3) {
      value(.i32, depth)
      return emit(.tableGet, random.pick(tables))
    }
    guard let opcodes = Self.operations[type] else { return leaf(type) }
    apply(random.pick(opcodes), depth)
  }

  /// An instruction that returns nothing, with its operands.
  mutating func effect(_ depth: Int) { apply(random.pick(Self.operations[ValueType?.none] ?? []), depth) }

  /// Writes operands and instruction; something else when the module lacks what it refers to.
  private mutating func apply(_ opcode: Opcode, _ depth: Int) {
    guard let signature = opcode.row.signature else { return }
    if isLoadToSettle(opcode), random.oneIn(2) { return loadInside(opcode, depth) }
    guard let immediates = immediates(opcode) else { return signature.result.map { leaf($0) } ?? emit(.nop) }
    for (index, operand) in signature.operands.enumerated() {
      let isAddress = index == 0 && opcode.row.immediates == .memoryArgument
      if isAddress, !random.oneIn(5) { address(depth) } else { value(operand, depth) }
      // What is on the stack must survive whatever happens in between.
      if random.oneIn(8) { statements(depth) }
      if random.oneIn(6) { assignment(depth) }
    }
    code += opcode.encodedBytes + immediates
    settle(opcode)
  }

  /// An address that often lies within the memory.
  private mutating func address(_ depth: Int) {
    value(.i32, depth)
    if random.oneIn(2) {
      emitConstant(random.pick([0xFF, 0xFFF8, 0x7FFF]))
      emit(.i32And)
    }
    if random.oneIn(3) {
      leaf(.i32)
      emit(.i32Add)
    }
  }

  private mutating func immediates(_ opcode: Opcode) -> [UInt8]? {
    func index(_ count: Int) -> [UInt8]? { count == 0 ? nil : LEB128.unsigned(random.below(count)) }
    switch opcode.row.immediates {
    case .none: return []
    case .i32: return LEB128.signed(Int64(Int32(truncatingIfNeeded: random.interestingInteger())))
    case .i64: return LEB128.signed(Int64(bitPattern: random.interestingInteger()))
    case .f32: return (0..<4).map { _ in random.byte() }
    case .f64: return (0..<8).map { _ in random.byte() }
    case .memoryArgument:
      guard module.memoryCount > 0 else { return nil }
      let alignment = random.below(opcode.row.accessWidth.trailingZeroBitCount + 1)
      let offset = random.oneIn(6) ? random.interestingInteger() & 0xFFFF_FFFF : UInt64(random.below(40))
      guard module.memoryCount > 1, random.oneIn(2) else { return [UInt8(alignment)] + LEB128.unsigned(offset) }
      return [UInt8(alignment | 0x40), 1] + LEB128.unsigned(offset)
    case .memory: return index(module.memoryCount)
    case .twoMemories: return index(module.memoryCount).map { $0 + (index(module.memoryCount) ?? []) }
    case .data: return index(module.dataCount)
    case .dataAndMemory: return index(module.dataCount).flatMap { data in index(module.memoryCount).map { data + $0 } }
    case .element: return index(module.elements.count)
    case .elementAndTable:
      guard !module.elements.isEmpty, let table = module.tables.firstIndex(where: { $0.element == .funcref }) else { return nil }
      return (index(module.elements.count) ?? []) + LEB128.unsigned(table)
    case .table: return index(module.tables.count)
    case .twoTables:
      // A table into itself: the types fit.
      return index(module.tables.count).map { $0 + $0 }
    default: return nil
    }
  }
}
