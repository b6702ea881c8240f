/// Takes a command line apart, word by word.
package struct OptionScanner {
  package enum Word: Equatable {
    /// `-x`, `--name` or the name of `--name=value`.
    case option(String)
    /// Anything else, and a lone `-`.
    case operand(String)
    /// `--`: no options follow.
    case end
  }

  private var words: ArraySlice<String>
  /// What followed the equals sign of the current option.
  private var attached: String?
  private var current = ""

  package init(_ words: [String]) { self.words = words[...] }

  package mutating func next() throws(UsageProblem) -> Word? {
    if attached != nil { throw UsageProblem("\(current) takes no value") }
    guard let word = words.popFirst() else { return nil }
    guard word.utf8.first == UInt8(ascii: "-"), word.utf8.count > 1 else { return .operand(word) }
    guard word != "--" else { return .end }
    current = word
    if word.utf8.starts(with: "--".utf8), let equals = word.utf8.firstIndex(of: UInt8(ascii: "=")) {
      current = String(word[..<equals])
      attached = String(word[word.utf8.index(after: equals)...])
    }
    return .option(current)
  }

  /// The current option's value: what is attached to it, or the next word whatever it looks like.
  package mutating func value() throws(UsageProblem) -> String {
    if let value = attached {
      attached = nil
      return value
    }
    guard let value = words.popFirst() else { throw UsageProblem("\(current) needs a value") }
    return value
  }

  /// A number greater than 0.
  package mutating func number<Number: LosslessStringConvertible & Comparable & ExpressibleByIntegerLiteral>(
    _: Number.Type = Number.self
  ) throws(UsageProblem) -> Number {
    let text = try value()
    guard let number = Number(text), number > 0 else { throw UsageProblem("\(current): \"\(text)\" is no positive number") }
    return number
  }

  /// The word that comes next, which stays there.
  package var peek: String? { attached == nil ? words.first : nil }

  package mutating func skip() { words.removeFirst() }

  /// All words that are left.
  package mutating func takeRest() -> [String] {
    defer { words = [] }
    return Array(words)
  }

  /// What to throw for an option that is none of `names`.
  package func unknown(_ option: String, _ names: [String]) -> UsageProblem {
    UsageProblem("unknown option \(option)\(Suggestion.question(option, names))")
  }
}
