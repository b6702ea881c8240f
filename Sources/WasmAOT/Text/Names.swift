import WasmFormat

/// The names that generated code uses for what it finds in the runtime: those of the text format, with underscores.
enum Names {
  /// `i32.add` becomes `i32_add`.
  static func operation(_ opcode: Opcode) -> [UInt8] { table[Int(opcode.rawValue)] }

  /// A name from a module on one line: what else it has could become code, or an entry of its own.
  static func printable(_ name: String) -> String {
    String(decoding: name.utf8.map { $0 < 0x20 || $0 == 0x7F ? UInt8(ascii: " ") : $0 }, as: UTF8.self)
  }

  private static let table: [[UInt8]] = Opcode.allCases.reduce(into: []) { table, opcode in
    while table.count <= Int(opcode.rawValue) { table.append([]) }
    table[Int(opcode.rawValue)] = opcode.mnemonic.utf8.map { $0 == UInt8(ascii: ".") ? UInt8(ascii: "_") : $0 }
  }
}

/// What a value is in generated code.
enum Kind: UInt8 {
  case i32, i64, f32, f64
  case reference
  /// The result of a comparison, as long as nothing needs it as a number.
  case condition

  init(_ type: ValueType) {
    self =
      switch type {
      case .i32: .i32
      case .i64: .i64
      case .f32: .f32
      case .f64: .f64
      default: .reference
      }
  }

  var isFloat: Bool { self == .f32 || self == .f64 }

  var swiftType: StaticString {
    switch self {
    case .i32: "UInt32"
    case .i64, .reference: "UInt64"
    case .f32: "Float"
    case .f64: "Double"
    case .condition: "Bool"
    }
  }

  /// The prefix of functions that come in a variant for each kind.
  var prefix: StaticString {
    switch self {
    case .i32, .condition: "i32"
    case .i64, .reference: "i64"
    case .f32: "f32"
    case .f64: "f64"
    }
  }
}
