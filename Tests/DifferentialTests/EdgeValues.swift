import WasmCore

/// Numbers at which instructions begin to do something else, as bits.
enum EdgeValues {
  static func of(_ type: ValueType) -> [UInt64] {
    switch type {
    case .i32: i32
    case .i64: i64
    case .f32: f32
    default: f64
    }
  }

  private static let i32 = ([0, 1, 2, 3, 7, 31, 32, 33, 0x7F, 0x80, 0xFF, 0x7FFF, 0x8000, 0xFFFF, .max, .max - 1, .min, .min + 1, -2, -7, 0x1234_5678] as [Int32])
    .map { UInt64(UInt32(bitPattern: $0)) }

  private static let i64 =
    ([
      0, 1, 2, 3, 7, 31, 32, 63, 64, 65, 0x7F, 0x80, 0x7FFF, 0x8000, 0x7FFF_FFFF, 0x8000_0000, 0xFFFF_FFFF, 1 << 53 + 1, .max, .max - 1, .min, .min + 1, -1,
      -2, -7, 0x1234_5678_9ABC_DEF0,
    ] as [Int64]).map(UInt64.init(bitPattern:))

  /// The limits of the integer types, and next to them.
  private static func limits<F: BinaryFloatingPoint>(_: F.Type) -> [F] {
    [31, 32, 63, 64].flatMap { exponent -> [F] in
      let limit = F(sign: .plus, exponent: F.Exponent(exponent), significand: 1)
      return [limit, limit.nextDown, -limit, -limit.nextUp, -limit - 1, limit - 1]
    }
  }

  private static func numbers<F: BinaryFloatingPoint>(_ type: F.Type) -> [F] {
    let small = F.leastNonzeroMagnitude
    let positive = [0, small, F.leastNormalMagnitude.nextDown, .leastNormalMagnitude, 0.1, 0.5, (0.5 as F).nextUp, (1 as F).nextDown, 1, 1.5, 2.5, .greatestFiniteMagnitude, .infinity]
    return positive + positive.map { -$0 } + limits(type)
  }

  private static let f32 =
    numbers(Float.self).map { UInt64($0.bitPattern) } + [0x7FC0_0000, 0xFFC0_0000, 0x7F80_0001, 0x7FA0_0000, 0xFFFF_FFFF]

  private static let f64 =
    numbers(Double.self).map(\.bitPattern) + [
      0x7FF8_0000_0000_0000, 0xFFF8_0000_0000_0000, 0x7FF0_0000_0000_0001, 0x7FF4_0000_0000_0000, .max,
      // Between two floats, beyond the largest one, and below the least.
      0x3FF0_0000_1000_0000, 0x47EF_FFFF_F000_0000, 0x47EF_FFFF_EFFF_FFFF, 0x3690_0000_0000_0000, 0x3690_0000_0000_0001,
    ]
}

extension Value {
  /// A number from its bits.
  init(_ type: ValueType, bits: UInt64) {
    switch type {
    case .i32: self = .i32(Int32(truncatingIfNeeded: bits))
    case .i64: self = .i64(Int64(bitPattern: bits))
    case .f32: self = .f32(Float(bitPattern: UInt32(truncatingIfNeeded: bits)))
    default: self = .f64(Double(bitPattern: bits))
    }
  }

  /// A number's bits.
  var bits: UInt64 {
    switch self {
    case .i32(let value): UInt64(UInt32(bitPattern: value))
    case .i64(let value): UInt64(bitPattern: value)
    case .f32(let value): UInt64(value.bitPattern)
    case .f64(let value): value.bitPattern
    case .reference: 0
    }
  }
}
