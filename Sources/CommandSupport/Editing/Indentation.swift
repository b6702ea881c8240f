/// Where the next line of Python code probably starts.
package enum Indentation {
  package static let width = 4

  /// The spaces that a line after `text` begins with.
  package static func after(_ text: String) -> String {
    let line = text.split(separator: "\n", omittingEmptySubsequences: false).last ?? ""
    let leading = String(line.prefix { $0 == " " || $0 == "\t" })
    let code = line.trimmingSpaces
    if code.last == ":" { return leading + String(repeating: " ", count: width) }
    let leavesBlock = ["return", "raise", "pass", "break", "continue"].contains { word in
      code.hasPrefix(word) && !(code.dropFirst(word.count).first.map { $0.isLetter || $0.isNumber || $0 == "_" } ?? false)
    }
    return leavesBlock && leading.count >= width ? String(leading.dropLast(width)) : leading
  }

  /// The spaces that bring a line which has `column` of them to the next stop.
  package static func toNextStop(_ column: Int) -> String { String(repeating: " ", count: width - column % width) }

  /// How many spaces are between `column` and the stop before it.
  package static func toPreviousStop(_ column: Int) -> Int { (column - 1) % width + 1 }
}

extension StringProtocol {
  /// Without the spaces at both ends.
  package var trimmingSpaces: SubSequence {
    let start = drop { $0.isWhitespace }
    return start[..<(start.lastIndex { !$0.isWhitespace }.map { start.index(after: $0) } ?? start.startIndex)]
  }
}
