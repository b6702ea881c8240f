/// The tab key.
extension LineEditor {
  /// At the start of a line it indents; behind a name it asks for the names that begin so.
  mutating func tab() -> Event {
    let line = buffer.lineBeforeCursor
    guard line.contains(where: { !$0.isWhitespace }) else { return insert(Indentation.toNextStop(line.count)) }
    let name = nameBeforeCursor
    return name.isEmpty ? .refused : .wantsCompletions(name)
  }

  /// A name, with dots in it, that ends at the cursor.
  package var nameBeforeCursor: String {
    let line = buffer.lineBeforeCursor
    let isPart: (Character) -> Bool = { $0.isLetter || $0.isNumber || $0 == "_" || $0 == "." }
    return String(line.suffix(line.reversed().prefix(while: isPart).count))
  }

  /// Replaces `name` by what all matches begin with.
  /// - Returns: the matches, when there are several and they have nothing more in common: they are to be shown.
  package mutating func complete(_ name: String, with matches: [String]) -> [String] {
    guard let first = matches.first, name == nameBeforeCursor else { return [] }
    let common = matches.dropFirst().reduce(first) { String(zip($0, $1).prefix { $0 == $1 }.map(\.0)) }
    guard matches.count == 1 || common.count > name.count else { return matches }
    buffer.remove(buffer.cursor - name.count..<buffer.cursor)
    buffer.insert(common)
    return []
  }
}
