/// The operand and control stacks, under the names of the specification's algorithm.
extension FunctionValidator {
  @inline(__always)
  mutating func push(_ type: ValueType) {
    operands.ensure(height + 1)
    operands[height] = type
    height += 1
  }

  /// pop_val with an expected type.
  @inline(__always)
  mutating func pop(_ expected: ValueType) throws(ModuleError) {
    if height > frameHeight, operands[height - 1] == expected {
      height -= 1
    } else {
      try popByRule(expected)
    }
  }

  @inline(never)
  private mutating func popByRule(_ expected: ValueType) throws(ModuleError) {
    let actual = try pop()
    guard actual.matches(expected) else { throw invalid("type mismatch: expected \(expected), found \(actual)") }
  }

  /// pop_val: the type on top, or the unknown type where unreachable code has none.
  mutating func pop() throws(ModuleError) -> ValueType {
    if height == frameHeight {
      if frames[frameCount - 1].isUnreachable { return .bottom }
      throw invalid("type mismatch: an operand is missing")
    }
    height -= 1
    return operands[height]
  }

  /// Lists up to this length are not worth counting.
  private static var usualCount: Int { 16 }

  mutating func push(_ types: TypeList) throws(ModuleError) {
    if types.count == 0 { return }
    guard height + types.count <= ImplementationLimits.operandDepth else { throw invalid("the operand stack exceeds the limit") }
    if types.count > Self.usualCount { try charge(types.count, at: instruction.offset) }
    for index in 0..<types.count { push(types[index]) }
  }

  mutating func pop(_ types: TypeList) throws(ModuleError) {
    if types.count > Self.usualCount { try charge(types.count, at: instruction.offset) }
    var index = types.count
    while index > 0 {
      // Unreachable code has any operands.
      if height == frameHeight, frames[frameCount - 1].isUnreachable { return }
      index -= 1
      try pop(types[index])
    }
  }

  /// Pops values of the given types and pushes them again as these types: what an untaken branch leaves.
  mutating func popAndPush(_ types: TypeList) throws(ModuleError) {
    try pop(types)
    try push(types)
  }

  mutating func popReference() throws(ModuleError) -> ValueType {
    let type = try pop()
    guard type == .bottom || type.isReference else { throw invalid("type mismatch: expected a reference, found \(type)") }
    return type
  }

  mutating func pushFrame(_ opcode: Opcode, parameters: TypeList, results: TypeList, isLive: Bool) {
    frames.ensure(frameCount + 1)
    frames[frameCount] = ControlFrame(
      opcode: opcode, parameters: parameters, results: results, height: height, isLive: isLive, setCount: setCount)
    frameCount += 1
    frameHeight = height
    isReachable = isLive
  }

  /// Checks that the block leaves its results and nothing else, and forgets the locals it set.
  mutating func closeFrame() throws(ModuleError) {
    let frame = frames[frameCount - 1]
    try pop(frame.results)
    guard height == frame.height else { throw invalid("type mismatch: values remain on the stack at the end of the block") }
    while setCount > Int(frame.setCount) {
      setCount -= 1
      isSet[Int(setLocals[setCount])] = false
    }
    closedFrame = frame
    closedFrameIsReachable = isReachable
    frameCount -= 1
    if frameCount > 0 {
      let outer = frames.base + (frameCount - 1)
      frameHeight = outer.pointee.height
      isReachable = outer.pointee.isLive && !outer.pointee.isUnreachable
    }
  }

  /// unreachable(): the operands of the block are gone and any can be popped.
  mutating func markUnreachable() {
    frames.base[frameCount - 1].isUnreachable = true
    isReachable = false
    height = frameHeight
  }

  mutating func markSet(_ local: Int) {
    guard !isSet[local] else { return }
    isSet[local] = true
    setLocals[setCount] = UInt32(local)
    setCount += 1
  }

  /// The frame a label refers to.
  mutating func target(_ label: UInt32) throws(ModuleError) -> ControlFrame {
    guard label < frameCount else { throw invalid("unknown label \(label)") }
    return frame(Int(label))
  }
}
