import WasmCore

/// Changes of function bodies, instruction by instruction.
extension Mutator {
  /// Changes one body.
  /// - Returns: false when no bodies can be found.
  mutating func changeBody(_ image: inout WasmImage) -> Bool {
    guard var bodies = image.bodies else { return false }
    let index = random.below(bodies.count)
    if random.oneIn(10) {
      bodies[index] = foreignBody() ?? random.pick(bodies)
    } else if var body = BodyImage(bodies[index]), !body.instructions.isEmpty {
      change(&body)
      bodies[index] = body.bytes
    } else {
      change(&bodies[index])
    }
    image.bodies = bodies
    return true
  }

  private mutating func foreignBody() -> [UInt8]? {
    guard let bodies = corpus.pick(&random).flatMap(WasmImage.init)?.bodies else { return nil }
    return random.pick(bodies)
  }

  private mutating func change(_ body: inout BodyImage) {
    let position = random.below(body.instructions.count)
    switch random.below(16) {
    case 0: remove(&body, random.range(in: body.instructions.count))
    case 1: insert(body.instructions[position], into: &body, at: random.below(body.instructions.count + 1))
    case 2: body.instructions.swapAt(position, random.below(body.instructions.count))
    case 3: body.instructions[position] = Opcode.allCases[random.below(Opcode.allCases.count)].encodedBytes + number()
    case 4: body.instructions[position] = [random.byte()]
    case 5: change(&body.locals)
    case 6: changeImmediate(&body.instructions[position])
    case 7: body.locals = vector([LEB128.unsigned(random.below(4)) + [random.pick([0x7F, 0x7E, 0x7D, 0x7C, 0x70, 0x6F])], [1, 0x7F]])
    case 8: insert(random.pick(Self.shapes), into: &body, at: random.below(body.instructions.count + 1))
    case 9, 10: changeConstant(&body)
    default: replaceOpcode(&body, at: position)
    }
  }

  /// `opcodes` no longer matches afterwards where it does not matter.
  private func remove(_ body: inout BodyImage, _ range: Range<Int>) {
    body.instructions.removeSubrange(range)
    body.opcodes.removeSubrange(range)
  }

  private func insert(_ instruction: [UInt8], into body: inout BodyImage, at position: Int) {
    body.instructions.insert(instruction, at: position)
    body.opcodes.insert(.nop, at: position)
  }

  /// Puts an instruction of the same signature in place of one, so that the body stays valid.
  private mutating func replaceOpcode(_ body: inout BodyImage, at start: Int) {
    for offset in 0..<min(8, body.instructions.count) {
      let position = (start + offset) % body.instructions.count
      let opcode = body.opcodes[position]
      guard let others = SignatureKey(opcode).flatMap({ Self.interchangeable[$0] }) else { continue }
      let immediates = body.instructions[position].dropFirst(opcode.encodedBytes.count)
      body.instructions[position] = random.pick(others).encodedBytes + immediates
      return
    }
  }

  private mutating func changeConstant(_ body: inout BodyImage) {
    let positions = body.opcodes.indices.filter { body.opcodes[$0] == .i32Const || body.opcodes[$0] == .i64Const }
    guard !positions.isEmpty else { return }
    let position = random.pick(positions)
    let value = Int64(bitPattern: random.interestingInteger())
    let is32Bit = body.opcodes[position] == .i32Const
    body.instructions[position] = body.opcodes[position].encodedBytes + LEB128.signed(is32Bit ? Int64(Int32(truncatingIfNeeded: value)) : value)
  }

  private mutating func changeImmediate(_ instruction: inout [UInt8]) {
    guard instruction.count > 1 else { return }
    let position = 1 + random.below(instruction.count - 1)
    if random.oneIn(2), let (value, end) = LEB128.read(instruction, at: position) {
      instruction.replaceSubrange(position..<end, with: LEB128.unsigned(UInt64(value ^ 1)))
    } else {
      instruction[position] = random.oneIn(2) ? UInt8(random.below(8)) : random.byte()
    }
  }

  /// Pieces that leave the stack as it was, or often do.
  private static let shapes: [[UInt8]] = [
    [0x01], [0x00], [0x0F], [0x41, 0x00, 0x1A], [0x20, 0x00, 0x1A], [0x20, 0x00, 0x21, 0x00], [0x20, 0x00, 0x41, 0x07, 0x21, 0x00, 0x1A],
    [0x02, 0x40, 0x0B], [0x03, 0x40, 0x0B], [0x02, 0x40, 0x0C, 0x00, 0x0B], [0x41, 0x01, 0x04, 0x40, 0x0B], [0x41, 0x00, 0x04, 0x40, 0x05, 0x0B],
    [0x41, 0x01, 0x0D, 0x00], [0x41, 0x00, 0x0D, 0x00], [0x20, 0x00, 0x0D, 0x00], [0x20, 0x00, 0x45, 0x0D, 0x00], [0x20, 0x00, 0x22, 0x00, 0x1A],
    [0x41, 0x01, 0x40, 0x00, 0x1A], [0x3F, 0x00, 0x1A], [0x10, 0x00], [0x12, 0x00], [0x02, 0x7F, 0x41, 0x05, 0x0B, 0x1A], [0x1F, 0x40, 0x00, 0x0B],
    [0x02, 0x40, 0x1F, 0x40, 0x01, 0x02, 0x00, 0x10, 0x00, 0x0B, 0x0B], [0xD0, 0x70, 0x1A], [0xD0, 0x6F, 0xD1, 0x1A], [0x1B], [0x45], [0x6A],
    [0x02, 0x40, 0x20, 0x00, 0x0E, 0x01, 0x00, 0x00, 0x0B], [0x41, 0x00, 0x28, 0x02, 0x00, 0x1A], [0x41, 0x00, 0x20, 0x00, 0x36, 0x02, 0x00],
  ]

  struct SignatureKey: Hashable {
    let operands: [ValueType]
    let result: ValueType?
    let immediates: Immediates

    init?(_ opcode: Opcode) {
      guard let signature = opcode.row.signature else { return nil }
      (operands, result, immediates) = (signature.operands, signature.result, opcode.row.immediates)
    }
  }

  /// Instructions by what they take, return and have as immediates.
  static let interchangeable: [SignatureKey: [Opcode]] = Opcode.allCases.reduce(into: [:]) { groups, opcode in
    if let key = SignatureKey(opcode) { groups[key, default: []].append(opcode) }
  }
}
