/// The lines of the text, and moving between them.
extension LineBuffer {
  package var startOfLine: Int { (characters[..<cursor].lastIndex(of: "\n") ?? -1) + 1 }
  package var endOfLine: Int { characters[cursor...].firstIndex(of: "\n") ?? characters.count }
  /// The line that the cursor is in, as far as the cursor.
  package var lineBeforeCursor: String { String(characters[startOfLine..<cursor]) }

  /// Moves to the line above, to the same column if it has one.
  /// - Returns: false when there is no such line.
  package mutating func moveUp() -> Bool {
    let start = startOfLine
    guard start > 0 else { return false }
    let column = cursor - start
    move(to: start - 1)
    move(to: min(startOfLine + column, cursor))
    return true
  }

  package mutating func moveDown() -> Bool {
    let end = endOfLine
    guard end < characters.count else { return false }
    let column = cursor - startOfLine
    move(to: end + 1)
    move(to: min(cursor + column, endOfLine))
    return true
  }
}
