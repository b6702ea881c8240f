import Synchronization

/// Makes lines of what a guest writes in pieces, which end anywhere: also in the middle of a character.
final class LineAssembler: Sendable {
  private let take: @Sendable (String) -> Void
  /// The beginning of a line.
  private let rest = Mutex<[UInt8]>([])

  /// A line that is longer comes in parts.
  static let maximumLength = 64 << 10

  init(_ take: @escaping @Sendable (String) -> Void) { self.take = take }

  func write(_ bytes: UnsafeRawBufferPointer) {
    var start = bytes.startIndex
    for end in bytes.indices where bytes[end] == UInt8(ascii: "\n") {
      pass(UnsafeRawBufferPointer(rebasing: bytes[start...end]))
      start = end + 1
    }
    let isLong = rest.withLock { rest in
      rest.append(contentsOf: bytes[start...])
      return rest.count > Self.maximumLength
    }
    if isLong { passWholeCharacters() }
  }

  /// Passes on a line that has no end.
  func flush() { pass(UnsafeRawBufferPointer(start: nil, count: 0)) }

  private func pass(_ end: UnsafeRawBufferPointer) {
    let line = rest.withLock { rest in
      defer { rest.removeAll(keepingCapacity: true) }
      return rest + end
    }
    if !line.isEmpty { take(String(decoding: line, as: UTF8.self)) }
  }

  private func passWholeCharacters() {
    let part = rest.withLock { rest in
      // A character that is not there to its end has at most three bytes, the first of which begins it.
      let begin = rest.indices.suffix(3).last { rest[$0] >= 0xC0 }
      let cut = begin.flatMap { String(validating: rest[$0...], as: UTF8.self) == nil ? $0 : nil } ?? rest.endIndex
      defer { rest.removeFirst(cut) }
      return Array(rest[..<cut])
    }
    take(String(decoding: part, as: UTF8.self))
  }
}
