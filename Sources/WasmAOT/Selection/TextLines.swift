/// The lines of a text that people may have edited, with their numbers.
struct TextLines: Sequence, IteratorProtocol {
  struct Line {
    let number: Int
    /// Without space around it.
    let text: String

    /// Whether it is for people only.
    var isComment: Bool { text.isEmpty || text.utf8.first == UInt8(ascii: "#") }
  }

  private var rest: ArraySlice<Substring.UTF8View>
  private var number = 0

  init(_ text: String) {
    // By bytes: as a character, a line break of Windows would not be one.
    rest = ArraySlice(text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false))
  }

  mutating func next() -> Line? {
    guard let line = rest.popFirst() else { return nil }
    number += 1
    func isSpace(_ byte: UInt8) -> Bool { byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") || byte == UInt8(ascii: "\r") }
    let start = line.drop(while: isSpace)
    let end = start.lastIndex { !isSpace($0) }.map { start.index(after: $0) } ?? start.startIndex
    return Line(number: number, text: String(Substring(start[..<end])))
  }
}

/// What is wrong with a text, and on which line.
public struct TextError: Error, Equatable, Sendable, CustomStringConvertible {
  /// Counted from 1.
  public let line: Int
  public let message: String

  public var description: String { "line \(line): \(message)" }
}
