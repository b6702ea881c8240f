/// What the guest said at the end of a call.
struct GuestOutcome: Sendable {
  /// What its function returned.
  var status: Int32 = 0
  var exitCode: Int32 = 0
  /// JSON.
  var value: String?
  /// Bytecode.
  var bytes: [UInt8] = []
  /// Whether Python has ended, so that no call of this guest is possible any more.
  var hasExited = false

  /// What functions return when Python could not be started.
  static let notStarted: Int32 = -1
}

extension GuestInstance {
  /// Calls a function that runs Python.
  func run(_ function: GuestFunction, _ texts: [UInt8]...) throws(GuestFailure) -> GuestOutcome {
    var outcome = GuestOutcome()
    outcome.status = try call(function, texts: texts)
    try collectOutput()
    outcome.exitCode = try exitCode(status: outcome.status)
    return outcome
  }

  /// The exit code of a run. Guests without a version know only success and failure.
  func exitCode(status: Int32) throws(GuestFailure) -> Int32 {
    if has(.getExitCode) { return try call(.getExitCode) }
    return status == 0 ? 0 : 1
  }

  /// The value that the function called last returned, as JSON; nil when there is none.
  func resultValue() throws(GuestFailure) -> String? {
    guard has(.getResultLength) else { return nil }
    let count = try call(.getResultLength)
    guard count >= 0 else { return nil }
    guard count <= streams.limits.maximumValueBytes else {
      throw .refused(.invalidValue("the value has \(count) bytes as JSON, and may have \(streams.limits.maximumValueBytes)"))
    }
    let (_, bytes) = try read(upTo: Int(count)) { (address) throws(GuestFailure) in try call(.getResult, address, count) }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Passes on what guests without a version keep instead of writing it.
  func collectOutput() throws(GuestFailure) {
    guard version == 0 else { return }
    try collect(.getStdoutLength, .getStdout, into: streams.output, UInt32(STDOUT_FILENO))
    try collect(.getStderrLength, .getStderr, into: streams.error, UInt32(STDERR_FILENO))
  }

  private func collect(_ length: GuestFunction, _ get: GuestFunction, into sink: OutputSink, _ number: UInt32) throws(GuestFailure) {
    let count = Int(try call(length))
    guard count > 0 else { return }
    // One byte more than the sink will keep, so that it notices.
    let room = sink.limit < count ? sink.limit + 1 : count
    let (_, bytes) = try read(upTo: room) { (address) throws(GuestFailure) in try call(get, address, Int32(truncatingIfNeeded: room)) }
    // What cannot be written is lost, as at any end of a program.
    try? host.write(bytes, to: number, store)
  }
}
