import WasmCore  // with it comes the C library

enum Console {
  /// Prints a line to standard error.
  static func error(_ text: String) {
    var bytes = Array((text + "\n").utf8)[...]
    while !bytes.isEmpty {
      let written = bytes.withUnsafeBytes { write(STDERR_FILENO, $0.baseAddress, $0.count) }
      guard written > 0 else { return }
      bytes = bytes.dropFirst(written)
    }
  }

  /// Seconds of processor time this process has used.
  static func processorTime() -> Double { seconds(CLOCK_PROCESS_CPUTIME_ID) }
  /// Seconds since some moment in the past.
  static func elapsedTime() -> Double { seconds(CLOCK_MONOTONIC) }

  private static func seconds(_ clock: clockid_t) -> Double {
    var time = timespec()
    clock_gettime(clock, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }
}
