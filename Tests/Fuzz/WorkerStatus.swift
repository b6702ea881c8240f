import Foundation
import FuzzSupport

/// What a worker process tells its parent: a few numbers in a file both have mapped, so that they survive a crash.
struct WorkerStatus {
  private let words: UnsafeMutablePointer<UInt64>
  private static let wordCount = 16

  /// Maps the file at `path`, which is made when there is none.
  init?(path: String) {
    let descriptor = open(path, O_RDWR | O_CREAT, 0o600)
    guard descriptor >= 0 else { return nil }
    defer { Foundation.close(descriptor) }
    let size = Self.wordCount * 8
    guard ftruncate(descriptor, off_t(size)) == 0 else { return nil }
    guard let address = mmap(nil, size, PROT_READ | PROT_WRITE, MAP_SHARED, descriptor, 0), address != MAP_FAILED else { return nil }
    words = address.assumingMemoryBound(to: UInt64.self)
  }

  func close() { munmap(words, Self.wordCount * 8) }

  /// The input being checked.
  var current: UInt64 {
    get { words[0] }
    nonmutating set { words[0] = newValue }
  }
  /// How many have been checked.
  var done: UInt64 {
    get { words[1] }
    nonmutating set { words[1] = newValue }
  }
  var unclear: UInt64 {
    get { words[2] }
    nonmutating set { words[2] = newValue }
  }
  func count(_ outcome: ModuleCheck.Outcome) -> UInt64 { words[3 + outcome.rawValue] }
  func add(_ outcome: ModuleCheck.Outcome) { words[3 + outcome.rawValue] += 1 }

  func reset() { for index in 0..<Self.wordCount { words[index] = 0 } }
}
