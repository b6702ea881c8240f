import Boomslang
import CommandSupport

/// Reads programs, which may come from pipes: within the program's own time limit, and within bounds.
struct ProgramSource {
  static let maximumByteCount = 64 << 20

  /// The program's.
  let timeout: Duration?
  private let start = ContinuousClock.now

  init(timeout: Duration?) { self.timeout = timeout }

  /// The time was over before the program was there.
  struct Late: Error { let timeout: Duration }

  /// - Throws: `Late`, `FileProblem`.
  func read(_ descriptor: Int32, name: String) throws -> [UInt8] {
    do throws(Descriptor.Unread) {
      return try Descriptor.readAll(descriptor, limit: Self.maximumByteCount, until: timeout.map { start + $0 })
    } catch {
      switch error {
      case .late: throw Late(timeout: timeout ?? .zero)
      case .tooLong: throw FileProblem("\(name): the program has more than \(Self.maximumByteCount >> 20) MiB")
      }
    }
  }

  /// What reading has left of the time limit: all of it, if nobody had to be waited for.
  var remainingTime: Duration? {
    let passed = start.duration(to: .now)
    return timeout.map { passed < .milliseconds(10) ? $0 : max($0 - passed, .milliseconds(1)) }
  }
}
