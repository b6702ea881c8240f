import FuzzSupport
import Testing
import WasmCore

/// Values that wait on the stack while something happens that would change them, or ends the function: generated code must not work them out
/// later, nor what happens earlier.
@Suite("Order compared")
struct OrderTests {
  private static func constant(_ value: UInt64) -> [UInt8] { FunctionList.constant(.i32, bits: value) }
  private static func code(_ parts: Any...) -> [UInt8] {
    parts.flatMap { part -> [UInt8] in
      switch part {
      case let opcode as Opcode: opcode.encodedBytes
      case let byte as Int: [UInt8(byte)]
      default: part as? [UInt8] ?? []
      }
    }
  }

  /// The parameters: a number, maybe an address outside; one that may be 0; and one that decides.
  private static let (number, divisor, decision) = (code(Opcode.localGet, 0), code(Opcode.localGet, 1), code(Opcode.localGet, 2))

  private static let waiting: [(name: String, code: [UInt8])] = [
    ("load", code(constant(16), Opcode.i32Load, 0, 0)), ("byte", code(number, Opcode.i32Load8U, 0, 16)),
    ("sum", code(number, constant(16), Opcode.i32Load, 0, 0, Opcode.i32Add)), ("global", code(Opcode.globalGet, 0)), ("local", divisor),
    ("memory.size", code(Opcode.memorySize, 0)), ("table.size", code(Opcode.tableSize, 0)), ("table.get", code(constant(0), Opcode.tableGet, 0, Opcode.refIsNull)),
    ("choice", code(constant(16), Opcode.i32Load, 0, 0, Opcode.globalGet, 0, decision, Opcode.select)), ("comparison", code(divisor, Opcode.globalGet, 0, Opcode.i32GtU)),
  ] + trapping

  private static let trapping: [(name: String, code: [UInt8])] = [
    ("quotient", code(number, divisor, Opcode.i32DivU)), ("float", code(number, Opcode.f32ReinterpretI32, Opcode.i32TruncF32S)),
    ("sum of many", code(number, divisor, Opcode.i32DivU, (0..<20).flatMap { _ in code(number, Opcode.i32Add) })),
  ]

  private static let store = code(constant(16), constant(77), Opcode.i32Store, 0, 0)
  private static let block = code(Opcode.block, 0x40)
  private static let happening: [(name: String, code: [UInt8])] = [
    ("store", store), ("byte", code(constant(17), number, Opcode.i32Store8, 0, 0)), ("store outside", code(number, constant(1), Opcode.i32Store, 0, 0)),
    ("global", code(constant(99), Opcode.globalSet, 0)), ("local", code(constant(5), Opcode.localSet, 1)), ("tee", code(constant(6), Opcode.localTee, 1, Opcode.drop)),
    ("memory.grow", code(constant(1), Opcode.memoryGrow, 0, Opcode.drop)), ("memory.fill", code(constant(8), number, constant(20), Opcode.memoryFill, 0)),
    ("memory.copy", code(constant(8), constant(12), constant(20), Opcode.memoryCopy, 0, 0)),
    ("memory.init", code(constant(10), constant(1), constant(20), Opcode.memoryInit, 0, 0)),
    ("table.grow", code(Opcode.refNull, 0x70, constant(1), Opcode.tableGrow, 0, Opcode.drop)), ("table.set", code(constant(0), Opcode.refNull, 0x70, Opcode.tableSet, 0)),
    ("call", code(number, Opcode.call, 0, Opcode.localSet, 1)), ("call_indirect", code(number, constant(0), Opcode.callIndirect, 0, 0, Opcode.drop)),
    ("quotient", code(constant(1), divisor, Opcode.i32DivS, Opcode.drop)), ("load", code(number, Opcode.i32Load, 0, 0, Opcode.drop)),
    ("if", code(decision, Opcode.if, 0x40, store, Opcode.end)), ("trap", code(decision, Opcode.if, 0x40, Opcode.unreachable, Opcode.end)),
    ("branch", code(block, decision, Opcode.brIf, 0, store, constant(8), Opcode.localSet, 1, Opcode.end)),
    ("loop", code(Opcode.loop, 0x40, store, divisor, constant(1), Opcode.i32Sub, Opcode.localTee, 1, constant(9), Opcode.i32LtU, Opcode.brIf, 0, Opcode.end)),
    ("throw", code(block, Opcode.tryTable, 0x40, 1, 2, 0, store, decision, Opcode.if, 0x40, Opcode.throw, 0, Opcode.end, constant(3), Opcode.localSet, 1, Opcode.end, Opcode.end)),
  ]

  /// Of the same value twice something must be left, or nothing depends on it.
  private static let turnedAndSubtracted = code(constant(1), Opcode.i32Rotl, Opcode.i32Sub)

  private static func mayTrap(_ name: String) -> Bool { trapping.contains { $0.name == name } }

  /// A load outside of the memory may be, when another trap keeps its value from being used: see RATIONALE.md.
  private static func mayBeLeftOut(_ interpreted: InstancePair.Outcome, _ compiled: InstancePair.Outcome) -> Bool {
    guard interpreted == .trap(.outOfBoundsMemoryAccess), case .trap(let code) = compiled else { return false }
    return [.unreachable, .integerDivideByZero, .integerOverflow, .invalidConversionToInteger].contains(code)
  }

  private static let arguments: [[UInt64]] = [0, 5, 65_533, 0x4F00_0000, 0xFFFF_FFFF].flatMap { number in
    [0, 3].flatMap { divisor in [0, 1].map { [number, divisor, $0] } }
  }

  /// One value or two; two different ones if both may trap, or when everything is compared.
  @Test(arguments: happening.indices)
  func valuesWait(_ index: Int) throws {
    let (name, happens) = Self.happening[index]
    let parameters = [ValueType.i32, .i32, .i32]
    var list = FunctionList()
    _ = list.add([.i32], .i32, Self.code(Self.store, Self.constant(55), Opcode.globalSet, 0, Self.constant(1), Opcode.memoryGrow, 0))
    var functions: [(number: Int, name: String)] = []
    for (first, one) in Self.waiting {
      functions.append((list.add(parameters, .i32, one + happens), first))
      for (second, other) in Self.waiting where Extent.isFull || first == second || Self.mayTrap(first) && Self.mayTrap(second) {
        functions.append((list.add(parameters, .i32, one + other + happens + Self.turnedAndSubtracted), "\(first), \(second)"))
      }
    }
    guard var pair = try InstancePair(list) else { return }
    for function in functions {
      for arguments in Self.arguments {
        try pair.renew()
        for _ in 0..<2 {
          let (interpreted, compiled) = pair.call(function.number, arguments.map { Value(.i32, bits: $0) })
          #expect((interpreted == compiled || function.name.contains("byte") && Self.mayBeLeftOut(interpreted, compiled)) && pair.areEqual, "\(function.name) while \(name), \(arguments)")
        }
      }
    }
  }
}
