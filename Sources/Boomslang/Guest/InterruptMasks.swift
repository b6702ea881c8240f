import Synchronization
import WasmCore

/// Where in the guest's memory a request to interrupt the script is put, from any thread.
///
/// Unsafe: this holds addresses in the memory of a store it does not keep alive. The base of a memory never moves, and only a
/// reset makes it smaller, which forgets this value first; so they are good for as long as the store lives; `CallGate` forgets this value, under its lock,
/// before it lets go of the store, and uses it only under that lock. The guest reads and writes the same words
/// without synchronisation: an update of its own may undo one from here, which is why requests are repeated.
struct InterruptMasks: @unchecked Sendable {
  private typealias Word = UnsafeMutablePointer<Atomic<UInt32>>
  /// In the order in which they are to be set.
  private let words: [(word: Word, mask: UInt32)]

  /// More words than this are a mistake of the guest.
  private static let maximumCount: UInt32 = 64

  /// Reads what `get_interrupt_request` points to. nil when it is not as it should be.
  init?(_ memory: Memory, at address: UInt32) {
    let start = Int(address)
    guard address != 0, let count = memory.load(at: start, as: UInt32.self), 1...Self.maximumCount ~= count else { return nil }
    var words: [(Word, UInt32)] = []
    for index in 0..<Int(count) {
      guard let target = memory.load(at: start + 4 + 8 * index, as: UInt32.self),
        let mask = memory.load(at: start + 8 + 8 * index, as: UInt32.self),
        target % 4 == 0, let word = memory.sharedWord(at: Int(target))
      else { return nil }
      words.append((word.assumingMemoryBound(to: Atomic<UInt32>.self), mask))
    }
    self.words = words
  }

  /// Makes the request.
  func set() {
    for (word, mask) in words { word.pointee.bitwiseOr(mask, ordering: .sequentiallyConsistent) }
  }

  /// Makes sure that a request is complete that the guest has not taken notice of yet. The first word is left as it
  /// is: what the guest does with it is the end of the request, and setting it again would be another one.
  /// - Returns: false when it has taken notice.
  func setAgain() -> Bool {
    guard let (first, mask) = words.first, first.pointee.load(ordering: .sequentiallyConsistent) & mask == mask else { return false }
    for (word, mask) in words.dropFirst() { word.pointee.bitwiseOr(mask, ordering: .sequentiallyConsistent) }
    return true
  }

  /// Takes the request back. Only while the guest does not run.
  func clear() {
    for (word, mask) in words.reversed() { word.pointee.bitwiseAnd(~mask, ordering: .sequentiallyConsistent) }
  }
}
