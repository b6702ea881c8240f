import Foundation

/// How long a test waits for something that has to happen.
package enum Deadline {
  private static let seconds = 60

  /// - Returns: false when it did not happen in time.
  package static func waits(until condition: () -> Bool) -> Bool {
    let end = ContinuousClock.now + .seconds(seconds)
    while !condition() {
      guard ContinuousClock.now < end else { return false }
      Thread.sleep(forTimeInterval: 0.005)
    }
    return true
  }
}
