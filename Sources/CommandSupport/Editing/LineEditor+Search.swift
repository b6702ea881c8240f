/// Looking for something in the history, from the newest entry backwards.
package struct HistorySearch: Equatable, Sendable {
  package var text = ""
  /// What was being typed before.
  let original: String
  /// The entry that is shown.
  var found: Int?
}

extension LineEditor {
  /// - Returns: nil when the key ends the search and means what it means otherwise.
  mutating func handleInSearch(_ key: Key) -> Event? {
    switch key {
    case .character(let character):
      search?.text.append(character)
      return find()
    case .backspace:
      guard search?.text.isEmpty == false else { return .refused }
      search?.text.removeLast()
      search?.found = nil
      return find()
    case .control("r"): return find(older: true)
    case .control("g"):
      buffer.replace(with: search?.original ?? "")
      search = nil
      return .changed
    default:
      search = nil
      return nil
    }
  }

  /// Shows the newest entry that fits, the one that is shown already included unless an older one is wanted. When none
  /// fits, what is shown stays.
  private mutating func find(older: Bool = false) -> Event {
    guard let search else { return .refused }
    guard !search.text.isEmpty else {
      buffer.replace(with: search.original)
      return .changed
    }
    let limit = search.found.map { older ? $0 : $0 + 1 } ?? history.entries.count
    guard let found = history.search(search.text, before: limit) else { return older ? .refused : .changed }
    self.search?.found = found
    buffer.replace(with: history.entries[found])
    return .changed
  }
}
