import WasmNumerics

// Integer instructions under the names of the text format, with underscores: what generated code is made of.

// i32
@_spi(Compiled) @_transparent public func i32_eqz(_ x: UInt32) -> Bool { x == 0 }
/// Not an instruction: every condition that is a number. An operator would be overloaded, which takes the compiler longer.
@_spi(Compiled) @_transparent public func i32_nez(_ x: UInt32) -> Bool { x != 0 }
@_spi(Compiled) @_transparent public func i32_eq(_ x: UInt32, _ y: UInt32) -> Bool { Equal<UInt32>.holds(x, y) }
@_spi(Compiled) @_transparent public func i32_ne(_ x: UInt32, _ y: UInt32) -> Bool { NotEqual<UInt32>.holds(x, y) }
@_spi(Compiled) @_transparent public func i32_lt_s(_ x: UInt32, _ y: UInt32) -> Bool { LessSigned<UInt32>.holds(x, y) }
@_spi(Compiled) @_transparent public func i32_lt_u(_ x: UInt32, _ y: UInt32) -> Bool { Less<UInt32>.holds(x, y) }
@_spi(Compiled) @_transparent public func i32_gt_s(_ x: UInt32, _ y: UInt32) -> Bool { GreaterSigned<UInt32>.holds(x, y) }
@_spi(Compiled) @_transparent public func i32_gt_u(_ x: UInt32, _ y: UInt32) -> Bool { Greater<UInt32>.holds(x, y) }
@_spi(Compiled) @_transparent public func i32_le_s(_ x: UInt32, _ y: UInt32) -> Bool { LessOrEqualSigned<UInt32>.holds(x, y) }
@_spi(Compiled) @_transparent public func i32_le_u(_ x: UInt32, _ y: UInt32) -> Bool { LessOrEqual<UInt32>.holds(x, y) }
@_spi(Compiled) @_transparent public func i32_ge_s(_ x: UInt32, _ y: UInt32) -> Bool { GreaterOrEqualSigned<UInt32>.holds(x, y) }
@_spi(Compiled) @_transparent public func i32_ge_u(_ x: UInt32, _ y: UInt32) -> Bool { GreaterOrEqual<UInt32>.holds(x, y) }
@_spi(Compiled) @_transparent public func i32_clz(_ x: UInt32) -> UInt32 { CountLeadingZeros<UInt32>.apply(x) }
@_spi(Compiled) @_transparent public func i32_ctz(_ x: UInt32) -> UInt32 { CountTrailingZeros<UInt32>.apply(x) }
@_spi(Compiled) @_transparent public func i32_popcnt(_ x: UInt32) -> UInt32 { PopulationCount<UInt32>.apply(x) }
@_spi(Compiled) @_transparent public func i32_add(_ x: UInt32, _ y: UInt32) -> UInt32 { Add<UInt32>.apply(x, y) }
@_spi(Compiled) @_transparent public func i32_sub(_ x: UInt32, _ y: UInt32) -> UInt32 { Subtract<UInt32>.apply(x, y) }
@_spi(Compiled) @_transparent public func i32_mul(_ x: UInt32, _ y: UInt32) -> UInt32 { Multiply<UInt32>.apply(x, y) }
@_spi(Compiled) @_transparent public func i32_and(_ x: UInt32, _ y: UInt32) -> UInt32 { And<UInt32>.apply(x, y) }
@_spi(Compiled) @_transparent public func i32_or(_ x: UInt32, _ y: UInt32) -> UInt32 { Or<UInt32>.apply(x, y) }
@_spi(Compiled) @_transparent public func i32_xor(_ x: UInt32, _ y: UInt32) -> UInt32 { Xor<UInt32>.apply(x, y) }
@_spi(Compiled) @_transparent public func i32_shl(_ x: UInt32, _ y: UInt32) -> UInt32 { ShiftLeft<UInt32>.apply(x, y) }
@_spi(Compiled) @_transparent public func i32_shr_s(_ x: UInt32, _ y: UInt32) -> UInt32 { ShiftRightSigned<UInt32>.apply(x, y) }
@_spi(Compiled) @_transparent public func i32_shr_u(_ x: UInt32, _ y: UInt32) -> UInt32 { ShiftRightUnsigned<UInt32>.apply(x, y) }
@_spi(Compiled) @_transparent public func i32_rotl(_ x: UInt32, _ y: UInt32) -> UInt32 { RotateLeft<UInt32>.apply(x, y) }
@_spi(Compiled) @_transparent public func i32_rotr(_ x: UInt32, _ y: UInt32) -> UInt32 { RotateRight<UInt32>.apply(x, y) }
@_spi(Compiled) @_transparent public func i32_extend8_s(_ x: UInt32) -> UInt32 { Extend<UInt32, Int8>.apply(x) }
@_spi(Compiled) @_transparent public func i32_extend16_s(_ x: UInt32) -> UInt32 { Extend<UInt32, Int16>.apply(x) }

