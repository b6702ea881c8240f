import FuzzSupport
import Testing
import WasmCore

/// Each instruction on memory at the edges of the memory, its address a variable or a constant.
@Suite("Memory instructions compared")
struct MemoryInstructionTests {
  static let accesses = Opcode.allCases.filter { $0.row.accessWidth > 0 }
  private static let page = UInt64(MemoryType.pageSize)
  private static let offsets: [UInt64] = [0, 1, page - 2, page, 2 * page, 0x7FFF_FFFF, 0xFFFF_FFF8, 0xFFFF_FFFF]

  /// Addresses with which an instruction reaches the limits of a memory of one or two pages, or of what is addressable.
  private static func addresses(_ offset: UInt64) -> [UInt64] {
    var addresses: Set<UInt64> = []
    for edge in [0, Int(page), 2 * Int(page), 1 << 31, 1 << 32] {
      for address in edge - 9...edge + 2 {
        for candidate in [address, address - Int(offset)] where UInt32(exactly: candidate) != nil { addresses.insert(UInt64(candidate)) }
      }
    }
    return addresses.sorted()
  }

  /// The same before and after the memory grows.
  private func compare(_ pair: InstancePair, _ calls: () -> Void) {
    for pages in 1...2 {
      for memory in pair.memories {
        if pages == 2 { #expect(memory.grow(byPages: 1) == 1) }
        memory.withUnsafeMutableBytes { bytes in
          for index in bytes.indices { bytes[index] = UInt8(truncatingIfNeeded: index &* 151 ^ index >> 8) }
        }
      }
      calls()
    }
  }

  @Test(arguments: accesses)
  func accessesDoTheSame(_ opcode: Opcode) throws {
    let signature = try #require(opcode.row.signature)
    let values = Array(signature.operands[1...])
    var list = FunctionList()
    var calls: [(function: Int, address: UInt64?, addresses: [UInt64])] = []
    for offset in Self.offsets {
      let access = opcode.encodedBytes + [0] + LEB128.unsigned(offset)
      let addresses = Self.addresses(offset)
      let variable = list.add(signature.operands, signature.result, FunctionList.variables(1 + values.count) + access)
      calls.append((variable, nil, addresses))
      if signature.result != nil {
        let dropped = list.add(signature.operands, nil, FunctionList.variables(1) + access + Opcode.drop.encodedBytes)
        calls.append((dropped, nil, addresses))
      }
      for (index, address) in addresses.enumerated() where Extent.isFull || index.isMultiple(of: 8) {
        let code = FunctionList.constant(.i32, bits: address) + FunctionList.variables(values.count) + access
        calls.append((list.add(values, signature.result, code), address, [address]))
      }
    }
    guard let pair = try InstancePair(list) else { return }
    compare(pair) {
      for (function, constant, addresses) in calls {
        for (index, address) in addresses.enumerated() {
          let arguments = (constant == nil ? [Value(.i32, bits: address)] : []) + values.map { Value($0, bits: 0x9E37_79B9_7F4A_7C15 &* UInt64(index + 1)) }
          let (interpreted, compiled) = pair.call(function, arguments)
          #expect(interpreted == compiled, "\(opcode.mnemonic), function \(function), \(constant == nil ? "variable" : "constant") \(address)")
        }
        #expect(pair.memoriesAreEqual, "\(opcode.mnemonic), function \(function)")
      }
    }
  }

  @Test(arguments: [(Opcode.memoryFill, [UInt8(0)]), (.memoryCopy, [0, 0]), (.memoryInit, [0, 0])])
  func stretchesDoTheSame(_ opcode: Opcode, _ immediates: [UInt8]) throws {
    var list = FunctionList()
    let function = list.add([.i32, .i32, .i32], nil, FunctionList.variables(3) + opcode.encodedBytes + immediates)
    guard let pair = try InstancePair(list) else { return }
    let edges = [0, 1, 50, 100, Self.page - 1, Self.page, Self.page + 1, 2 * Self.page, 0xFFFF_FFFF].map { Value(.i32, bits: $0) }
    compare(pair) {
      for to in edges { for from in edges { for count in edges {
        let (interpreted, compiled) = pair.call(function, [to, from, count])
        #expect(interpreted == compiled && pair.memoriesAreEqual, "\(opcode.mnemonic) \(to) \(from) \(count)")
      } } }
    }
  }
}
