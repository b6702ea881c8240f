/// Inputs as text: pairs of hexadecimal digits, with comments from `#` to the end of the line.
package enum HexFile {
  package static func decode(_ text: String) -> [UInt8]? {
    var digits: [UInt8] = []
    for line in text.split(whereSeparator: \.isNewline) {
      for character in line.prefix(while: { $0 != "#" }) where !character.isWhitespace {
        guard let digit = character.hexDigitValue else { return nil }
        digits.append(UInt8(digit))
      }
    }
    guard digits.count.isMultiple(of: 2) else { return nil }
    return stride(from: 0, to: digits.count, by: 2).map { digits[$0] << 4 | digits[$0 + 1] }
  }

  package static func encode(_ bytes: [UInt8], comment: String) -> String {
    var text = comment.split(whereSeparator: \.isNewline).map { "# \($0)\n" }.joined()
    for start in stride(from: 0, to: bytes.count, by: 32) {
      let row = bytes[start..<min(start + 32, bytes.count)]
      text += row.map { byte in
        let digits = String(byte, radix: 16)
        return digits.count == 1 ? "0" + digits : digits
      }.joined(separator: " ")
      text += "\n"
    }
    return text
  }
}