// i64
@_spi(Compiled) @_transparent public func i64_eqz(_ x: UInt64) -> Bool { x == 0 }
@_spi(Compiled) @_transparent public func i64_eq(_ x: UInt64, _ y: UInt64) -> Bool { Equal<UInt64>.holds(x, y) }
@_spi(Compiled) @_transparent public func i64_ne(_ x: UInt64, _ y: UInt64) -> Bool { NotEqual<UInt64>.holds(x, y) }
@_spi(Compiled) @_transparent public func i64_lt_s(_ x: UInt64, _ y: UInt64) -> Bool { LessSigned<UInt64>.holds(x, y) }
@_spi(Compiled) @_transparent public func i64_lt_u(_ x: UInt64, _ y: UInt64) -> Bool { Less<UInt64>.holds(x, y) }
@_spi(Compiled) @_transparent public func i64_gt_s(_ x: UInt64, _ y: UInt64) -> Bool { GreaterSigned<UInt64>.holds(x, y) }
@_spi(Compiled) @_transparent public func i64_gt_u(_ x: UInt64, _ y: UInt64) -> Bool { Greater<UInt64>.holds(x, y) }
@_spi(Compiled) @_transparent public func i64_le_s(_ x: UInt64, _ y: UInt64) -> Bool { LessOrEqualSigned<UInt64>.holds(x, y) }
@_spi(Compiled) @_transparent public func i64_le_u(_ x: UInt64, _ y: UInt64) -> Bool { LessOrEqual<UInt64>.holds(x, y) }
@_spi(Compiled) @_transparent public func i64_ge_s(_ x: UInt64, _ y: UInt64) -> Bool { GreaterOrEqualSigned<UInt64>.holds(x, y) }
@_spi(Compiled) @_transparent public func i64_ge_u(_ x: UInt64, _ y: UInt64) -> Bool { GreaterOrEqual<UInt64>.holds(x, y) }
@_spi(Compiled) @_transparent public func i64_clz(_ x: UInt64) -> UInt64 { CountLeadingZeros<UInt64>.apply(x) }
@_spi(Compiled) @_transparent public func i64_ctz(_ x: UInt64) -> UInt64 { CountTrailingZeros<UInt64>.apply(x) }
@_spi(Compiled) @_transparent public func i64_popcnt(_ x: UInt64) -> UInt64 { PopulationCount<UInt64>.apply(x) }
@_spi(Compiled) @_transparent public func i64_add(_ x: UInt64, _ y: UInt64) -> UInt64 { Add<UInt64>.apply(x, y) }
@_spi(Compiled) @_transparent public func i64_sub(_ x: UInt64, _ y: UInt64) -> UInt64 { Subtract<UInt64>.apply(x, y) }
@_spi(Compiled) @_transparent public func i64_mul(_ x: UInt64, _ y: UInt64) -> UInt64 { Multiply<UInt64>.apply(x, y) }
@_spi(Compiled) @_transparent public func i64_and(_ x: UInt64, _ y: UInt64) -> UInt64 { And<UInt64>.apply(x, y) }
@_spi(Compiled) @_transparent public func i64_or(_ x: UInt64, _ y: UInt64) -> UInt64 { Or<UInt64>.apply(x, y) }
@_spi(Compiled) @_transparent public func i64_xor(_ x: UInt64, _ y: UInt64) -> UInt64 { Xor<UInt64>.apply(x, y) }
@_spi(Compiled) @_transparent public func i64_shl(_ x: UInt64, _ y: UInt64) -> UInt64 { ShiftLeft<UInt64>.apply(x, y) }
@_spi(Compiled) @_transparent public func i64_shr_s(_ x: UInt64, _ y: UInt64) -> UInt64 { ShiftRightSigned<UInt64>.apply(x, y) }
@_spi(Compiled) @_transparent public func i64_shr_u(_ x: UInt64, _ y: UInt64) -> UInt64 { ShiftRightUnsigned<UInt64>.apply(x, y) }
@_spi(Compiled) @_transparent public func i64_rotl(_ x: UInt64, _ y: UInt64) -> UInt64 { RotateLeft<UInt64>.apply(x, y) }
@_spi(Compiled) @_transparent public func i64_rotr(_ x: UInt64, _ y: UInt64) -> UInt64 { RotateRight<UInt64>.apply(x, y) }
@_spi(Compiled) @_transparent public func i64_extend8_s(_ x: UInt64) -> UInt64 { Extend<UInt64, Int8>.apply(x) }
@_spi(Compiled) @_transparent public func i64_extend16_s(_ x: UInt64) -> UInt64 { Extend<UInt64, Int16>.apply(x) }
@_spi(Compiled) @_transparent public func i64_extend32_s(_ x: UInt64) -> UInt64 { Extend<UInt64, Int32>.apply(x) }

