/// What a guest reads as its standard input.
public enum StandardInput: Sendable {
  /// Nothing: the end comes at once.
  case empty
  /// The standard input of the host's process.
  case inherited
  case bytes([UInt8])
  /// A descriptor of the host, which stays the caller's to close.
  case descriptor(Int32)
  /// A function that fills the start of the buffer it gets and returns how many bytes, 0 at the end. It is called on the
  /// guest's thread, may block, and cannot be interrupted.
  case stream(@Sendable (UnsafeMutableRawBufferPointer) -> Int)

  /// UTF-8.
  public static func text(_ text: String) -> StandardInput { .bytes(Array(text.utf8)) }

  func open() -> any OpenFile {
    switch self {
    case .empty: BytesInput([])
    case .inherited: HostStream(STDIN_FILENO)
    case .bytes(let bytes): BytesInput(bytes)
    case .descriptor(let descriptor): HostStream(descriptor)
    case .stream(let read): CallbackInput(read)
    }
  }
}

/// Where a guest's standard output or error goes. Writing to a descriptor of the host waits as long as its reader makes it
/// wait, or until the guest is stopped.
public enum StandardOutput: Sendable {
  case discarded
  /// The same stream of the host's process: its standard output for standard output, its standard error for standard error.
  case inherited
  /// A descriptor of the host, which stays the caller's to close.
  case descriptor(Int32)
  /// The same for the beginning of what is written.
  case limited(Int32, OutputLimit)
  case captured(CapturedOutput)
  /// A function that gets the bytes as they are written, on the guest's thread. While it runs, nothing stops the guest. What it throws is
  /// the guest's error.
  case stream(@Sendable (UnsafeRawBufferPointer) throws(Errno) -> Void)

  func open(inherited: Int32) -> any OpenFile {
    switch self {
    case .discarded: CallbackOutput { _ in }
    case .inherited: HostStream(inherited)
    case .descriptor(let descriptor): HostStream(descriptor)
    case .limited(let descriptor, let limit): HostStream(descriptor, limit: limit)
    case .captured(let output): CallbackOutput { output.append($0) }
    case .stream(let write): CallbackOutput(write)
    }
  }
}
