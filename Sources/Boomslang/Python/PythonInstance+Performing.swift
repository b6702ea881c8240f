/// What all calls have in common: their turn, their time limit, what they wrote, and what becomes of the instance.
extension PythonInstance {
  func perform<Output>(_ call: GuestCall<Output>) throws(PythonError) -> Output {
    let turn = try gate.begin()
    let deadline = watchTime(turn)
    defer { cancel(deadline) }
    return try perform(call, turn)
  }

  func perform<Output>(_ call: GuestCall<Output>) async throws(PythonError) -> Output {
    let turn = try gate.begin()
    return try await onWasmThread(turn, unused: turn.guest, watchTime(turn)) { () throws(PythonError) in try self.perform(call, turn) }
  }

  func performReset() throws(PythonError) {
    let turn = try gate.beginReset()
    let deadline = watchReset(turn)
    defer { cancel(deadline) }
    try reset(turn)
  }

  /// - Parameter maximumWait: how long it may wait for a thread; nil: within its time limit.
  func performReset(maximumWait: Duration? = nil) async throws(PythonError) {
    let turn = try gate.beginReset()
    try await onWasmThread(turn, unused: turn.guest, watchReset(turn), maximumWait: maximumWait) { () throws(PythonError) in try self.reset(turn) }
  }

  func performFreeze() throws(PythonError) -> RuntimeImage {
    let turn = try gate.begin()
    let deadline = watchTime(turn)
    defer { cancel(deadline) }
    return try freeze(turn)
  }

  func performFreeze() async throws(PythonError) -> RuntimeImage {
    let turn = try gate.begin()
    return try await onWasmThread(turn, unused: turn.guest, watchTime(turn)) { () throws(PythonError) in try self.freeze(turn) }
  }

  private func reset(_ turn: CallGate.Turn) throws(PythonError) {
    settings.input.forget()
    let deadline = image.state == nil ? nil : watchMemory(turn)
    defer { cancel(deadline) }
    do {
      let guest = if let old = turn.guest, try image.restore(old, settings, attach: gate.attach) { old } else {
        try image.makeGuest(settings, attach: gate.attach)
      }
      gate.end(turn, guest)
    } catch {
      let reason = gate.stopReason
      gate.end(turn, nil)
      throw initializationError(error, reason)
    }
  }

  /// Keeps the state of the guest.
  private func freeze(_ turn: CallGate.Turn) throws(PythonError) -> RuntimeImage {
    guard let guest = turn.guest else { preconditionFailure("an instance without a guest is poisoned") }
    let deadline = watchMemory(turn)
    defer { cancel(deadline) }
    do {
      // An interruption that came now would be in the image.
      gate.attach(CallGate.Controls(stop: guest.store.interruptHandle))
      let state = try guest.freeze(settings)
      gate.attach(try guest.controls())
      gate.end(turn, guest)
      return RuntimeImage(image.program, state, golden: image.golden)
    } catch {
      switch error {
      case .refused(let error):
        let controls = try? guest.controls()
        if let controls { gate.attach(controls) }
        gate.end(turn, controls == nil ? nil : guest)
        throw error
      case .trap(let trap):
        let reason = gate.stopReason
        gate.end(turn, nil)
        throw PythonError(trap, reason, options.limits, .nothing)
      }
    }
  }

  /// Does `body` on a thread of its own, and stops the guest when the task is cancelled.
  /// - Parameters:
  ///   - unused: what `turn` gives back when the call was ended before `body` started.
  ///   - timeout: what ends the call, also while it waits for a thread.
  ///   - maximumWait: how long it may wait for a thread.
  private func onWasmThread<Output: Sendable>(
    _ turn: CallGate.Turn, unused: GuestInstance?, _ timeout: Deadline?, maximumWait: Duration? = nil,
    _ body: @escaping @Sendable () throws(PythonError) -> Output
  ) async throws(PythonError) -> Output {
    let start = ContinuousClock.now
    let run = WasmThreadRun { Result(catching: body) } stop: { self.gate.stop(.cancellation, turn) }
    gate.attach(refuse: run.refuse)
    let wait = maximumWait.map { limit in
      DeadlineMonitor.shared.schedule(after: limit) {
        run.refuse()
        return nil
      }
    }
    let outcome = await run.outcome()
    cancel(timeout)
    cancel(wait)
    switch outcome {
    case .success(let result): return try result.get()
    case .failure(let refusal):
      let reason = gate.stopReason
      gate.end(turn, unused)
      switch (refusal, reason) {
      case (.cancelled, _), (_, .cancellation): throw .cancelled(.nothing)
      case (_, .request): throw .stopped(.nothing)
      case (.noThread(let time), _): throw .noThread(after: time)
      case (.refused, _): throw .noThread(after: start.duration(to: .now))
      }
    }
  }

