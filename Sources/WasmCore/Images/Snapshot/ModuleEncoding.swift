/// The binary format's encodings (specification 5.2–5.4), as far as modules made from images have any of their own.
extension [UInt8] {
  mutating func append(unsigned value: some BinaryInteger) {
    var rest = UInt64(value)
    while rest >= 0x80 {
      append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    append(UInt8(rest))
  }

  mutating func append(signed value: Int64) {
    var rest = value
    while rest < -0x40 || rest >= 0x40 {
      append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    append(UInt8(truncatingIfNeeded: rest) & 0x7F)
  }

  mutating func append(name: String) {
    append(unsigned: name.utf8.count)
    append(contentsOf: name.utf8)
  }

  mutating func append(_ type: ValueType) {
    guard let heapType = type.heapType else { return append(UInt8(type.code)) }
    // References that can be null have a short form, which is the only one that older engines know.
    if case .concrete = heapType { append(UInt8(type.code)) } else if !type.isNullable { append(UInt8(type.code)) }
    append(heapType)
  }

  private mutating func append(_ heapType: HeapType) {
    if case .concrete(let index) = heapType { append(signed: Int64(index)) } else { append(UInt8(truncatingIfNeeded: heapType.bits)) }
  }

  /// - Parameter size: what is there from the beginning.
  mutating func append(_ limits: Limits, size: Int) {
    append(limits.maximum == nil ? 0 : 1)
    append(unsigned: size)
    if let maximum = limits.maximum { append(unsigned: maximum) }
  }

  // MARK: Constant expressions

  private mutating func append(_ opcode: Opcode) { append(UInt8(truncatingIfNeeded: opcode.row.encoding)) }

  /// - Parameter slot: a number, or the index of a function, or `InstanceImage.null`.
  mutating func append(constant slot: UInt64, _ type: ValueType) {
    switch type {
    case .i32:
      append(.i32Const)
      append(signed: Int64(Int32(truncatingIfNeeded: slot)))
    case .i64:
      append(.i64Const)
      append(signed: Int64(bitPattern: slot))
    case .f32:
      append(.f32Const)
      append(littleEndian: UInt32(truncatingIfNeeded: slot))
    case .f64:
      append(.f64Const)
      append(littleEndian: slot)
    default: appendReference(slot, type)
    }
    append(.end)
  }

  private mutating func appendReference(_ slot: UInt64, _ type: ValueType) {
    if slot == UInt64(InstanceImage.null), let heapType = type.heapType {
      append(.refNull)
      append(heapType)
    } else {
      append(.refFunc)
      append(unsigned: slot)
    }
  }

  /// Where an active segment begins.
  mutating func append(offset: Int) { append(constant: UInt64(offset), .i32) }
}
