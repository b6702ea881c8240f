/// Waiting for time and files.
extension WASIHost {
  /// More subscriptions at a time are an error: what the host keeps for each has to have a bound.
  private static let maximumSubscriptionCount = 65536

  func pollOneoff(_ call: Call) throws(Errno) {
    let count = call.u32(2)
    guard count > 0, count <= Self.maximumSubscriptionCount else { throw .inval }
    let input = try call.memory.bytes(at: call.u32(0), count: UInt64(count) * UInt64(Subscription.size))
    let output = try call.memory.bytes(at: call.u32(1), count: UInt64(count) * UInt64(Event.size))
    _ = try call.memory.bytes(at: call.u32(3), count: UInt32(4))

    var poll = Poll()
    for index in 0..<Int(count) {
      try add(try Subscription(UnsafeRawBufferPointer(rebasing: input[index * Subscription.size..<(index + 1) * Subscription.size])), to: &poll)
    }
    let events = try poll.wait(configuration.clock, Waiting(call.store, wakeSignal))
    for (index, event) in events.enumerated() {
      event.store(in: UnsafeMutableRawBufferPointer(rebasing: output[index * Event.size..<(index + 1) * Event.size]))
    }
    try call.store(size: events.count, at: 3)
  }

  private func add(_ subscription: Subscription, to poll: inout Poll) throws(Errno) {
    var event = Event(userData: subscription.userData, type: subscription.type)
    do throws(Errno) {
      switch subscription.kind {
      case .clock(let number, let timeout, let isAbsolute):
        let clock = try clock(number)
        let now = isAbsolute ? try configuration.clock.time(clock) : 0
        poll.clocks.append((event, timeout > now ? timeout - now : 0))
      case .file(let number, let isWrite):
        let file = try pollable(number, isWrite ? .fdWrite : .fdRead)
        guard let descriptor = file.waitDescriptor else {
          event.byteCount = isWrite ? 0 : file.availableByteCount
          poll.ready.append(event)
          return
        }
        poll.files.append((event, file))
        poll.descriptors.append(pollfd(fd: descriptor, events: Int16(isWrite ? POLLOUT : POLLIN), revents: 0))
      }
    } catch {
      event.error = error
      poll.ready.append(event)
    }
  }

  /// A file that may be waited for and then read or written.
  private func pollable(_ number: UInt32, _ rights: Rights) throws(Errno) -> any OpenFile {
    let entry = try descriptors[number]
    guard case .file(let file) = entry.node else { throw .isdir }
    try entry.require(.pollFdReadwrite)
    try entry.require(rights)
    return file
  }
}

/// What one call of `poll_oneoff` waits for.
private struct Poll {
  /// Events that need no waiting.
  var ready: [Event] = []
  /// With the nanoseconds left.
  var clocks: [(event: Event, left: UInt64)] = []
  var files: [(event: Event, file: any OpenFile)] = []
  /// Those of `files`.
  var descriptors: [pollfd] = []

  /// - Returns: what has happened, at least one event.
  /// - Throws: `intr`.
  mutating func wait(_ clock: any ClockSource, _ waiting: Waiting) throws(Errno) -> [Event] {
    var nearest = clocks.lazy.map(\.left).min()
    if !ready.isEmpty { nearest = 0 }
    var passed = nearest ?? 0
    if let nearest, nearest > 0, clock.advance(by: 0) {
      // Time does not pass by itself: files have this one moment.
      let count = try waiting.poll(&descriptors, nanoseconds: 0)
      if count == 0 { _ = clock.advance(by: nearest) } else { passed = 0 }
    } else if files.isEmpty {
      try waiting.sleep(passed)
    } else if try waiting.poll(&descriptors, nanoseconds: nearest) > 0 {
      passed = 0
    }
    return ready + fileEvents() + clocks.filter { $0.left <= passed }.map(\.event)
  }

  private func fileEvents() -> [Event] {
    zip(files, descriptors).compactMap { entry, descriptor in
      guard descriptor.revents != 0 else { return nil }
      var event = entry.event
      if event.type == .fdRead { event.byteCount = entry.file.availableByteCount }
      event.hasHungUp = Int32(descriptor.revents) & Int32(POLLHUP) != 0
      if Int32(descriptor.revents) & Int32(POLLNVAL) != 0 { event.error = .badf }
      return event
    }
  }
}
