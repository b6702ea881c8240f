/// How large a terminal is.
package struct TerminalSize: Equatable, Sendable {
  package var columns = 80
  package var rows = 24

  /// A size that is usual when the descriptor does not tell.
  package init(_ descriptor: Int32) {
    var size = winsize()
    guard ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0, size.ws_row > 0 else { return }
    columns = Int(size.ws_col)
    rows = Int(size.ws_row)
  }
}
