import Foundation

/// A `boomslang` at a terminal: a pseudo-terminal whose other end the test holds.
package final class TerminalSession {
  private let terminal: Int32
  private let process: pid_t
  private var hasEnded = false
  /// Everything that was written until now.
  package private(set) var written = ""
  /// The same without carriage returns and escape sequences.
  private var text = TerminalText()
  /// How much of it has been looked at.
  private var seen = 0

  package struct Failure: Error, CustomStringConvertible {
    package let description: String
  }

  package init(_ arguments: [String], environment: [String: String] = [:]) throws {
    let name: String
    (terminal, name) = try PseudoTerminal.open()
    var size = winsize(ws_row: 24, ws_col: 80, ws_xpixel: 0, ws_ypixel: 0)
    _ = ioctl(terminal, UInt(TIOCSWINSZ), &size)
    let variables = ["TERM": "xterm", "HOME": NSHomeDirectory()].merging(environment) { _, new in new }
    process = try TerminalProcess.start([Command.path ?? "boomslang"] + arguments, variables, terminal: name)
  }

  deinit {
    if !hasEnded {
      kill(process, SIGKILL)
      // Tests in processes of their own wait for any child, and would find this one again and again.
      waitpid(process, nil, 0)
    }
    close(terminal)
  }

  /// Types something.
  package func type(_ text: String) {
    var rest = Array(text.utf8)[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { write(terminal, $0.baseAddress, $0.count) }
      guard count > 0 else { return }
      rest = rest.dropFirst(count)
    }
  }

  package func signal(_ number: Int32) { kill(process, number) }

  /// Waits until the text comes, behind what was waited for before. Colours and the like do not count.
  package func expect(_ wanted: String) throws {
    let comes = Deadline.waits {
      receive()
      guard let range = text.bytes[seen...].firstRange(of: Array(wanted.utf8)) else { return false }
      seen = range.upperBound
      return true
    }
    guard comes else {
      throw Failure(description: "\(wanted.debugDescription) did not come, but \(String(decoding: text.bytes[seen...], as: UTF8.self).debugDescription)")
    }
  }

  /// Waits for the end.
  /// - Returns: the exit code; 128 and its number for a signal.
  package func finish() throws -> Int32 {
    var status: Int32 = 0
    let ends = Deadline.waits {
      receive()
      hasEnded = waitpid(process, &status, WNOHANG) == process
      return hasEnded
    }
    guard ends else { throw Failure(description: "it does not end: \(written.debugDescription)") }
    receive()
    let signal = status & 0x7F
    return signal == 0 ? (status >> 8) & 0xFF : 128 + signal
  }

  /// Takes what is there.
  private func receive() {
    var entry = pollfd(fd: terminal, events: Int16(POLLIN), revents: 0)
    var buffer = [UInt8](repeating: 0, count: 4096)
    while poll(&entry, 1, 0) > 0 {
      let count = read(terminal, &buffer, buffer.count)
      guard count > 0 else { return }
      written += String(decoding: buffer.prefix(count), as: UTF8.self)
      buffer.prefix(count).forEach { text.append($0) }
    }
  }

  /// Whether the terminal handles lines and echoes, as shells expect it.
  package var isInUsualMode: Bool {
    var attributes = termios()
    let usual = tcflag_t(ICANON | ECHO)
    return tcgetattr(terminal, &attributes) == 0 && attributes.c_lflag & usual == usual
  }
}

/// What a person reads of what a program writes to a terminal.
private struct TerminalText {
  private(set) var bytes: [UInt8] = []
  private var isInSequence = false

  mutating func append(_ byte: UInt8) {
    if byte == 0x1B {
      isInSequence = true
    } else if isInSequence {
      isInSequence = byte == UInt8(ascii: "[") || !(0x40...0x7E).contains(byte)
    } else if byte != UInt8(ascii: "\r") {
      bytes.append(byte)
    }
  }
}
