/// What follows `ESC [` or `ESC O`, as xterm and its relatives send it.
enum KeySequences {
  /// - Parameter parameters: numbers and semicolons, as in `1;5`.
  static func key(parameters: ArraySlice<UInt8>, final: UInt8) -> Key {
    let numbers = parameters.split(separator: UInt8(ascii: ";"), omittingEmptySubsequences: false).map { Int(String(decoding: $0, as: UTF8.self)) }
    let first = (numbers.first ?? nil) ?? 1
    // 1 and a bit for each of Shift, Alt and Control.
    let modifiers = numbers.count > 1 ? (numbers[1] ?? 1) - 1 : 0
    let movesByWord = modifiers & 6 != 0
    return switch Character(Unicode.Scalar(final)) {
    case "A": .up
    case "B": .down
    case "C": movesByWord ? .wordRight : .right
    case "D": movesByWord ? .wordLeft : .left
    case "H": .home
    case "F": .end
    case "M": .enter  // of the number pad
    case "Z": .backTab
    case "~": numbered(first)
    default: .unknown
    }
  }

  private static func numbered(_ number: Int) -> Key {
    switch number {
    case 1, 7: .home
    case 4, 8: .end
    case 3: .delete
    default: .unknown
    }
  }
}
