import WASI

/// The standard streams of one instance.
final class GuestStreams: Sendable {
  let input: InputSource
  let output: OutputSink
  let error: OutputSink
  let limits: ResourceLimits

  init(_ options: PythonInstance.Options, _ input: InputSource) {
    self.input = input
    limits = options.limits
    output = OutputSink(options.standardOutput, limit: options.limits.maximumOutput)
    error = OutputSink(options.standardError, limit: options.limits.maximumOutput)
  }

  /// Drops what was captured.
  func forget() {
    _ = output.take()
    _ = error.take()
  }
}
