import CommandSupport

/// Where the prompt's inputs come from.
protocol ReplInput {
  /// The next input, or the first line of it.
  func read() -> Prompt.Entry
  /// The same input with more to it.
  func read(after text: String) -> Prompt.Entry
  /// An input was complete.
  func remember(_ text: String)
}

/// A terminal, with editing.
struct EditedInput: ReplInput {
  let prompt: Prompt
  let file: HistoryFile?

  func read() -> Prompt.Entry { prompt.read() }
  func read(after text: String) -> Prompt.Entry { prompt.resume(with: text + "\n" + Indentation.after(text)) }

  func remember(_ text: String) {
    let entry = String(text.reversed().drop { $0.isWhitespace }.reversed())
    if prompt.editor.history.add(entry) { file?.append(entry) }
  }
}

/// Lines of standard input, with or without a prompt.
struct PlainInput: ReplInput {
  let lines: LineReader
  let showsPrompts: Bool

  func read() -> Prompt.Entry { line(">>> ") }

  func read(after text: String) -> Prompt.Entry {
    switch line("... ") {
    case .text(let line): .text(text + "\n" + line)
    // What is left of the input may be complete with an empty line.
    case .ended where text.utf8.last != UInt8(ascii: "\n"): .text(text + "\n")
    case let entry: entry
    }
  }

  func remember(_ text: String) {}

  private func line(_ prompt: String) -> Prompt.Entry {
    if showsPrompts { Descriptor.write(STDOUT_FILENO, prompt) }
    return switch lines.next() {
    case .line(let bytes): .text(String(decoding: bytes.last == UInt8(ascii: "\n") ? bytes.dropLast() : bytes[...], as: UTF8.self))
    case .woken: .cancelled
    case .ended: .ended
    }
  }
}
