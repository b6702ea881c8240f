import FuzzSupport
import Testing
import WasmCore

/// Each numeric instruction on all edge values, as variables and as constants, which take different ways through the translator and the Swift
/// compiler.
@Suite("Numeric instructions compared")
struct NumericInstructionTests {
  static let opcodes = Opcode.allCases.filter { opcode in
    opcode.row.immediates == .none && opcode.row.signature.map { !$0.operands.isEmpty && $0.result?.isReference == false } == true
  }

  /// A function that applies an instruction to what it takes, and to constants in the place of the rest.
  private struct Case {
    let function: Int
    let constants: [UInt64?]
  }

  private func cases(_ opcode: Opcode, _ list: inout FunctionList) throws -> [Case] {
    let signature = try #require(opcode.row.signature)
    let types = signature.operands
    let values = types.map(EdgeValues.of)
    var forms: [[UInt64?]] = [types.map { _ in nil }]
    for index in values[0].indices where Extent.isFull || index.isMultiple(of: 8) {
      forms.append(values.map { $0[index] })
      guard types.count == 2 else { continue }
      forms += [[values[0][index], nil], [nil, values[1][index]], [values[0][index], values[1][(index + 5) % values[1].count]]]
    }
    return forms.map { constants in
      var (code, parameters) = ([UInt8](), [ValueType]())
      for (type, constant) in zip(types, constants) {
        if let constant {
          code += FunctionList.constant(type, bits: constant)
        } else {
          code += Opcode.localGet.encodedBytes + [UInt8(parameters.count)]
          parameters.append(type)
        }
      }
      return Case(function: list.add(parameters, signature.result, code + opcode.encodedBytes), constants: constants)
    }
  }

  @Test(arguments: opcodes)
  func allDoTheSame(_ opcode: Opcode) throws {
    var list = FunctionList()
    let cases = try cases(opcode, &list)
    guard let pair = try InstancePair(list), let signature = opcode.row.signature, let result = signature.result else { return }
    for entry in cases {
      let operands = zip(signature.operands, entry.constants).map { type, constant in constant.map { [$0] } ?? EdgeValues.of(type) }
      let further = operands.count > 1 ? operands[1].map { [$0] } : [[]]
      for values in operands[0].flatMap({ first in further.map { [first] + $0 } }) {
        let arguments = zip(zip(signature.operands, values), entry.constants).compactMap { $1 == nil ? Value($0.0, bits: $0.1) : nil }
        let (interpreted, compiled) = pair.call(entry.function, arguments)
        let isSame = interpreted == compiled || Self.mayDiffer(opcode, result, interpreted, compiled, values)
        #expect(isSame, "\(opcode.mnemonic) \(entry.constants) \(values.map { String($0, radix: 16) }): \(interpreted), \(compiled)")
      }
    }
  }

  /// Whether both are a NaN that the instruction may return: a quiet one, with the payload of the canonical one if its operands have no other.
  private static func mayDiffer(_ opcode: Opcode, _ type: ValueType, _ a: InstancePair.Outcome, _ b: InstancePair.Outcome, _ operands: [UInt64]) -> Bool {
    guard opcode.makesNaN, case .value(let one) = a, case .value(let other) = b, let operandType = opcode.row.signature?.operands[0] else { return false }
    let mayBeAny = operands.contains { isNaN($0, operandType) && !isCanonical($0, operandType) }
    return [one, other].allSatisfy { isNaN($0, type) && (mayBeAny ? isQuiet($0, type) : isCanonical($0, type)) }
  }

  private static func isNaN(_ bits: UInt64, _ type: ValueType) -> Bool {
    type == .f32 ? Float(bitPattern: UInt32(bits)).isNaN : Double(bitPattern: bits).isNaN
  }

  private static func isQuiet(_ bits: UInt64, _ type: ValueType) -> Bool { bits & (type == .f32 ? 1 << 22 : 1 << 51) != 0 }

  private static func isCanonical(_ bits: UInt64, _ type: ValueType) -> Bool {
    type == .f32 ? bits & 0x7FFF_FFFF == 0x7FC0_0000 : bits & ~(1 << 63) == 0x7FF8_0000_0000_0000
  }
}
