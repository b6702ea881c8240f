import WasmFormat

/// A stretch of source text.
struct Place: BitwiseCopyable {
  var start = 0
  var end = 0
}

/// Source text in the making. Bytes, because translated modules have tens of megabytes of them.
struct SourceBuffer: ~Copyable {
  private var storage = GrowableBuffer<UInt8>(capacity: 4096)
  private(set) var count = 0
  private let prefix: [UInt8]

  /// - Parameter prefix: what the names of all global declarations begin with.
  init(prefix: [UInt8] = []) { self.prefix = prefix }

  mutating func append(_ text: StaticString) {
    append(UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
  }

  mutating func append(_ text: [UInt8]) { text.withUnsafeBufferPointer { append($0) } }

  mutating func append(_ text: [UInt8], _ place: Place) {
    text.withUnsafeBufferPointer { append(UnsafeBufferPointer(rebasing: $0[place.start..<place.end])) }
  }

  mutating func append(text: String) {
    var text = text
    text.withUTF8 { append($0) }
  }

  /// Appends `text` without the bytes at `gaps`, which are in order and do not overlap.
  mutating func append(_ text: borrowing SourceBuffer, without gaps: [Place] = []) {
    var start = 0
    for gap in gaps {
      append(text.bytes(start, gap.start))
      start = gap.end
    }
    append(text.bytes(start, text.count))
  }

  private mutating func append(_ text: UnsafeBufferPointer<UInt8>) {
    guard let start = text.baseAddress else { return }
    storage.ensure(count + text.count)
    (storage.base + count).update(from: start, count: text.count)
    count += text.count
  }

  mutating func append(number: UInt64) {
    storage.ensure(count + 20)
    var digits = 1
    var bound: UInt64 = 10
    while digits < 20, number >= bound {
      digits += 1
      bound = digits < 20 ? bound * 10 : bound
    }
    var rest = number
    for position in stride(from: count + digits - 1, through: count, by: -1) {
      storage[position] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10)
      rest /= 10
    }
    count += digits
  }

  mutating func append(number: Int) { append(number: UInt64(number)) }

  mutating func append(_ prefix: StaticString, _ number: Int) {
    append(prefix)
    append(number: number)
  }

  /// Appends the name of a global declaration: a letter for what it is, and its number.
  mutating func append(global kind: StaticString, _ number: Int) {
    append(prefix)
    append(kind, number)
  }

  mutating func newline() {
    storage.ensure(count + 1)
    storage[count] = UInt8(ascii: "\n")
    count += 1
  }

  /// Puts `text` in a place.
  mutating func replace(_ place: Place, with text: borrowing SourceBuffer) {
    storage.ensure(count + text.count)
    (storage.base + place.start + text.count).update(from: storage.base + place.end, count: count - place.end)
    (storage.base + place.start).update(from: text.storage.base, count: text.count)
    count += text.count - (place.end - place.start)
  }

  /// Valid until the buffer changes.
  private func bytes(_ start: Int, _ end: Int) -> UnsafeBufferPointer<UInt8> {
    UnsafeBufferPointer(start: storage.base + start, count: end - start)
  }

  mutating func take() -> [UInt8] {
    defer { count = 0 }
    return Array(bytes(0, count))
  }

  mutating func removeAll() { count = 0 }
}
