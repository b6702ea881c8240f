/// Source text in the making. Bytes, because translated modules have tens of megabytes of them.
struct SourceBuffer: ~Copyable {
  private(set) var bytes: [UInt8] = []

  mutating func append(_ text: StaticString) {
    bytes.append(contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
  }

  mutating func append(_ text: some Sequence<UInt8>) { bytes.append(contentsOf: text) }

  mutating func append(_ text: String) { bytes.append(contentsOf: text.utf8) }

  mutating func append(number: UInt64) {
    guard number >= 10 else { return bytes.append(UInt8(ascii: "0") + UInt8(number)) }
    let first = bytes.count
    var rest = number
    while rest > 0 {
      bytes.append(UInt8(ascii: "0") + UInt8(rest % 10))
      rest /= 10
    }
    bytes[first...].reverse()
  }

  mutating func append(number: Int) { append(number: UInt64(number)) }

  mutating func append(_ prefix: StaticString, _ number: Int) {
    append(prefix)
    append(number: number)
  }

  mutating func newline() { bytes.append(UInt8(ascii: "\n")) }

  mutating func take() -> [UInt8] {
    defer { bytes = [] }
    return bytes
  }

  mutating func removeAll() { bytes.removeAll(keepingCapacity: true) }
}
