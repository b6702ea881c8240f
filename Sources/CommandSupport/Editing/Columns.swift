/// Names in columns, as `ls` shows them.
package enum Columns {
  package static func lines(_ names: [String], width: Int) -> [String] {
    let cell = (names.map { TextWidth.columns($0) }.max() ?? 0) + 2
    let perLine = max(1, width / cell)
    let lineCount = (names.count + perLine - 1) / perLine
    return (0..<lineCount).map { line in
      stride(from: line, to: names.count, by: lineCount).map { index in
        let isLast = index + lineCount >= names.count
        return names[index] + (isLast ? "" : String(repeating: " ", count: cell - TextWidth.columns(names[index])))
      }.joined()
    }
  }
}
