/// How many columns of a terminal text takes.
package enum TextWidth {
  package static func columns(_ text: some Sequence<Character>) -> Int { text.reduce(0) { $0 + columns($1) } }

  /// 0, 1 or 2. Control characters are shown as `^X`.
  package static func columns(_ character: Character) -> Int {
    guard let scalar = character.unicodeScalars.first else { return 0 }
    if scalar.value < 0x7F { return scalar.value < 0x20 ? 2 : 1 }
    if isControl(scalar) { return 2 }
    // A picture that U+FE0F asks for, and flags, which are pairs.
    if character.unicodeScalars.contains("\u{FE0F}"), scalar.properties.isEmoji { return 2 }
    return character.unicodeScalars.map(columns).max() ?? 0
  }

  /// A character as a terminal can show it.
  package static func visible(_ character: Character) -> String {
    guard let scalar = character.unicodeScalars.first, isControl(scalar) else { return String(character) }
    guard scalar.value < 0x80 else { return "^?" }
    return "^" + String(Unicode.Scalar(UInt8(scalar.value ^ 0x40)))
  }

  private static func isControl(_ scalar: Unicode.Scalar) -> Bool { scalar.properties.generalCategory == .control }

  private static func columns(_ scalar: Unicode.Scalar) -> Int {
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .format: return 0
    default: break
    }
    if scalar.properties.isEmojiPresentation { return 2 }
    return wide.contains { $0.contains(scalar.value) } ? 2 : 1
  }

  /// What Unicode calls wide or fullwidth, in blocks.
  private static let wide: [ClosedRange<UInt32>] = [
    0x1100...0x115F,  // Hangul that starts a syllable
    0x2E80...0x303E, 0x3041...0x33FF,  // radicals, kana, Bopomofo, squared words
    0x3400...0x4DBF, 0x4E00...0x9FFF,  // ideographs
    0xA000...0xA4CF,  // Yi
    0xA960...0xA97C,  // more Hangul
    0xAC00...0xD7A3,  // syllables of Hangul
    0xF900...0xFAFF,  // compatibility ideographs
    0xFE30...0xFE6F, 0xFF01...0xFF60, 0xFFE0...0xFFE6,  // fullwidth forms
    0x16FE0...0x18DFF, 0x1AFF0...0x1B2FF,  // Tangut, Khitan, more kana, Nüshu
    0x20000...0x3FFFD,  // supplementary ideographs
  ]
}
