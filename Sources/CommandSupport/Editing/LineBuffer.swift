/// The text that is being edited, of one or more lines, and the cursor between its characters.
package struct LineBuffer: Equatable, Sendable {
  package private(set) var characters: [Character]
  /// The index of the character that the cursor stands before.
  package private(set) var cursor: Int
  /// What was removed last, for Ctrl-Y.
  private var removed: [Character] = []

  /// The cursor is at the end.
  package init(_ text: String = "") {
    characters = Array(text)
    cursor = characters.count
  }

  package var text: String { String(characters) }
  package var isEmpty: Bool { characters.isEmpty }
  package var textBeforeCursor: String { String(characters[..<cursor]) }
  package var isAtEnd: Bool { cursor == characters.count }

  /// Replaces everything; the cursor goes to the end.
  package mutating func replace(with text: String) {
    characters = Array(text)
    cursor = characters.count
  }

  /// Inserts at the cursor. What is inserted may become one character with what is before it, as an accent does.
  package mutating func insert(_ text: String) {
    let before = Array(textBeforeCursor + text)
    characters = Array(String(before) + String(characters[cursor...]))
    cursor = min(before.count, characters.count)
  }

  /// Removes the characters in the range and puts the cursor there.
  package mutating func remove(_ range: Range<Int>) {
    characters.removeSubrange(range)
    cursor = range.lowerBound
  }

  /// The same, but Ctrl-Y brings them back.
  package mutating func cut(_ range: Range<Int>) {
    guard !range.isEmpty else { return }
    removed = Array(characters[range])
    remove(range)
  }

  package mutating func paste() { insert(String(removed)) }

  /// - Returns: whether there was a character to remove.
  package mutating func deleteBackward(_ count: Int = 1) -> Bool {
    guard cursor > 0 else { return false }
    remove(max(0, cursor - count)..<cursor)
    return true
  }

  package mutating func deleteForward() -> Bool {
    guard !isAtEnd else { return false }
    remove(cursor..<cursor + 1)
    return true
  }

  /// Moves the cursor, at most to an end of the text.
  package mutating func move(to index: Int) { cursor = min(max(index, 0), characters.count) }
}
