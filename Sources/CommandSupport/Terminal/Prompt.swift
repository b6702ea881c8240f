/// Lets someone at a terminal enter a text, with a prompt before it.
package final class Prompt {
  package enum Entry: Equatable {
    case text(String)
    /// Ctrl-C.
    case cancelled
    /// Ctrl-D, or the terminal is gone.
    case ended
  }

  package var editor: LineEditor
  private let prompt: LineLayout.Prompt
  package let mode: RawMode
  private let completions: (String) -> [String]
  private var decoder = KeyDecoder()
  private var renderer = LineRenderer()
  private var size = TerminalSize(STDOUT_FILENO)
  /// Two tabs in a row show what there is to choose from.
  private var offersCompletions = false
  /// How long an escape character waits for the rest of a key's sequence, in milliseconds.
  private static let escapeDelay: Int32 = 50

  /// nil when standard input is no terminal.
  /// - Parameter completions: the names that begin with the one it gets. Called in the terminal's usual mode.
  package init?(_ prompt: LineLayout.Prompt, history: History, completions: @escaping (String) -> [String]) {
    guard let mode = RawMode(STDIN_FILENO) else { return nil }
    self.prompt = prompt
    self.mode = mode
    self.completions = completions
    editor = LineEditor(history: history)
    // With a handler, a new size of the window ends the waiting for a key.
    signal(SIGWINCH) { _ in }
  }

  /// Asks for a text.
  package func read() -> Entry {
    editor.begin()
    renderer.restart()
    return edit()
  }

  /// Lets the text that was entered last be continued, in its place. Nothing may have been written since.
  package func resume(with text: String) -> Entry {
    editor.begin(with: text)
    return edit()
  }

  private func edit() -> Entry {
    mode.enter()
    defer { mode.leave() }
    draw()
    while true {
      guard let key = nextKey() else {
        leave()
        return .ended
      }
      if let entry = handle(key) { return entry }
    }
  }

  private func handle(_ key: Key) -> Entry? {
    let event = editor.handle(key)
    defer { if key != .tab { offersCompletions = false } }
    switch event {
    case .changed: drawUnlessMoreComes()
    case .refused: Descriptor.write(STDOUT_FILENO, "\u{7}")
    case .submitted:
      draw()
      leave()
      return .text(editor.buffer.text)
    case .cancelled:
      editor.buffer.move(to: editor.buffer.characters.count)
      draw()
      leave()
      return .cancelled
    case .ended:
      leave()
      return .ended
    case .wantsCompletions(let name): complete(name)
    case .wantsClearScreen:
      Descriptor.write(STDOUT_FILENO, "\u{1B}[H\u{1B}[2J")
      renderer.restart()
      draw()
    case .wantsSuspension: suspend()
    }
    return nil
  }

  private func complete(_ name: String) {
    mode.leave()
    let matches = completions(name)
    mode.enter()
    let choices = editor.complete(name, with: matches)
    if choices.isEmpty {
      offersCompletions = false
      if matches.isEmpty { Descriptor.write(STDOUT_FILENO, "\u{7}") }
    } else if offersCompletions {
      leave()
      for line in Columns.lines(choices, width: size.columns) { Descriptor.write(STDOUT_FILENO, line + "\r\n") }
      renderer.restart()
    } else {
      offersCompletions = true
      Descriptor.write(STDOUT_FILENO, "\u{7}")
    }
    draw()
  }

  /// Ctrl-Z: the shell takes over, and this goes on when it says so.
  private func suspend() {
    leave()
    mode.leave()
    kill(getpid(), SIGTSTP)
    mode.enter()
    renderer.restart()
    draw()
  }

  private func draw() {
    size = TerminalSize(STDOUT_FILENO)
    let search = editor.search.map { LineLayout.Prompt("(search) '\($0.text)': ", following: prompt.following) }
    let layout = LineLayout(search ?? prompt, editor.buffer, width: size.columns)
    Descriptor.write(STDOUT_FILENO, renderer.draw(layout, height: size.rows))
  }

  /// What is typed or pasted faster than it can be shown is shown at its end.
  private func drawUnlessMoreComes() {
    if Descriptor.wait(STDIN_FILENO, POLLIN, milliseconds: 0) != .ready { draw() }
  }

  private func leave() { Descriptor.write(STDOUT_FILENO, renderer.leave()) }

  /// nil when the terminal is gone. Bytes are read one by one: what follows a line belongs to what the line starts.
  private func nextKey() -> Key? {
    while true {
      let waitsForRest = decoder.isInside && !decoder.isPasting
      switch Descriptor.wait(STDIN_FILENO, POLLIN, milliseconds: waitsForRest ? Self.escapeDelay : -1) {
      case .timedOut: decoder.reset()
      case .interrupted: if TerminalSize(STDOUT_FILENO) != size { draw() }
      case .ready:
        guard let byte = Descriptor.read(STDIN_FILENO, upTo: 1)?.first else { return nil }
        if let key = decoder.feed(byte) { return key }
      }
    }
  }
}
