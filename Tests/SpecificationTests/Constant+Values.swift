import WasmCore

/// What a command found instead of what it asks for.
struct Failure: Error, CustomStringConvertible {
  let description: String
  init(_ description: String) { self.description = description }
}

extension Constant {
  /// The value to pass as an argument.
  func argument() throws(Failure) -> Value {
    let argument: Value? =
      switch type {
      case "i32": bits(UInt32.self).map { .i32(Int32(bitPattern: $0)) }
      case "i64": bits(UInt64.self).map { .i64(Int64(bitPattern: $0)) }
      case "f32": bits(UInt32.self).map { .f32(Float(bitPattern: $0)) }
      case "f64": bits(UInt64.self).map { .f64(Double(bitPattern: $0)) }
      case "externref" where !isNull: bits(UInt.self).map { .reference(.extern(ExternReference($0))) }
      default: isNull ? Self.hierarchies[type].map { .reference(.null($0)) } : nil
      }
    guard let argument else { throw Failure("cannot make an argument of \(self)") }
    return argument
  }

  /// Whether `result` is what this pattern stands for.
  func matches(_ result: Value) -> Bool {
    switch (type, result) {
    case ("either", _): values.contains { $0.matches(result) }
    case ("i32", .i32(let number)): bits(UInt32.self) == UInt32(bitPattern: number)
    case ("i64", .i64(let number)): bits(UInt64.self) == UInt64(bitPattern: number)
    case ("f32", .f32(let number)): matches(number.bitPattern, nan: 0x7FC0_0000)
    case ("f64", .f64(let number)): matches(number.bitPattern, nan: 0x7FF8_0000_0000_0000)
    case ("refnull", .reference(.null)): true
    case (_, .reference(let reference)): Self.hierarchies[type] == reference.hierarchy && matches(reference)
    default: false
    }
  }

  /// A canonical NaN has only the quiet bit set in its payload, an arithmetic one at least that; the sign is free.
  private func matches<B: FixedWidthInteger & UnsignedInteger>(_ number: B, nan: B) -> Bool {
    let magnitude = number & (B.max >> 1)
    return switch value {
    case "nan:canonical": magnitude == nan
    case "nan:arithmetic": magnitude & nan == nan
    default: bits(B.self) == number
    }
  }

  private func matches(_ reference: Reference) -> Bool {
    switch (value, reference) {
    case (_, .null): isNull
    case ("any", _), (nil, _): !isNull
    case (_, .extern(let reference)): bits(UInt.self) == reference.rawValue
    default: false
    }
  }

  /// Whether this is the null of a hierarchy.
  private var isNull: Bool { value == "null" || value == nil && type.hasPrefix("null") }

  private func bits<I: FixedWidthInteger>(_: I.Type) -> I? {
    value.flatMap { text in I(text) ?? Int64(text).map { I(truncatingIfNeeded: $0) } }
  }

  /// The top of the hierarchy each reference type belongs to. Which of a hierarchy's nulls a null is cannot be observed.
  private static let hierarchies: [String: HeapType] = [
    "funcref": .func, "nofuncref": .func, "externref": .extern, "noexternref": .extern, "exnref": .exn, "noexnref": .exn,
    "nullfuncref": .func, "nullexternref": .extern, "nullexnref": .exn, "nullref": .any, "anyref": .any, "eqref": .any,
    "i31ref": .any, "structref": .any, "arrayref": .any, "noneref": .any,
  ]
}

extension Reference {
  fileprivate var hierarchy: HeapType {
    switch self {
    case .null(let heapType): heapType.top
    case .function: .func
    case .extern: .extern
    case .exception: .exn
    }
  }
}

extension Constant: CustomStringConvertible {
  var description: String { type == "either" ? "either of \(values)" : "\(type) \(value ?? "?")" }
}
