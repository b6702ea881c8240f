import WASI

/// Where one of the output streams goes. What is captured can be taken after every call.
final class OutputSink: Sendable {
  private let target: PythonOutput
  private let inheritedDescriptor: Int32
  private let capture: CapturedOutput

  init(_ target: PythonOutput, inherited: Int32, limit: Int) {
    self.target = target
    inheritedDescriptor = inherited
    capture = CapturedOutput(limit: limit)
  }

  var limit: Int { capture.limit }

  /// What the guest gets.
  var stream: StandardOutput {
    switch target {
    case .captured: .captured(capture)
    case .discarded: .discarded
    case .inherited: .inherited
    case .descriptor(let descriptor): .descriptor(descriptor)
    case .stream(let write): .stream(write)
    }
  }

  /// Writes what the guest has kept instead of writing it.
  func write(_ bytes: [UInt8]) {
    bytes.withUnsafeBytes { buffer in
      switch target {
      case .captured: capture.append(buffer)
      case .discarded: break
      case .inherited: Self.write(buffer, to: inheritedDescriptor)
      case .descriptor(let descriptor): Self.write(buffer, to: descriptor)
      case .stream(let write): try? write(buffer) // the guest has ended: nobody is left to be told
      }
    }
  }

  private static func write(_ buffer: UnsafeRawBufferPointer, to descriptor: Int32) {
    var rest = buffer
    while !rest.isEmpty {
      let count = PipeSignal.withoutSignal { systemWrite(descriptor, rest) }
      guard count > 0 || errno == EINTR else { return }
      rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(max(count, 0)))
    }
  }

  /// What was captured since the last time.
  func take() -> (bytes: [UInt8], isTruncated: Bool) {
    let isTruncated = capture.isTruncated
    return (capture.take(), isTruncated)
  }
}

private func systemWrite(_ descriptor: Int32, _ buffer: UnsafeRawBufferPointer) -> Int { write(descriptor, buffer.baseAddress, buffer.count) }
