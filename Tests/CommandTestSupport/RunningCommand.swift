import Foundation
import Synchronization

/// A `boomslang` that runs while a test does something.
package final class RunningCommand {
  private let process = Process()
  private let output = Collector()
  private let errors = Collector()
  private let input = Pipe()

  package init(_ arguments: [String]) throws {
    process.executableURL = URL(fileURLWithPath: Command.path ?? "boomslang")
    process.arguments = arguments
    process.standardInput = input
    (process.standardOutput, process.standardError) = (output.pipe, errors.pipe)
    try process.run()
    output.start()
    errors.start()
  }

  package func write(_ text: String) { input.fileHandleForWriting.write(Data(text.utf8)) }
  package func signal(_ number: Int32) { kill(process.processIdentifier, number) }

  /// Waits until standard output contains the text.
  /// - Returns: false when it did not come in time.
  package func waits(for text: String) -> Bool { Deadline.waits { output.text.contains(text) } }

  /// Waits for the end; what does not end in time is killed.
  package func finish() -> Command.Outcome {
    if !Deadline.waits(until: { !process.isRunning }) { kill(process.processIdentifier, SIGKILL) }
    process.waitUntilExit()
    return Command.Outcome(code: process.exitCode, output: output.all(), errors: errors.all())
  }
}

/// What comes out of a pipe.
private final class Collector: Sendable {
  let pipe = Pipe()
  private let bytes = Mutex<[UInt8]>([])
  private let hasEnded = Atomic(false)

  var text: String { String(decoding: bytes.withLock { $0 }, as: UTF8.self) }

  func start() {
    try? pipe.fileHandleForWriting.close()
    Thread.detachNewThread {
      while case let data = self.pipe.fileHandleForReading.availableData, !data.isEmpty { self.bytes.withLock { $0 += data } }
      self.hasEnded.store(true, ordering: .releasing)
    }
  }

  /// Everything, once nothing more can come.
  func all() -> String {
    _ = Deadline.waits { hasEnded.load(ordering: .acquiring) }
    return text
  }
}
