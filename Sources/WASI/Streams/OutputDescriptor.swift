/// A descriptor of the host for output, which is only written to when there is room, and then no more than fits: whoever waits for
/// its reader does so in `poll`, where a guest can be stopped.
package final class OutputDescriptor {
  enum Kind {
    /// Files and devices that make nobody wait.
    case immediate
    case pipe
    case socket
    case terminal
  }

  let number: Int32
  let kind: Kind
  /// A terminal says that it has room when there is some, but not how much, and whether waiting is allowed belongs to everyone who
  /// shares the descriptor: so this is the same terminal, opened once more. Not done for pipes, whose readers would wait for this to
  /// be closed.
  private lazy var ownTerminal = HostDescriptor(opening: number)

  package init(_ number: Int32) {
    self.number = number
    var status = stat()
    kind =
      switch fstat(number, &status) == 0 ? status.st_mode & S_IFMT : S_IFREG {
      case S_IFIFO: .pipe
      case S_IFSOCK: .socket
      case S_IFCHR where isatty(number) == 1: .terminal
      default: .immediate
      }
  }

  /// The most bytes that one write is given after `poll` said that there is room; nil where writing needs no room.
  var writeSize: Int? {
    switch kind {
    case .immediate: nil
    case .socket: .max
    // What POSIX and the kernel promise for a pipe with room: PIPE_BUF.
    case .pipe: Platform.pipeBuffer
    // Where it could not be opened again, a byte has to do.
    case .terminal: ownTerminal == nil ? 1 : .max
    }
  }

  /// Writes some, without waiting if no more than `writeSize` is given.
  /// - Throws: `again` when there was no room after all.
  func write(_ buffers: IOBuffers) throws(Errno) -> Int {
    switch kind {
    case .immediate: try HostIO.write(number, buffers)
    case .pipe: try PipeSignal.withoutSignal { () throws(Errno) in try HostIO.write(number, buffers) }
    case .socket: try PipeSignal.withoutSignal { () throws(Errno) in try HostIO.send(number, buffers) }
    case .terminal: try HostIO.write(ownTerminal?.number ?? number, buffers)
    }
  }

  /// Writes everything for the host itself, which waits no longer than that for the reader to take some.
  /// - Returns: whether everything is written.
  @discardableResult
  package func write(_ text: String, patience: Duration) -> Bool {
    var text = text
    return text.withUTF8 { bytes in
      var rest = UnsafeRawBufferPointer(bytes)
      while !rest.isEmpty {
        let count = try? write(rest, patience)
        guard let count else { return false }
        rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(count))
      }
      return true
    }
  }

  private func write(_ bytes: UnsafeRawBufferPointer, _ patience: Duration) throws(Errno) -> Int {
    let part = UnsafeMutableRawBufferPointer(mutating: UnsafeRawBufferPointer(rebasing: bytes.prefix(writeSize ?? .max)))
    let end = ContinuousClock.now + patience
    while true {
      if writeSize != nil {
        var entry = pollfd(fd: number, events: Int16(POLLOUT), revents: 0)
        let left = ContinuousClock.now.duration(to: end) / .milliseconds(1)
        if poll(&entry, 1, Int32(max(left, 0).rounded(.up))) == 0 { throw .again }
      }
      do throws(Errno) {
        return try IOBuffers.withOne(part) { (buffers) throws(Errno) in try write(buffers) }
      } catch {
        guard error == .again, ContinuousClock.now < end else { throw error }
        usleep(1_000)
      }
    }
  }
}

extension HostDescriptor {
  /// Opens the terminal behind `descriptor` once more, so that writing to it never waits; nil when that is not possible.
  fileprivate convenience init?(opening descriptor: Int32) {
    #if os(Linux)
    let new = open("/proc/self/fd/\(descriptor)", O_WRONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC)
    #else
    guard let name = ttyname(descriptor) else { return nil }
    let new = open(name, O_WRONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC)
    #endif
    guard new >= 0 else { return nil }
    self.init(new)
  }
}
