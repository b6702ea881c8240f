/// What someone probably meant who typed a word that does not exist.
package enum Suggestion {
  /// The name that is nearest to `word`, when one is near enough.
  package static func nearest(to word: String, among names: [String]) -> String? {
    let prefixed = names.filter { $0.hasPrefix(word) }
    // A beginning that only one name has is as clear as a typing error; a dash or two alone mean nothing.
    if word.count > 2, prefixed.count == 1 { return prefixed[0] }
    let near = names.map { (name: $0, distance: distance(word, $0)) }.min { $0.distance < $1.distance }
    guard let near, near.distance <= max(1, near.name.count / 4) else { return nil }
    return near.name
  }

  /// " (did you mean …?)", or nothing.
  package static func question(_ word: String, _ names: [String]) -> String {
    nearest(to: word, among: names).map { " (did you mean \($0)?)" } ?? ""
  }

  /// How many characters have to be inserted, removed, replaced or swapped with their neighbour.
  static func distance(_ first: String, _ second: String) -> Int {
    let (a, b) = (Array(first), Array(second))
    var beforeLast: [Int] = []
    var last = Array(0...b.count)
    for i in a.indices {
      var row = [i + 1]
      for j in b.indices {
        var best = min(last[j + 1] + 1, row[j] + 1, last[j] + (a[i] == b[j] ? 0 : 1))
        if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] { best = min(best, beforeLast[j - 1] + 1) }
        row.append(best)
      }
      (beforeLast, last) = (last, row)
    }
    return last[b.count]
  }
}
