import CommandSupport
import Testing

/// What a terminal does with what the renderer writes.
private struct Screen {
  var rows: [[Character]] = [[]]
  var row = 0
  var column = 0

  mutating func write(_ text: String) {
    var rest = text.unicodeScalars[...]
    while let scalar = rest.popFirst() {
      switch scalar {
      case "\r": column = 0
      case "\n":
        row += 1
        if row == rows.count { rows.append([]) }
      case "\u{1B}":
        rest.removeFirst()
        let digits = rest.prefix { ("0"..."9").contains($0) }
        rest = rest.dropFirst(digits.count)
        move(rest.removeFirst(), by: Int(String(String.UnicodeScalarView(digits))) ?? 1)
      default: put(Character(scalar))
      }
    }
  }

  private mutating func move(_ final: Unicode.Scalar, by count: Int) {
    switch final {
    case "A": row = max(0, row - count)
    case "B": row = min(rows.count - 1, row + count)
    case "C": column += count
    default:
      rows[row] = Array(rows[row].prefix(column))
      rows.removeSubrange((row + 1)...)
    }
  }

  private mutating func put(_ character: Character) {
    while rows[row].count <= column { rows[row].append(" ") }
    rows[row][column] = character
    column += 1
  }

  var text: [String] { rows.map { String($0) } }
}

@Suite struct LineRendererTests {
  private var screen = Screen()
  private var renderer = LineRenderer()
  private var buffer = LineBuffer()

  private mutating func draw() {
    let layout = LineLayout(.init("> ", following: ". "), buffer, width: 8)
    screen.write(renderer.draw(layout, height: 5))
    let window = layout.window(height: 5)
    #expect(screen.column == layout.cursorColumn && screen.text.suffix(window.rows.count) == window.rows.map { $0 }[...], "\(screen)")
  }

  @Test mutating func typing() {
    screen.write("before\r\n")
    for character in "ab\ncdefghij\nk" {
      buffer.insert(String(character))
      draw()
    }
    #expect(screen.text == ["before", "> ab", ". cdefgh", "ij", ". k"])
    #expect(screen.row == 4)
    _ = buffer.moveUp()
    draw()
    #expect(screen.row == 2 && screen.column == 3)
    buffer.remove(0..<buffer.characters.count)
    draw()
    #expect(screen.text == ["before", "> "])
  }

  @Test mutating func leavingAndComingBack() {
    buffer.insert("if x:\ny")
    _ = buffer.moveUp()
    draw()
    screen.write(renderer.leave())
    #expect(screen.row == 2 && screen.column == 0)
    buffer.replace(with: "if x:\ny\nz")
    draw()
    #expect(screen.text == ["> if x:", ". y", ". z"])
    screen.write(renderer.leave())
    renderer.restart()
    buffer.replace(with: "w")
    draw()
    #expect(screen.text == ["> if x:", ". y", ". z", "> w"])
  }
}
