import CommandSupport
import Testing

@Suite struct LineEditorTests {
  private var editor = LineEditor(history: History(["old", "for x in y:\n    z", "new"]))

  /// What is in the buffer, with a bar for the cursor.
  private var shown: String { editor.buffer.textBeforeCursor + "|" + editor.buffer.text.dropFirst(editor.buffer.textBeforeCursor.count) }

  @discardableResult
  private mutating func type(_ keys: Key...) -> LineEditor.Event {
    keys.map { editor.handle($0) }.last ?? .refused
  }

  private mutating func type(_ text: String) { text.forEach { type($0 == "\n" ? .alt("\n") : .character($0)) } }

  @Test mutating func moving() {
    type("one two_2 (three)")
    type(.home, .right, .wordRight)
    #expect(shown == "one| two_2 (three)")
    type(.alt("f"), .alt("f"))
    #expect(shown == "one two_2 (three|)")
    type(.alt("b"), .control("b"))
    #expect(shown == "one two_2 |(three)")
    type(.control("e"))
    #expect(type(.right) == .refused)
    type(.control("a"))
    #expect(type(.left) == .refused && shown == "|one two_2 (three)")
  }

  @Test mutating func removing() {
    type("a b.c d")
    type(.left, .left, .control("w"))
    #expect(shown == "a | d")
    type(.control("y"), .deleteWordBackward)
    #expect(shown == "a b.| d")
    type(.control("k"))
    #expect(shown == "a b.|")
    type(.backspace, .home, .delete, .control("d"))
    #expect(shown == "|b")
    type(.end, .control("u"))
    #expect(shown == "|")
    #expect(type(.backspace) == .refused && type(.delete) == .refused)
    type(.control("y"))
    #expect(shown == "b|")
  }

  @Test mutating func charactersOfSeveralScalars() {
    type("e")
    type(.character("\u{301}"))
    #expect(editor.buffer.characters.count == 1 && shown == "é|")
    type("👨‍👩‍👧漢")
    type(.left, .backspace)
    #expect(shown == "é|漢")
  }

  @Test mutating func lines() {
    type("if a:\n  long line\nc")
    type(.up)
    #expect(shown == "if a:\n | long line\nc")
    type(.up, .end, .down)
    #expect(shown == "if a:\n  lon|g line\nc")
    type(.control("k"), .control("k"))
    #expect(shown == "if a:\n  lon|c")
    type(.home)
    #expect(shown == "if a:\n|  lonc")
  }

  @Test mutating func indentation() {
    type(.tab, .tab, .backspace)
    #expect(shown == "    |")
    type(" ")
    type(.tab)
    #expect(shown == "        |")
    type("x")
    type(.backspace, .backspace, .backspace)
    #expect(shown == "|")
    #expect(Indentation.after("if x:") == "    ")
    #expect(Indentation.after("if x:\n    y") == "    ")
    #expect(Indentation.after("def f():\n    return 1") == "")
    #expect(Indentation.after("    returned") == "    ")
    #expect(Indentation.after("") == "")
  }

  @Test mutating func enteringInTheMiddleInsertsALine() {
    type("if x:\ny")
    type(.up, .end)
    #expect(type(.enter) == .changed && shown == "if x:\n    |\ny")
    type(.down)
    #expect(type(.enter) == .submitted && shown == "if x:\n    \ny|")
  }

  @Test mutating func history() {
    type("draft")
    type(.up)
    #expect(shown == "new|")
    type(.up)
    #expect(shown == "for x in y:\n    z|")
    // First through the lines of the entry, then further.
    type(.up, .up)
    #expect(shown == "old|")
    #expect(type(.up) == .refused)
    type(.control("n"), .control("n"), .control("n"))
    #expect(shown == "draft|")
    #expect(type(.down) == .refused)
  }

  @Test mutating func searching() {
    type("draft")
    type(.control("r"), .character("e"))
    #expect(shown == "new|")
    type(.backspace, .character("o"))
    #expect(shown == "for x in y:\n    z|")
    type(.control("r"))
    #expect(shown == "old|")
    #expect(type(.control("r")) == .refused && shown == "old|")
    type(.control("g"))
    #expect(shown == "draft|" && editor.search == nil)
    type(.control("r"), .character("n"), .character("e"), .home)
    #expect(shown == "|new" && editor.search == nil)
    type(.control("r"), .character("z"))
    #expect(type(.enter) == .submitted && editor.buffer.text == "for x in y:\n    z")
  }

  @Test mutating func completing() {
    type("print(os.pa")
    #expect(type(.tab) == .wantsCompletions("os.pa"))
    #expect(editor.complete("os.pa", with: ["os.pardir", "os.path", "os.pathconf", "os.pathsep"]) == ["os.pardir", "os.path", "os.pathconf", "os.pathsep"])
    type("t")
    #expect(editor.complete("os.pat", with: ["os.path", "os.pathconf", "os.pathsep"]) == [] && shown == "print(os.path|")
    #expect(editor.complete("os.path", with: ["os.pathsep"]) == [] && shown == "print(os.pathsep|")
    #expect(editor.complete("os.pathsep", with: []) == [])
    type(" ")
    #expect(type(.tab) == .refused)
  }

  @Test mutating func ends() {
    #expect(type(.control("d")) == .ended)
    type("x")
    #expect(type(.control("d")) == .refused)
    #expect(type(.control("c")) == .cancelled && type(.control("l")) == .wantsClearScreen && type(.control("z")) == .wantsSuspension)
  }
}
