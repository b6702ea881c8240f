import Foundation

/// A pipe that nobody writes into.
struct BlockingPipe: Sendable {
  static let shared = BlockingPipe()
  private let pipe = Pipe()

  var readEnd: Int32 { pipe.fileHandleForReading.fileDescriptor }
}
