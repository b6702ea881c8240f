/// What came of running Python code.
///
/// An exception that nothing caught is a result, not an error of the host: exit code 1 and a traceback in `stderr`.
public struct PythonResult: Sendable {
  /// What was written to standard output, at most `ResourceLimits.maximumOutput` bytes; empty when it goes elsewhere.
  public let stdoutBytes: [UInt8]
  /// The same for standard error.
  public let stderrBytes: [UInt8]
  /// Whether more was written than the limit allows; the beginning is what was kept.
  public let isStdoutTruncated: Bool
  public let isStderrTruncated: Bool
  /// 0 for success, 1 after an exception, 130 after `KeyboardInterrupt`, else the argument of `sys.exit` or `os._exit`; −1 when the code did not come to
  /// its end, as in the result that an error carries.
  public let exitCode: Int32
  /// From the call to its return, waiting included.
  public let duration: Duration
  /// What the function returned, as JSON. nil when no function was called, or its value cannot be written as JSON.
  public let value: String?

  /// Standard output as text; what is not UTF-8 is replaced.
  public var stdout: String { String(decoding: stdoutBytes, as: UTF8.self) }
  /// Standard error as text; what is not UTF-8 is replaced.
  public var stderr: String { String(decoding: stderrBytes, as: UTF8.self) }
  public var succeeded: Bool { exitCode == 0 }
}

/// What came of a line typed at a prompt.
public enum InteractiveResult: Sendable {
  /// The line was run.
  case complete(PythonResult)
  /// The text is the beginning of something: nothing was run, and more lines are to be added to it.
  case incomplete
}
