import WasmCore

/// Waiting that an interruption of the store, or a wake, ends within a few milliseconds.
struct Waiting {
  let handle: InterruptHandle
  let signal: WakeSignal
  private let generation: UInt
  /// How often the interruption is looked for, in nanoseconds.
  private static let slice: UInt64 = 2_000_000

  init(_ store: Store, _ signal: WakeSignal) {
    handle = store.interruptHandle
    self.signal = signal
    generation = signal.generation
  }

  private var wasWoken: Bool { signal.generation != generation }

  private static func now() -> UInt64 {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return time.nanoseconds
  }

  /// Waits for `nanoseconds`, or until it is woken.
  /// - Throws: `intr` when the store was interrupted.
  func sleep(_ nanoseconds: UInt64) throws(Errno) {
    let start = Self.now()
    while true {
      if handle.isInterrupted { throw .intr }
      let elapsed = Self.now() - start
      guard elapsed < nanoseconds, !wasWoken else { return }
      var time = timespec(nanoseconds: min(nanoseconds - elapsed, Self.slice))
      nanosleep(&time, nil)
    }
  }

  /// Waits until something happens to one of the host's descriptors, or for `nanoseconds`, if given, or until it is woken.
  /// - Returns: how many descriptors something happened to.
  /// - Throws: `intr` when the store was interrupted, or when it was woken and there is no time to wait for.
  func poll(_ descriptors: inout [pollfd], nanoseconds: UInt64?) throws(Errno) -> Int {
    let start = Self.now()
    while true {
      if handle.isInterrupted { throw .intr }
      if wasWoken {
        guard nanoseconds == nil else { return 0 }
        throw .intr
      }
      let elapsed = Self.now() - start
      let left = nanoseconds.map { $0 > elapsed ? $0 - elapsed : 0 }
      // Rounded up, so as not to spin for the last fraction of a millisecond.
      let milliseconds = (min(left ?? Self.slice, Self.slice) + 999_999) / 1_000_000
      let count = descriptors.withUnsafeMutableBufferPointer { systemPoll($0, Int32(milliseconds)) }
      if count > 0 { return Int(count) }
      if count < 0 && errno != EINTR { throw .current }
      if left == 0 { return 0 }
    }
  }

  /// Waits until `descriptor` is ready for `events`.
  /// - Throws: `again` instead of waiting when `isNonblocking`; `intr`.
  func wait(_ descriptor: Int32, _ events: Int32, isNonblocking: Bool) throws(Errno) {
    var descriptors = [pollfd(fd: descriptor, events: Int16(events), revents: 0)]
    let count = try poll(&descriptors, nanoseconds: isNonblocking ? 0 : nil)
    if count == 0 { throw .again }
  }
}

extension Waiting {
  /// Writes all of `buffers`, each piece when `descriptor` has room. Programs that write without a buffer of their own, as Python does with
  /// `-u`, take a part for the whole.
  /// - Returns: what is written: less than everything when waiting ended, or the file cannot be written to any more.
  /// - Throws: `intr`, `again` and the file's errors, when nothing is written yet.
  func write(_ buffers: IOBuffers, to file: any OpenFile, _ descriptor: Int32) throws(Errno) -> Int {
    let total = buffers.byteCount
    let isNonblocking = file.flags.contains(.nonblock)
    var done = 0
    while done < total {
      do throws(Errno) {
        if file.writeSize != nil { try wait(descriptor, Int32(POLLOUT), isNonblocking: isNonblocking) }
        done += try buffers.withPart(from: done, upTo: file.writeSize ?? .max) { (part) throws(Errno) in try file.write(part) }
      } catch {
        // There may be less room than the next character needs, or others were faster.
        if error == .again, !isNonblocking, !wasWoken, (try? sleep(1_000_000)) != nil { continue }
        if done == 0 { throw error }
        return done
      }
    }
    return done
  }
}

private func systemPoll(_ descriptors: UnsafeMutableBufferPointer<pollfd>, _ milliseconds: Int32) -> Int32 {
  poll(descriptors.baseAddress, nfds_t(descriptors.count), milliseconds)
}
