/// What keys do to the text and the history: the editor without the terminal.
package struct LineEditor: Sendable {
  /// What the caller has to do after a key.
  package enum Event: Equatable, Sendable {
    /// Show the text again.
    case changed
    /// The key does nothing here.
    case refused
    /// The text is to be used.
    case submitted
    /// The text is to be forgotten.
    case cancelled
    /// Nothing more will be entered.
    case ended
    /// The names that begin with this are wanted; `complete` takes them.
    case wantsCompletions(String)
    case wantsClearScreen
    case wantsSuspension
  }

  package var buffer = LineBuffer()
  package var history: History
  /// What Ctrl-R looks for.
  package internal(set) var search: HistorySearch?

  package init(history: History = History()) { self.history = history }

  /// Starts with an empty text, or with what is to be continued.
  package mutating func begin(with text: String = "") {
    buffer.replace(with: text)
    history.rewind()
    search = nil
  }

  package mutating func handle(_ key: Key) -> Event {
    if search != nil, let event = handleInSearch(key) { return event }
    switch key {
    case .character(let character): return insert(String(character))
    case .paste(let text): return insert(text)
    case .enter: return enter()
    case .tab: return tab()
    case .backspace: return changed(buffer.deleteBackward(spacesBeforeCursor))
    case .delete: return changed(buffer.deleteForward())
    case .left: return move(buffer.cursor - 1)
    case .right: return move(buffer.cursor + 1)
    case .home: return move(buffer.startOfLine)
    case .end: return move(buffer.endOfLine)
    case .wordLeft: return move(buffer.startOfWord)
    case .wordRight: return move(buffer.endOfWord)
    case .up: return up()
    case .down: return down()
    case .deleteWordBackward: return cut(buffer.startOfWord..<buffer.cursor)
    case .control(let letter): return control(letter)
    case .alt(let letter): return alt(letter)
    case .backTab, .unknown: return .refused
    }
  }

  private mutating func control(_ letter: Character) -> Event {
    switch letter {
    case "a": return handle(.home)
    case "b": return handle(.left)
    case "c": return .cancelled
    case "d": return buffer.isEmpty ? .ended : handle(.delete)
    case "e": return handle(.end)
    case "f": return handle(.right)
    case "k": return cut(buffer.cursor..<max(buffer.endOfLine, min(buffer.cursor + 1, buffer.characters.count)))
    case "l": return .wantsClearScreen
    case "n": return down()
    case "p": return up()
    case "r":
      search = HistorySearch(original: buffer.text)
      return .changed
    case "u": return cut(buffer.startOfLine..<buffer.cursor)
    case "w": return cut(buffer.startOfText..<buffer.cursor)
    case "y":
      buffer.paste()
      return .changed
    case "z": return .wantsSuspension
    default: return .refused
    }
  }

  private mutating func alt(_ letter: Character) -> Event {
    switch letter {
    case "b", "B": handle(.wordLeft)
    case "f", "F": handle(.wordRight)
    case "d", "D": cut(buffer.cursor..<buffer.endOfWord)
    case "\n": insert("\n")
    default: .refused
    }
  }

  mutating func insert(_ text: String) -> Event {
    buffer.insert(text)
    return .changed
  }

  private func changed(_ something: Bool) -> Event { something ? .changed : .refused }

  private mutating func move(_ index: Int) -> Event {
    let before = buffer.cursor
    buffer.move(to: index)
    return changed(buffer.cursor != before)
  }

  private mutating func cut(_ range: Range<Int>) -> Event {
    buffer.cut(range)
    return changed(!range.isEmpty)
  }

  /// On the last line the text is complete as far as the editor knows; above it, a line is inserted.
  private mutating func enter() -> Event {
    guard buffer.endOfLine < buffer.characters.count else {
      buffer.move(to: buffer.characters.count)
      return .submitted
    }
    return insert("\n" + Indentation.after(buffer.textBeforeCursor))
  }

  private mutating func up() -> Event {
    if buffer.moveUp() { return .changed }
    return show(history.previous(current: buffer.text))
  }

  private mutating func down() -> Event {
    if buffer.moveDown() { return .changed }
    return show(history.next())
  }

  private mutating func show(_ entry: String?) -> Event {
    guard let entry else { return .refused }
    buffer.replace(with: entry)
    return .changed
  }

  /// How many characters the backspace key removes: of an indentation, a whole step.
  private var spacesBeforeCursor: Int {
    let line = buffer.lineBeforeCursor
    return !line.isEmpty && line.allSatisfy { $0 == " " } ? Indentation.toPreviousStop(line.count) : 1
  }
}
