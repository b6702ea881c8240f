import Testing
import WasmCore

/// Modules that are well-formed but not valid, what the error says and where.
@Suite("Invalid modules")
struct InvalidTests {
  struct Example: Sendable, CustomTestStringConvertible {
    let code: [UInt8]
    let message: String
    /// Counted from the first instruction.
    let offset: Int

    init(_ code: [Code], _ message: String, at offset: Int) { (self.code, self.message, self.offset) = (code.bytes, message, offset) }
    var testDescription: String { message }
  }

  static let bodies: [Example] = [
    Example([.op(.i32Add)], "type mismatch: an operand is missing", at: 0),
    Example([.i32(1), .i64(1), .op(.i32Add)], "type mismatch: expected i32, found i64", at: 4),
    Example([.i32(1)], "type mismatch: values remain on the stack at the end of the block", at: 2),
    Example([.block(.result(.i32), [])], "type mismatch: an operand is missing", at: 2),
    Example([.get(7)], "unknown local 7", at: 0),
    Example([.op(.globalGet, 3), .op(.drop)], "unknown global 3", at: 0),
    Example([.i32(0), .op(.globalSet, 0)], "global 0 is immutable", at: 2),
    Example([.call(9)], "unknown function 9", at: 0),
    Example([.op(.br, 1)], "unknown label 1", at: 0),
    Example([.i32(0), .branchTable([0, 5], 0)], "unknown label 5", at: 2),
    Example([.i32(0), .op(.callIndirect, 0, 4)], "unknown table 4", at: 2),
    Example([.i32(0), .op(.callIndirect, 200, 0)], "unknown type 200", at: 2),
    Example([.i32(0), .memory(.i32Load), .op(.drop)], "unknown memory 0", at: 2),
    Example([.op(.throw, 0)], "unknown tag 0", at: 0),
    Example([.op(.refFunc, 0), .op(.drop)], "undeclared function reference 0", at: 0),
    Example([.op(.refFunc, 77), .op(.drop)], "unknown function 77", at: 0),
    Example([.op(.elemDrop, 2)], "unknown elem segment 2", at: 0),
    Example([.null(.concrete(99)), .op(.drop)], "unknown type 99", at: 0),
    Example([.i32(1), .when(.result(.i32), [.i32(1)]), .op(.drop)], "type mismatch: if without else changes the stack", at: 6),
    Example([.i32(0), .i64(0), .i32(1), .op(.select), .op(.drop)], "type mismatch: select of i32 and i64", at: 6),
    Example([.null(.func), .null(.func), .i32(1), .op(.select), .op(.drop)], "type mismatch: select of funcref and funcref", at: 6),
    Example([.i32(0), .op(.refIsNull), .op(.drop)], "type mismatch: expected a reference, found i32", at: 2),
    Example([.op(.localGet, 0), .op(.drop)], "uninitialized local 0", at: 0),
  ]

  @Test(arguments: bodies)
  func theErrorSaysWhatAndWhere(_ example: Example) {
    var builder = ModuleBuilder()
    builder.table(nil, TableType(element: .funcref, limits: Limits(minimum: 0)))
    builder.global(nil, GlobalType(.i32), [.i32(0)])
    // One local of a type without a default value.
    builder.function(type: builder.type(), body: [0x01, 0x01, 0x64, 0x70] + example.code + [0x0B])
    let start = builder.bytes.count - example.code.count - 1
    #expect(throws: ModuleError.invalid(ValidationError(example.message, at: start + example.offset))) { try builder.load() }
  }

  @Test func memoryAccessesStateAtMostTheirNaturalAlignment() throws {
    for opcode in Opcode.allCases where opcode.row.accessWidth > 0 {
      let natural = UInt32(opcode.row.accessWidth.trailingZeroBitCount)
      func module(_ alignment: UInt32) throws -> Module {
        var builder = ModuleBuilder()
        builder.memory()
        // Behind `unreachable` every operand is there.
        builder.function(nil, [.op(.unreachable), .op(opcode, alignment, 0), .op(.unreachable)])
        return try builder.load()
      }
      _ = try module(natural)
      let error = try #require(throws: ModuleError.self) { try module(natural + 1) }
      #expect("\(error)".hasSuffix("alignment must not be larger than natural"), "\(opcode): \(error)")
    }
  }
}
