/// What was entered before, and where in it someone is looking.
package struct History: Sendable {
  package private(set) var entries: [String]
  /// The most entries that are kept.
  package static let limit = 2000
  /// The entry that is shown; `entries.count` is the text that was being typed.
  private var position: Int
  /// What was being typed before the first step back.
  private var draft = ""

  package init(_ entries: [String] = []) {
    self.entries = entries.suffix(Self.limit)
    position = self.entries.count
  }

  /// - Returns: whether it was added: nothing empty is, and nothing twice in a row.
  @discardableResult
  package mutating func add(_ entry: String) -> Bool {
    defer { rewind() }
    guard entry.contains(where: { !$0.isWhitespace }), entry != entries.last else { return false }
    entries.append(entry)
    if entries.count > Self.limit { entries.removeFirst() }
    return true
  }

  /// Goes back to the text that is being typed.
  package mutating func rewind() {
    position = entries.count
    draft = ""
  }

  /// The entry before the one that is shown; nil when there is none.
  package mutating func previous(current: String) -> String? {
    guard position > 0 else { return nil }
    if position == entries.count { draft = current }
    position -= 1
    return entries[position]
  }

  package mutating func next() -> String? {
    guard position < entries.count else { return nil }
    position += 1
    return position == entries.count ? draft : entries[position]
  }

  /// The newest entry before `limit` that contains the text.
  package func search(_ text: String, before limit: Int) -> Int? {
    entries[..<min(limit, entries.count)].lastIndex { $0.contains(text) }
  }
}
