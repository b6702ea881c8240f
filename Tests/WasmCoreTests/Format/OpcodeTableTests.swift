import Testing
import WasmCore

@Suite("Opcode table")
struct OpcodeTableTests {
  @Test func everyEncodingIsUnique() {
    let byEncoding = Dictionary(grouping: Opcode.allCases, by: \.row.encoding)
    for (encoding, opcodes) in byEncoding { #expect(opcodes.count == 1, "\(encoding): \(opcodes)") }
  }

  @Test func mnemonicsAreUniqueExceptForTypedSelect() {
    let byMnemonic = Dictionary(grouping: Opcode.allCases, by: \.mnemonic)
    for (mnemonic, opcodes) in byMnemonic where opcodes.count > 1 {
      #expect(mnemonic == "select" && Set(opcodes) == [.select, .selectTyped])
    }
  }

  @Test func theIndexFindsEveryOpcodeByItsEncoding() {
    let index = OpcodeIndex.shared
    for opcode in Opcode.allCases {
      let encoding = opcode.row.encoding
      let code = Int(encoding & 0xFFFF)
      switch encoding >> 16 {
      case 0: #expect(index.singleByte[code] == opcode.rawValue + 1, "\(opcode)")
      case 0xFC:
        #expect(code < OpcodeIndex.prefixFCCount)
        #expect(index.prefixFC[code] == opcode.rawValue + 1, "\(opcode)")
      default: Issue.record("\(opcode) has an unknown prefix")
      }
      let entry = index.entries[Int(opcode.rawValue)]
      #expect(entry.opcode == opcode)
      #expect(entry.immediates == opcode.row.immediates)
      #expect(entry.hasSignature == (opcode.row.signature != nil))
    }
  }

  @Test func noOpcodeTakesAByteOfAnUnsupportedProposal() {
    for byte in UInt8.min...UInt8.max where UnsupportedEncoding.proposal(ofOpcode: byte) != nil {
      #expect(OpcodeIndex.shared.singleByte[Int(byte)] == 0, "\(byte)")
    }
  }

  /// What a mnemonic says about types and widths is what the table says.
  @Test func mnemonicsAgreeWithSignatures() throws {
    let types: [String: ValueType] = ["i32": .i32, "i64": .i64, "f32": .f32, "f64": .f64]
    for opcode in Opcode.allCases {
      let row = opcode.row
      let parts = row.mnemonic.split(separator: ".").map(String.init)
      guard parts.count == 2, let type = types[parts[0]], let signature = row.signature else { continue }
      if parts[1].hasPrefix("load") {
        #expect(signature.operands == [.i32] && signature.result == type, "\(opcode)")
      } else if parts[1].hasPrefix("store") {
        #expect(signature.operands == [.i32, type] && signature.result == nil, "\(opcode)")
      } else if let result = signature.result, result != type {
        // Tests and comparisons of that type.
        #expect(result == .i32 && signature.operands.allSatisfy { $0 == type }, "\(opcode)")
      }
      let digits = parts[1].filter(\.isNumber)
      if row.accessWidth > 0 {
        let full = type == .i32 || type == .f32 ? 4 : 8
        #expect(row.accessWidth == (Int(digits).map { $0 / 8 } ?? full), "\(opcode)")
      }
    }
  }
}
