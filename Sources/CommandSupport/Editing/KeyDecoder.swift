/// Turns the bytes that a terminal sends into keys.
package struct KeyDecoder: Sendable {
  private enum State {
    case ground
    /// An escape character came.
    case escape
    /// `ESC [` or `ESC O` and what followed.
    case sequence([UInt8])
    /// The first bytes of a character in UTF-8, and how many it will have; whether Alt was pressed.
    case character([UInt8], length: Int, isAlt: Bool)
    case paste
  }

  private var state = State.ground
  /// What was pasted so far. Not in `state`, or each byte would copy all.
  private var pasted: [UInt8] = []
  private static let escape: UInt8 = 0x1B

  package init() {}

  /// Whether more bytes are needed to tell the key; a lone escape key is one that no byte follows soon.
  package var isInside: Bool { if case .ground = state { false } else { true } }

  /// Whether what is incomplete is something pasted, which is worth waiting for.
  package var isPasting: Bool { if case .paste = state { true } else { false } }

  /// Gives up on what is incomplete.
  package mutating func reset() { state = .ground }

  package mutating func feed(_ byte: UInt8) -> Key? {
    switch state {
    case .ground: return start(byte, isAlt: false)
    case .escape:
      if byte == UInt8(ascii: "[") || byte == UInt8(ascii: "O") {
        state = .sequence([byte])
        return nil
      }
      return start(byte, isAlt: true)
    case .sequence(let bytes): return sequence(bytes, byte)
    case .character(let bytes, let length, let isAlt): return character(bytes, byte, length, isAlt)
    case .paste: return paste(byte)
    }
  }

  private mutating func start(_ byte: UInt8, isAlt: Bool) -> Key? {
    state = .ground
    switch byte {
    case Self.escape: state = .escape
    case 0x0D, 0x0A: return isAlt ? .alt("\n") : .enter
    case 0x09: return isAlt ? .unknown : .tab
    case 0x08, 0x7F: return isAlt ? .deleteWordBackward : .backspace
    case ..<0x20: return isAlt ? .unknown : .control(Character(Unicode.Scalar(byte < 0x1B && byte > 0 ? byte | 0x60 : byte | 0x40)))
    case ..<0x80:
      let character = Character(Unicode.Scalar(byte))
      return isAlt ? .alt(character) : .character(character)
    case 0xC2...0xDF: state = .character([byte], length: 2, isAlt: isAlt)
    case 0xE0...0xEF: state = .character([byte], length: 3, isAlt: isAlt)
    case 0xF0...0xF4: state = .character([byte], length: 4, isAlt: isAlt)
    default: return .unknown
    }
    return nil
  }

  private mutating func character(_ bytes: [UInt8], _ byte: UInt8, _ length: Int, _ isAlt: Bool) -> Key? {
    // Not what this character needs: it is dropped, and the byte starts something new.
    guard byte & 0xC0 == 0x80 else { return start(byte, isAlt: false) }
    let bytes = bytes + [byte]
    guard bytes.count == length else {
      state = .character(bytes, length: length, isAlt: isAlt)
      return nil
    }
    state = .ground
    guard let text = String(validating: bytes, as: UTF8.self), let character = text.first else { return .unknown }
    return isAlt ? .alt(character) : .character(character)
  }

  private mutating func sequence(_ bytes: [UInt8], _ byte: UInt8) -> Key? {
    if byte == Self.escape {
      state = .escape
      return .unknown
    }
    let isFinal = (0x40...0x7E).contains(byte)
    // No sequence that means something here is longer.
    guard isFinal || bytes.count > 16 else {
      state = .sequence(bytes + [byte])
      return nil
    }
    state = .ground
    if isFinal, bytes.dropFirst().elementsEqual("200".utf8), byte == UInt8(ascii: "~") {
      (state, pasted) = (.paste, [])
      return nil
    }
    return isFinal ? KeySequences.key(parameters: bytes.dropFirst(), final: byte) : .unknown
  }

  private mutating func paste(_ byte: UInt8) -> Key? {
    pasted.append(byte)
    guard byte == Self.endOfPaste.last, pasted.suffix(Self.endOfPaste.count) == Self.endOfPaste[...] else { return nil }
    let text = String(decoding: pasted.dropLast(Self.endOfPaste.count), as: UTF8.self)
    (state, pasted) = (.ground, [])
    return .paste(text.replacing("\r\n", with: "\n").replacing("\r", with: "\n"))
  }

  private static let endOfPaste = Array("\u{1B}[201~".utf8)
}
