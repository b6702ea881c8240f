import WasmFormat

/// From expressions to text.
extension FunctionEmitter {
  /// Writes an expression whose type is that of its kind; conditions become numbers.
  mutating func append(_ index: Int32) {
    guard pool[index].kind == .condition else { return appendPlain(index) }
    out.append("i32(")
    appendPlain(index)
    out.append(")")
  }

  /// Writes an expression as a condition.
  mutating func append(condition index: Int32, negated: Bool = false) {
    if pool[index].kind == .condition {
      if negated { out.append("!") }
      appendPlain(index)
    } else {
      out.append(negated ? "i32_eqz(" : "i32_nez(")
      appendPlain(index)
      out.append(")")
    }
  }

  private mutating func appendPlain(_ index: Int32) {
    let node = pool[index]
    switch node.form {
    case .local: out.append("l", Int(node.payload))
    case .temporary: out.append("t", Int(node.payload))
    case .result: out.append("r", Int(node.payload))
    case .constant: append(constant: node)
    case .operation: appendCall(node)
    case .load:
      out.append(Names.operation(node.opcode))
      out.append("(")
      append(memory: Int(node.payload >> 32))
      out.append(", ")
      append(node.children.0)
      out.append(", ")
      out.append(number: node.payload & 0xFFFF_FFFF)
      out.append(")")
    case .select:
      out.append(node.kind.prefix)
      out.append("_select(")
      append(node.children.0)
      out.append(", ")
      append(node.children.1)
      out.append(", ")
      append(condition: node.children.2)
      out.append(")")
    case .global:
      out.append(node.kind.prefix)
      out.append("_global_get(")
      append(globalCell: Int(node.payload))
      out.append(")")
    case .isNull:
      out.append("(")
      append(node.children.0)
      out.append(" == 0)")
    case .nonNull:
      out.append("ref_as_non_null(g, ")
      append(node.children.0)
      out.append(")")
    case .functionReference: appendRuntimeCall("reference", node)
    case .memorySize: appendRuntimeCall("memory_size", node)
    case .tableSize: appendRuntimeCall("table_size", node)
    }
  }

  private mutating func appendRuntimeCall(_ name: StaticString, _ node: ExpressionPool.Node) {
    out.append(name)
    out.append("(g, ")
    out.append(number: node.payload)
    out.append(")")
  }

  private mutating func appendCall(_ node: ExpressionPool.Node) {
    if node.opcode == .i32Eqz, pool[node.children.0].kind == .condition { return append(condition: node.children.0, negated: true) }
    if node.opcode == .f32DemoteF64, pool[node.children.0].isPromoted { return appendQuieted(node) }
    out.append(Names.operation(node.opcode))
    out.append("(")
    append(operand: node.children.0, of: node.opcode)
    if node.children.1 >= 0 {
      out.append(", ")
      append(operand: node.children.1, of: node.opcode)
    }
    if mayTrap(node.opcode, node.children.1) { out.append(", g") }
    out.append(")")
  }

  private mutating func append(operand index: Int32, of opcode: Opcode) {
    let node = pool[index]
    guard node.form == .constant, node.kind.isFloat else { return append(index) }
    append(float: node, isHidden: Numerics.mayBeNeutral(node.payload, opcode))
  }

  /// A constant that might do nothing but quiet a NaN is kept from the compiler, which would leave the instruction out.
  private mutating func append(float node: ExpressionPool.Node, isHidden: Bool) {
    out.append(node.kind.prefix)
    out.append(isHidden ? "_bits(g, " : "_bits(")
    out.append(number: node.payload)
    out.append(")")
  }

  /// Demoted after it may have been promoted, which the compiler leaves out together.
  private mutating func appendQuieted(_ node: ExpressionPool.Node) {
    out.append("f32_mul(f32_bits(g, ")
    out.append(number: UInt64(Float(1).bitPattern))
    out.append("), f32_demote_f64(")
    append(node.children.0)
    out.append("))")
  }

  private mutating func append(constant node: ExpressionPool.Node) {
    switch node.kind {
    // What it will be an operand of is not known.
    case .f32, .f64: append(float: node, isHidden: Numerics.mayBeNeutral(node.payload, node.kind))
    default: out.append(number: node.payload)
    }
  }

  /// Where a global's value is, a pointer and an index: one of the instance's own is at a fixed place.
  mutating func append(globalCell index: Int) {
    let imported = module.contents.importedGlobalCount
    if index < imported {
      out.append("imported_global(g, ", index)
      out.append("), 0")
    } else {
      usesGlobals = true
      out.append("gl, ", index - imported)
    }
  }

  /// What a load or store works on: the first memory is at hand.
  mutating func append(memory index: Int) {
    if index == 0 {
      usesMemory = true
      out.append("m")
    } else {
      out.append("memory(g, ", index)
      out.append(")")
    }
  }
}

extension FunctionEmitter {
  /// Whether a numeric instruction with that second operand can trap. A division by a constant cannot, unless it is 0 or -1, and
  /// becomes a multiplication.
  func mayTrap(_ opcode: Opcode, _ second: Int32) -> Bool {
    guard Numerics.mayTrap(opcode) else { return false }
    guard second >= 0, pool[second].form == .constant else { return true }
    let minusOne: UInt64 = pool[second].kind == .i32 ? 0xFFFF_FFFF : .max
    return pool[second].payload == 0 || pool[second].payload == minusOne
  }
}
