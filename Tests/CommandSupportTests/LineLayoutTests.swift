import CommandSupport
import Testing

@Suite struct LineLayoutTests {
  private let prompt = LineLayout.Prompt(">>> ", following: "... ")

  private func layout(_ text: String, cursor: Int? = nil, width: Int = 10) -> LineLayout {
    var buffer = LineBuffer(text)
    if let cursor { buffer.move(to: cursor) }
    return LineLayout(prompt, buffer, width: width)
  }

  private func expect(
    _ layout: LineLayout, _ rows: [String], _ row: Int, _ column: Int, location: SourceLocation = #_sourceLocation
  ) {
    #expect(layout.rows == rows && layout.cursorRow == row && layout.cursorColumn == column, "\(layout)", sourceLocation: location)
  }

  @Test func lines() {
    expect(layout(""), [">>> "], 0, 4)
    expect(layout("ab", cursor: 1), [">>> ab"], 0, 5)
    expect(layout("if x:\n  y"), [">>> if x:", "...   y"], 1, 7)
    expect(layout("if x:\n  y", cursor: 5), [">>> if x:", "...   y"], 0, 9)
  }

  @Test func longLines() {
    expect(layout("abcdefgh"), [">>> abcdef", "gh"], 1, 2)
    // The cursor behind a full row, before what is in the next, and before a line break.
    expect(layout("abcdef"), [">>> abcdef", ""], 1, 0)
    expect(layout("abcdefg", cursor: 6), [">>> abcdef", "g"], 1, 0)
    expect(layout("abcdef\ng", cursor: 6), [">>> abcdef", "", "... g"], 1, 0)
  }

  @Test func wideCharacters() {
    expect(layout("漢字", cursor: 1), [">>> 漢字"], 0, 6)
    expect(layout("a漢字か", cursor: 3), [">>> a漢字", "か"], 1, 0)
    expect(layout("e\u{301}x"), [">>> e\u{301}x"], 0, 6)
    expect(layout("\u{1}\tx", width: 20), [">>> ^A  x"], 0, 9)
  }

  @Test(arguments: [
    ("a", 1), ("é", 1), ("e\u{301}", 1), ("漢", 2), ("か", 2), ("한", 2), ("ｱ", 1), ("Ａ", 2), ("😀", 2), ("❤", 1), ("❤\u{FE0F}", 2),
    ("🇩🇪", 2), ("👨‍👩‍👧", 2), ("\u{1B}", 2), ("\u{200B}", 0), ("ä̈", 1), ("\u{7F}", 2), ("ก็", 1),
  ])
  func widths(_ text: String, _ columns: Int) {
    #expect(TextWidth.columns(text) == columns)
  }

  @Test func layoutsTallerThanTheScreen() {
    let text = (0..<10).map(String.init).joined(separator: "\n")
    let end = layout(text).window(height: 3)
    #expect(end.rows == ["... 7", "... 8", "... 9"] && end.cursorRow == 2)
    let start = layout(text, cursor: 0).window(height: 3)
    #expect(start.rows == [">>> 0", "... 1", "... 2"] && start.cursorRow == 0)
  }

  @Test func columns() {
    #expect(Columns.lines(["a", "bb", "c", "d", "e"], width: 12) == ["a   c   e", "bb  d"])
    #expect(Columns.lines(["long name"], width: 5) == ["long name"])
  }
}
