/// Reading and writing descriptors of this process.
package enum Descriptor {
  /// Writes everything, waiting as long as the reader makes it wait.
  /// - Returns: false when that is not possible any more.
  @discardableResult
  package static func write(_ descriptor: Int32, _ buffer: UnsafeRawBufferPointer) -> Bool {
    var rest = buffer
    while !rest.isEmpty {
      let count = systemWrite(descriptor, rest.baseAddress, rest.count)
      if count > 0 {
        rest = UnsafeRawBufferPointer(rebasing: rest[count...])
      } else if errno == EAGAIN {
        // Someone who shares the descriptor does not want to wait. We do.
        _ = wait(descriptor, POLLOUT, milliseconds: -1)
      } else if errno != EINTR {
        return false
      }
    }
    return true
  }

  @discardableResult
  package static func write(_ descriptor: Int32, _ text: String) -> Bool {
    var text = text
    return text.withUTF8 { write(descriptor, UnsafeRawBufferPointer($0)) }
  }

  /// Waits for one of the events of `poll`; less than 0 milliseconds: for ever.
  package static func wait(_ descriptor: Int32, _ events: Int32, milliseconds: Int32) -> WaitResult {
    var entry = pollfd(fd: descriptor, events: Int16(events), revents: 0)
    let count = poll(&entry, 1, milliseconds)
    // What is wrong with the descriptor, reading or writing it tells.
    return count == 0 ? .timedOut : count < 0 && errno == EINTR ? .interrupted : .ready
  }

  package enum WaitResult { case ready, timedOut, interrupted }

  /// Reads some bytes; nil at the end, and when nothing can be read. A signal does not end it.
  package static func read(_ descriptor: Int32, upTo count: Int) -> [UInt8]? {
    while true {
      var result = 0
      let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
        result = systemRead(descriptor, buffer.baseAddress, count)
        initialized = max(result, 0)
      }
      if result > 0 { return bytes }
      if result < 0, errno == EAGAIN {
        _ = wait(descriptor, POLLIN, milliseconds: -1)
      } else if result == 0 || errno != EINTR {
        return nil
      }
    }
  }

  /// - Throws: `FileProblem`.
  package static func openForReading(_ path: String) throws(FileProblem) -> Int32 {
    // Opening a pipe would wait for its other end; reading waits as well, and can be bounded.
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw FileProblem("\(path): \(String(cString: strerror(errno)))") }
    return descriptor
  }

  /// Reads to the end.
  package static func readAll(_ descriptor: Int32) -> [UInt8] {
    var bytes: [UInt8] = []
    while let more = read(descriptor, upTo: 1 << 16) { bytes += more }
    return bytes
  }

  /// Why reading ended before the end.
  package enum Unread: Error { case late, tooLong }

  /// Reads to the end, at most `limit` bytes.
  package static func readAll(_ descriptor: Int32, limit: Int, until deadline: ContinuousClock.Instant?) throws(Unread) -> [UInt8] {
    var bytes: [UInt8] = []
    while true {
      if let deadline {
        let left = ContinuousClock.now.duration(to: deadline)
        guard left > .zero else { throw .late }
        // Rounded up, so that nobody asks again and again in the last millisecond.
        let milliseconds = Int32(clamping: Int64(min(left, .seconds(86_400)) / .milliseconds(1)) + 1)
        guard wait(descriptor, POLLIN, milliseconds: milliseconds) == .ready else { continue }
      } else {
        _ = wait(descriptor, POLLIN, milliseconds: -1)
      }
      guard let more = read(descriptor, upTo: 1 << 16) else { return bytes }
      bytes += more
      guard bytes.count <= limit else { throw .tooLong }
    }
  }
}

// The names are those of the functions above.
private func systemRead(_ descriptor: Int32, _ address: UnsafeMutableRawPointer?, _ count: Int) -> Int { read(descriptor, address, count) }
private func systemWrite(_ descriptor: Int32, _ address: UnsafeRawPointer?, _ count: Int) -> Int { write(descriptor, address, count) }
