import WASI
import WasmCore  // with it comes the C library

enum Console {
  /// Prints a line to standard error. A reader that takes nothing for some time loses the line: a command that has come to its end
  /// does not wait for ever to say so.
  static func error(_ text: String) { OutputDescriptor(STDERR_FILENO).write(text + "\n", patience: .seconds(1)) }

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
