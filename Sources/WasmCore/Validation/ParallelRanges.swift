import Dispatch
import Synchronization

/// Spreads work on function bodies over the processors.
package enum ParallelRanges {
  /// Bytes of code that are worth a thread.
  private static let bytesPerThread = 256 << 10

  /// Calls `body` with ranges that together cover all of `bodies`, at the same time when there is much code.
  /// - Throws: the error of the earliest range that failed, which is what going through in order would throw.
  package static func forEach(_ bodies: [FunctionBody], _ body: @Sendable (Range<Int>) throws(ModuleError) -> Void) throws(ModuleError) {
    let ranges = split(bodies)
    if ranges.count < 2 { return try body(bodies.indices) }
    let firstError = Mutex<(index: Int, error: ModuleError)?>(nil)
    DispatchQueue.concurrentPerform(iterations: ranges.count) { index in
      do throws(ModuleError) {
        try body(ranges[index])
      } catch {
        firstError.withLock { first in
          if first.map({ index < $0.index }) ?? true { first = (index, error) }
        }
      }
    }
    if let (_, error) = firstError.withLock({ $0 }) { throw error }
  }

  /// Ranges of about the same number of bytes.
  private static func split(_ bodies: [FunctionBody]) -> [Range<Int>] {
    var ranges: [Range<Int>] = []
    var start = 0
    var bytes = 0
    for (index, body) in bodies.enumerated() {
      bytes += body.range.count
      if bytes >= bytesPerThread {
        ranges.append(start..<index + 1)
        start = index + 1
        bytes = 0
      }
    }
    if start < bodies.count { ranges.append(start..<bodies.count) }
    return ranges
  }
}
