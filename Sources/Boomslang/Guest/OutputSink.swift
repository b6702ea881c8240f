import WASI

/// Where one of the output streams goes. What is captured can be taken after every call.
final class OutputSink: Sendable {
  private let target: PythonOutput
  private let capture: CapturedOutput
  private let lines: LineAssembler?

  init(_ target: PythonOutput, limit: Int) {
    self.target = target
    capture = CapturedOutput(limit: limit)
    lines = if case .lines(let take) = target { LineAssembler(take) } else { nil }
  }

  var limit: Int { capture.limit }

  /// What the guest gets.
  var stream: StandardOutput {
    switch target {
    case .captured: .captured(capture)
    case .discarded: .discarded
    case .inherited: .inherited
    case .descriptor(let descriptor): .descriptor(descriptor)
    case .limited(let descriptor, let limit): .limited(descriptor, limit)
    case .stream(let write): .stream(write)
    case .lines: if let lines { .stream { lines.write($0) } } else { .discarded }
    }
  }

  /// What was captured since the last time.
  func take() -> (bytes: [UInt8], isTruncated: Bool) {
    lines?.flush()
    let isTruncated = capture.isTruncated
    return (capture.take(), isTruncated)
  }
}