  private func perform<Output>(_ call: GuestCall<Output>, _ turn: CallGate.Turn) throws(PythonError) -> Output {
    guard let guest = turn.guest else { preconditionFailure("an instance without a guest is poisoned") }
    let start = ContinuousClock.now
    let deadline = watchMemory(turn)
    if let fuel = options.limits.fuel { guest.store.fuel = fuel }
    guest.calls.begin()
    settings.input.beginCall()
    let outcome: Result<GuestOutcome, GuestFailure>
    do { outcome = .success(try call.run(guest)) } catch { outcome = .failure(error) }
    settings.input.endCall()
    cancel(deadline)

    let result = PythonResult(guest.streams, start: start)
    let reason = gate.stopReason
    switch outcome {
    case .success where isOverPrivateLimit(guest):
      gate.end(turn, nil)
      throw .outOfPrivateMemory(limit: options.limits.maximumPrivateBytes ?? 0, result)
    // The guest came to its end where nothing looks for a stop: in the host, for example.
    case .success where reason == .timeout:
      gate.end(turn, nil)
      throw .timedOut(after: options.limits.timeout ?? .zero, result)
    case .success(let outcome):
      gate.end(turn, outcome.hasExited ? nil : guest)
      return try call.output(outcome, result.with(outcome))
    case .failure(.refused(let error)):
      gate.end(turn, guest)
      throw error
    case .failure(.trap(let trap)):
      gate.end(turn, nil)
      guard let code = trap.exitCode, reason != .timeout else { throw PythonError(trap, reason, options.limits, result) }
      let outcome = GuestOutcome(exitCode: Int32(bitPattern: code), hasExited: true)
      return try call.output(outcome, result.with(outcome))
    }
  }

  // MARK: Limits that the engine does not look after

  /// What ends the call when its time is over, from now on.
  private func watchTime(_ turn: CallGate.Turn) -> Deadline? {
    options.limits.timeout.map { timeout in
      DeadlineMonitor.shared.schedule(after: timeout) { [gate] in
        gate.stop(.timeout, turn)
        return nil
      }
    }
  }

  /// The same for a reset: what an image was made of may run, with the limits of any code of it.
  private func watchReset(_ turn: CallGate.Turn) -> Deadline? { image.state == nil ? nil : watchTime(turn) }

  /// What ends the call when it has too much memory of its own.
  private func watchMemory(_ turn: CallGate.Turn) -> Deadline? {
    options.limits.maximumPrivateBytes.map { limit in
      DeadlineMonitor.shared.schedule(after: CallGate.memoryPause) { [gate] in gate.checkMemory(limit, turn) }
    }
  }

  private func cancel(_ deadline: Deadline?) {
    if let deadline { DeadlineMonitor.shared.cancel(deadline) }
  }

  private func isOverPrivateLimit(_ guest: GuestInstance) -> Bool {
    options.limits.maximumPrivateBytes.map { guest.memory.probe.privateBytes > $0 } ?? false
  }

  private func initializationError(_ failure: GuestFailure, _ reason: CallGate.StopReason?) -> PythonError {
    switch failure {
    case .refused(let error): return error
    case .trap(let trap):
      if trap.code == .interrupted { return PythonError(trap, reason, options.limits, .nothing) }
      return .initializationFailed(trap.cause.map { "\($0)" } ?? trap.message)
    }
  }
}
