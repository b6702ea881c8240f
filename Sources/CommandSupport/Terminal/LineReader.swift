import Synchronization

/// Takes standard input line by line, for a program and a guest that read it in turns. Waiting for a line can be ended from
/// any thread.
package final class LineReader: Sendable {
  package enum Line {
    /// With the line break, which the last may lack.
    case line([UInt8])
    case woken
    case ended
  }

  private let descriptor: Int32
  /// What was read beyond the line that was returned.
  private let rest = Mutex<[UInt8]>([])
  private let wakeReader: Int32
  private let wakeWriter: Int32

  package init(_ descriptor: Int32) {
    self.descriptor = descriptor
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0 else { fatalError("no pipe: \(String(cString: strerror(errno)))") }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    (wakeReader, wakeWriter) = (ends[0], ends[1])
  }

  deinit {
    close(wakeReader)
    close(wakeWriter)
  }

  /// Ends the waiting for a line, or the next.
  package func wake() { Descriptor.write(wakeWriter, "!") }

  package func next() -> Line {
    rest.withLock { rest in
      var searched = 0
      while true {
        if let end = rest[searched...].firstIndex(of: UInt8(ascii: "\n")) {
          defer { rest.removeFirst(end + 1) }
          return .line(Array(rest[...end]))
        }
        searched = rest.count
        guard waitForInput() else { return .woken }
        guard let bytes = Descriptor.read(descriptor, upTo: 1 << 16) else {
          defer { rest = [] }
          return rest.isEmpty ? .ended : .line(rest)
        }
        rest += bytes
      }
    }
  }

  /// For a guest: fills the buffer with what is left of a line, or with the next.
  package func read(into buffer: UnsafeMutableRawBufferPointer) -> Int {
    guard case .line(let line) = next() else { return 0 }
    buffer.copyBytes(from: line.prefix(buffer.count))
    if line.count > buffer.count { rest.withLock { $0 = line[buffer.count...] + $0 } }
    return min(line.count, buffer.count)
  }

  /// - Returns: false when woken.
  private func waitForInput() -> Bool {
    var entries = [descriptor, wakeReader].map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
    while poll(&entries, nfds_t(entries.count), -1) < 0, errno == EINTR {}
    guard entries[1].revents != 0 else { return true }
    _ = Descriptor.read(wakeReader, upTo: 16)
    return false
  }
}
