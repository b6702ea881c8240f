import WasmCore

/// A module taken apart into sections, without knowing what they mean. Putting it together computes all sizes anew, so
/// that a change of contents does not break the framing.
package struct WasmImage {
  package struct Section {
    package var identifier: UInt8
    package var payload: [UInt8]
  }

  package static let header: [UInt8] = [0x00, 0x61, 0x73, 0x6D, 0x01, 0x00, 0x00, 0x00]
  package static let codeSection: UInt8 = 10

  package var sections: [Section] = []

  package init() {}

  /// nil when the framing of `bytes` is broken.
  package init?(_ bytes: [UInt8]) {
    guard bytes.starts(with: Self.header) else { return nil }
    var position = 8
    while position < bytes.count {
      guard let (size, start) = LEB128.read(bytes, at: position + 1), start + size <= bytes.count else { return nil }
      sections.append(Section(identifier: bytes[position], payload: Array(bytes[start..<start + size])))
      position = start + size
    }
  }

  package var bytes: [UInt8] {
    sections.reduce(into: Self.header) { bytes, section in
      bytes.append(section.identifier)
      bytes += sized(section.payload)
    }
  }

  package func index(of identifier: UInt8) -> Int? { sections.firstIndex { $0.identifier == identifier } }

  /// The bodies in the code section, without their sizes; nil when there are none to be found.
  package var bodies: [[UInt8]]? {
    get {
      guard let index = index(of: Self.codeSection) else { return nil }
      let payload = sections[index].payload
      guard var (count, position) = LEB128.read(payload, at: 0), count > 0 else { return nil }
      var bodies: [[UInt8]] = []
      while count > 0 {
        guard let (size, start) = LEB128.read(payload, at: position), start + size <= payload.count else { return nil }
        bodies.append(Array(payload[start..<start + size]))
        position = start + size
        count -= 1
      }
      return bodies
    }
    set {
      guard let newValue, let index = index(of: Self.codeSection) else { return }
      sections[index].payload = vector(newValue.map(sized))
    }
  }
}

/// A function body taken apart into its declarations of locals and its instructions.
package struct BodyImage {
  package var locals: [UInt8]
  package var instructions: [[UInt8]]
  package var opcodes: [Opcode]

  /// nil when something in `bytes` cannot be decoded.
  package init?(_ bytes: [UInt8]) {
    let module = ModuleBytes(bytes)
    var reader = ByteReader(module, 0..<bytes.count)
    do {
      for _ in 0..<(try reader.count(limit: 50_000, of: "groups")) {
        _ = try reader.u32()
        _ = try reader.valueType([])
      }
      locals = Array(bytes[..<reader.offset])
      instructions = []
      opcodes = []
      var decoder = InstructionDecoder(reader, canonicalTypes: [])
      var instruction = Instruction()
      while !decoder.reader.isAtEnd {
        let start = decoder.reader.offset
        _ = try decoder.decode(into: &instruction)
        instructions.append(Array(bytes[start..<decoder.reader.offset]))
        opcodes.append(instruction.opcode)
      }
    } catch { return nil }
  }

  package var bytes: [UInt8] { locals + instructions.joined() }
}
