/// The mode of a terminal in which each key reaches the program at once, and nothing is echoed.
package struct RawMode: Sendable {
  private let descriptor: Int32
  private let original: termios
  // Text that is pasted comes between marks, so that its lines are not taken for so many inputs.
  private static let bracketPastes = "\u{1B}[?2004h"
  private static let endBracketing = "\u{1B}[?2004l"

  /// nil when the descriptor is no terminal.
  package init?(_ descriptor: Int32) {
    var attributes = termios()
    guard tcgetattr(descriptor, &attributes) == 0 else { return nil }
    self.descriptor = descriptor
    original = attributes
  }

  package func enter() {
    var attributes = original
    // The return key stays a line feed: what is typed ahead may be for a program that reads lines.
    attributes.c_iflag &= ~tcflag_t(BRKINT | INLCR | IGNCR | INPCK | ISTRIP | IXON)
    attributes.c_iflag |= tcflag_t(ICRNL)
    attributes.c_lflag &= ~tcflag_t(ECHO | ICANON | IEXTEN | ISIG)
    set(attributes)
    Descriptor.write(STDOUT_FILENO, Self.bracketPastes)
  }

  package func leave() {
    Descriptor.write(STDOUT_FILENO, Self.endBracketing)
    set(original)
  }

  /// What was typed ahead stays.
  private func set(_ attributes: termios) {
    var attributes = attributes
    while tcsetattr(descriptor, TCSADRAIN, &attributes) < 0, errno == EINTR {}
  }
}
