import WASI
import WasmCore

extension PythonError {
  /// What it means that a call ended with `trap`.
  /// - Parameters:
  ///   - reason: why it was ended from outside, if it was.
  ///   - result: what it had written.
  init(_ trap: Trap, _ reason: CallGate.StopReason?, _ limits: ResourceLimits, _ result: PythonResult) {
    switch (trap.code, reason) {
    case (_, .timeout) where trap.code == .interrupted || trap.exitCode != nil: self = .timedOut(after: limits.timeout ?? .zero, result)
    case (.interrupted, .cancellation): self = .cancelled(result)
    case (.interrupted, .request): self = .stopped(result)
    case (.interrupted, .privateMemory): self = .outOfPrivateMemory(limit: limits.maximumPrivateBytes ?? 0, result)
    case (.outOfFuel, _): self = .outOfFuel(result)
    default: self = .trapped(trap, result)
    }
  }
}

extension PythonResult {
  private static let unfinished: Int32 = -1

  /// Of a call that did not start.
  static let nothing = PythonResult(
    stdoutBytes: [], stderrBytes: [], isStdoutTruncated: false, isStderrTruncated: false, exitCode: unfinished, duration: .zero, value: nil)

  /// What was written in a call that began at `start`, as far as is known while it is not finished.
  init(_ streams: GuestStreams, start: ContinuousClock.Instant) {
    let (output, error) = (streams.output.take(), streams.error.take())
    self.init(
      stdoutBytes: output.bytes, stderrBytes: error.bytes, isStdoutTruncated: output.isTruncated, isStderrTruncated: error.isTruncated,
      exitCode: Self.unfinished, duration: start.duration(to: .now), value: nil)
  }

  /// The same of a call that is finished.
  func with(_ outcome: GuestOutcome) -> PythonResult {
    PythonResult(
      stdoutBytes: stdoutBytes, stderrBytes: stderrBytes, isStdoutTruncated: isStdoutTruncated, isStderrTruncated: isStderrTruncated,
      exitCode: outcome.exitCode, duration: duration, value: outcome.value)
  }
}
