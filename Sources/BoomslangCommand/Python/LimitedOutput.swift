import Boomslang
import CommandSupport
import Synchronization
import WASI

/// Passes on the beginning of what a program writes, and drops the rest.
final class LimitedOutput: Sendable {
  let limit: Int
  private let descriptor: Int32
  private let byteCount = Mutex(0)

  init(_ descriptor: Int32, limit: Int) { (self.descriptor, self.limit) = (descriptor, limit) }

  var name: String { descriptor == STDOUT_FILENO ? "standard output" : "standard error" }
  var isCut: Bool { byteCount.withLock { $0 > limit } }
  var stream: PythonOutput { .stream { (buffer) throws(Errno) in try self.write(buffer) } }

  /// Begins to count anew.
  func reset() { byteCount.withLock { $0 = 0 } }

  private func write(_ buffer: UnsafeRawBufferPointer) throws(Errno) {
    let room = byteCount.withLock { count in
      defer { count += buffer.count }
      return max(limit - count, 0)
    }
    // The program notices that nobody reads, as it does without a limit.
    let isWritten = PipeSignal.withoutSignal { Descriptor.write(descriptor, UnsafeRawBufferPointer(rebasing: buffer.prefix(room))) }
    if !isWritten { throw errno == EPIPE ? .pipe : .io }
  }
}
