/// What a person did at the keyboard.
package enum Key: Equatable, Sendable {
  case character(Character)
  /// Text that came at once, between the marks of a terminal that brackets what is pasted.
  case paste(String)
  /// A letter, or one of `@[\]^_`, with the control key; letters are small.
  case control(Character)
  case alt(Character)
  case enter, tab, backTab, backspace, delete
  case left, right, up, down, home, end
  case wordLeft, wordRight, deleteWordBackward
  /// A sequence that means nothing here.
  case unknown
}
