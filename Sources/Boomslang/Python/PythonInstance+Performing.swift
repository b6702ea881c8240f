/// What all calls have in common: their turn, their time limit, what they wrote, and what becomes of the instance.
extension PythonInstance {
  func perform<Output>(_ call: GuestCall<Output>) throws(PythonError) -> Output {
    try perform(call, try gate.begin())
  }

  func perform<Output>(_ call: GuestCall<Output>) async throws(PythonError) -> Output {
    let turn = try gate.begin()
    return try await onWasmThread(turn, unused: turn.guest) { () throws(PythonError) in try self.perform(call, turn) }
  }

  func reset(_ turn: CallGate.Turn) throws(PythonError) {
    settings.input.forget()
    // What an image was made of may run: it has the same limits as any code of it.
    let deadlines = image.state == nil ? [] : watch(turn)
    defer { for deadline in deadlines { DeadlineMonitor.shared.cancel(deadline) } }
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
  func freeze(_ turn: CallGate.Turn) throws(PythonError) -> RuntimeImage {
    guard let guest = turn.guest else { preconditionFailure("an instance without a guest is poisoned") }
    let deadlines = watch(turn)
    defer { for deadline in deadlines { DeadlineMonitor.shared.cancel(deadline) } }
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
  /// - Parameter unused: what `turn` gives back when the task was cancelled before `body` started.
  func onWasmThread<Output: Sendable>(
    _ turn: CallGate.Turn, unused: GuestInstance?, _ body: @escaping @Sendable () throws(PythonError) -> Output
  ) async throws(PythonError) -> Output {
    let outcome = await runOnWasmThread {
      Result(catching: body)
    } stop: {
      self.gate.stop(.cancellation, turn)
    }
    guard let outcome else {
      gate.end(turn, unused)
      throw .cancelled(.nothing)
    }
    return try outcome.get()
  }

  private func perform<Output>(_ call: GuestCall<Output>, _ turn: CallGate.Turn) throws(PythonError) -> Output {
    guard let guest = turn.guest else { preconditionFailure("an instance without a guest is poisoned") }
    let start = ContinuousClock.now
    let deadlines = watch(turn)
    if let fuel = options.limits.fuel { guest.store.fuel = fuel }
    settings.input.beginCall()
    let outcome: Result<GuestOutcome, GuestFailure>
    do { outcome = .success(try call.run(guest)) } catch { outcome = .failure(error) }
    settings.input.endCall()
    for deadline in deadlines { DeadlineMonitor.shared.cancel(deadline) }

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

  /// What ends the call when it exceeds a limit that the engine does not look after.
  private func watch(_ turn: CallGate.Turn) -> [Deadline] {
    var deadlines: [Deadline] = []
    if let timeout = options.limits.timeout {
      deadlines.append(
        DeadlineMonitor.shared.schedule(after: timeout) { [gate] in
          gate.stop(.timeout, turn)
          return nil
        })
    }
    if let limit = options.limits.maximumPrivateBytes {
      deadlines.append(DeadlineMonitor.shared.schedule(after: CallGate.memoryPause) { [gate] in gate.checkMemory(limit, turn) })
    }
    return deadlines
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
