/// Writes layouts over each other. What it returns is to be written to the terminal.
package struct LineRenderer: Sendable {
  /// In which of the rows that were drawn the terminal's cursor is.
  private var cursorRow = 0
  private var rowCount = 1

  package init() {}

  /// Shows the layout in the place of the one before.
  package mutating func draw(_ layout: LineLayout, height: Int) -> String {
    let (rows, row) = layout.window(height: height)
    var output = toStart + "\u{1B}[J" + rows.joined(separator: "\r\n") + "\r"
    // Where the cursor is after a row that is full depends on the terminal; after a carriage return it does not.
    let up = rows.count - 1 - row
    if up > 0 { output += "\u{1B}[\(up)A" }
    if layout.cursorColumn > 0 { output += "\u{1B}[\(layout.cursorColumn)C" }
    (cursorRow, rowCount) = (row, rows.count)
    return output
  }

  /// Goes to the row below everything that was drawn; `draw` then draws in the same place as before.
  package mutating func leave() -> String {
    let down = rowCount - 1 - cursorRow
    cursorRow = rowCount
    return (down > 0 ? "\u{1B}[\(down)B" : "") + "\r\n"
  }

  /// Forgets what was drawn: the next is drawn where the cursor is.
  package mutating func restart() { (cursorRow, rowCount) = (0, 1) }

  private var toStart: String { "\r" + (cursorRow > 0 ? "\u{1B}[\(cursorRow)A" : "") }
}
