/// How a text with its prompt is laid out on a terminal: rows that are no wider than it, and where the cursor is.
package struct LineLayout: Equatable, Sendable {
  package struct Prompt: Equatable, Sendable {
    package let first: String
    /// Before all lines but the first.
    package let following: String

    package init(_ first: String, following: String) { (self.first, self.following) = (first, following) }
  }

  package private(set) var rows: [String] = [""]
  package private(set) var cursorRow = 0
  package private(set) var cursorColumn = 0
  private var column = 0
  private let width: Int
  private static let tabWidth = 8

  package init(_ prompt: Prompt, _ buffer: LineBuffer, width: Int) {
    self.width = max(width, 2)
    prompt.first.forEach { append($0) }
    for (index, character) in buffer.characters.enumerated() {
      if character == "\n" {
        if index == buffer.cursor { placeCursor() }
        startRow()
        prompt.following.forEach { append($0) }
      } else {
        append(character, isCursor: index == buffer.cursor)
      }
    }
    if buffer.isAtEnd { placeCursor() }
  }

  private mutating func startRow() {
    rows.append("")
    column = 0
  }

  /// Behind a row that is full, the cursor has its place in the next.
  private mutating func placeCursor() {
    if column == width { startRow() }
    markCursor()
  }

  private mutating func markCursor() { (cursorRow, cursorColumn) = (rows.count - 1, column) }

  private mutating func append(_ character: Character, isCursor: Bool = false) {
    let text = character == "\t" ? String(repeating: " ", count: Self.tabWidth - column % Self.tabWidth) : TextWidth.visible(character)
    let columns = character == "\t" ? text.count : TextWidth.columns(character)
    if column + columns > width { startRow() }
    if isCursor { markCursor() }
    rows[rows.count - 1] += text
    // A tab at the start of a very narrow row may be wider than that.
    column = min(column + columns, width)
  }

  /// The rows that fit on a screen of `height` rows, the cursor's among them.
  package func window(height: Int) -> (rows: ArraySlice<String>, cursorRow: Int) {
    let start = max(0, cursorRow - max(height, 1) + 1)
    return (rows[start..<min(rows.count, start + max(height, 1))], cursorRow - start)
  }
}
