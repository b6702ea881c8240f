import WasmCore

/// Writes a function body: expressions of a wanted type, and statements that leave the stack as it was.
struct BodyGenerator {
  let module: GeneratedModule
  let type: FunctionType
  var random: FuzzRandom
  var code: [UInt8] = []
  var locals: [ValueType]
  /// What branches to the open blocks carry, outermost first.
  var labels: [[ValueType]]
  /// How many more nodes there may be.
  private var budget: Int

  init(module: GeneratedModule, type: FunctionType, random: FuzzRandom) {
    self.module = module
    self.type = type
    self.random = random
    locals = type.parameters
    labels = [type.results]
    budget = 0
    budget = 10 + self.random.below(self.random.oneIn(8) ? 600 : 120)
  }

  mutating func function() {
    statements(4)
    values(type.results, 3)
    code.append(0x0B)
  }

  mutating func emit(_ opcode: Opcode, _ immediates: Int...) {
    code += opcode.encodedBytes
    for immediate in immediates { code += LEB128.unsigned(immediate) }
  }

  mutating func emitConstant(_ value: Int32) { code += [0x41] + LEB128.signed(Int64(value)) }

  /// Counts a node.
  /// - Returns: false when it should be a leaf.
  mutating func spend(_ depth: Int) -> Bool {
    budget -= 1
    return budget > 0 && depth > 0
  }

  mutating func values(_ types: [ValueType], _ depth: Int) {
    for type in types { value(type, depth) }
  }

  mutating func statements(_ depth: Int) {
    for _ in 0..<random.below(4) where spend(depth) { statement(depth - 1) }
  }

  /// Takes values of these types from the stack, into locals where there are some.
  mutating func discard(_ types: [ValueType]) {
    for type in types.reversed() {
      let fitting = locals.indices.filter { locals[$0] == type }
      if fitting.isEmpty || random.oneIn(3) { emit(.drop) } else { emit(.localSet, random.pick(fitting)) }
    }
  }

  /// The relative depth of an open block with these label types.
  mutating func label(_ types: [ValueType]) -> Int? {
    let fitting = labels.indices.filter { labels[$0] == types }
    return fitting.isEmpty ? nil : labels.count - 1 - random.pick(fitting)
  }

  /// Writes `opcode` with a block type of at most one result, and what `body` writes inside.
  mutating func block(_ opcode: Opcode, _ result: ValueType?, _ body: (inout BodyGenerator) -> Void) {
    emit(opcode)
    code += result?.encoding ?? [0x40]
    labels.append(opcode == .loop ? [] : result.map { [$0] } ?? [])
    body(&self)
    labels.removeLast()
    emit(.end)
  }

  // MARK: Leaves

  mutating func leaf(_ type: ValueType) {
    let fitting = locals.indices.filter { locals[$0] == type }
    if !fitting.isEmpty, !random.oneIn(3) { return emit(.localGet, random.pick(fitting)) }
    let globals = module.globals.indices.filter { module.globals[$0].value == type }
    if !globals.isEmpty, random.oneIn(4) { return emit(.globalGet, random.pick(globals)) }
    constant(of: type)
  }

  mutating func constant(of type: ValueType) {
    switch type {
    case .i32: emitConstant(Int32(truncatingIfNeeded: random.oneIn(3) ? random.interestingInteger() : UInt64(random.below(20))))
    case .i64: code += [0x42] + LEB128.signed(Int64(bitPattern: random.interestingInteger()))
    case .f32: code += [0x43] + bytes(of: random.oneIn(2) ? UInt32(truncatingIfNeeded: random.next()) : Float(random.below(99)).bitPattern)
    case .f64: code += [0x44] + bytes(of: random.oneIn(2) ? random.next() : Double(random.below(99)).bitPattern)
    default: reference(type)
    }
  }

  private mutating func reference(_ type: ValueType) {
    let functions = module.functions.indices.filter { index in
      type.heapType == .func || type.heapType == .concrete(UInt32(module.functions[index]))
    }
    if !functions.isEmpty, !random.oneIn(3) { return emit(.refFunc, random.pick(functions)) }
    emit(.refNull)
    code += type.heapType?.encoding ?? []
  }

  private func bytes<T: FixedWidthInteger>(of value: T) -> [UInt8] {
    (0..<T.bitWidth / 8).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
  }
}
