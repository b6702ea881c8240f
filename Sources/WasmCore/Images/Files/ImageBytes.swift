/// What images and differences in binary form have in front of their contents: eight characters that tell which of the two it is, the
/// version, the number of bytes that follow, and their checksum.
struct ImagePrefix {
  /// Changes whenever what follows, or its meaning, does.
  static let version: UInt32 = 1

  enum Kind: String {
    case image = "BOOMIMAG"
    case difference = "BOOMDIFF"
  }

  static let byteCount = 8 + 4 + 8 + [UInt8].fingerprintByteCount
  let contentByteCount: Int
  private let checksum: String

  /// `contents` with what belongs in front of them.
  static func seal(_ contents: [UInt8], as kind: Kind) -> [UInt8] {
    var bytes = Array(kind.rawValue.utf8)
    bytes.append(littleEndian: version)
    bytes.append(littleEndian: UInt64(contents.count))
    bytes.append(contentsOf: contents.fingerprint.utf8)
    return bytes + contents
  }

  init(_ reader: inout ImageReader, _ kind: Kind) throws(ImageError) {
    guard try reader.bytes(count: 8).elementsEqual(kind.rawValue.utf8) else { throw ImageError(.malformed("it does not begin as one")) }
    let found = try reader.number(UInt32.self)
    guard found == Self.version else { throw ImageError(.version(expected: Int(Self.version), found: Int(found))) }
    guard let count = Int(exactly: try reader.number(UInt64.self)) else { throw ImageError(.endsEarly) }
    contentByteCount = count
    checksum = try reader.fingerprint()
  }

  /// A reader of `contents`, once they are known to be what was written.
  func open(_ contents: some Collection<UInt8>) throws(ImageError) -> ImageReader {
    let contents = Array(contents)
    guard contents.count == contentByteCount, contents.fingerprint == checksum else { throw ImageError(.malformed("its checksum is wrong")) }
    return ImageReader(contents)
  }
}

/// Takes an image's bytes apart, with an error where they end too early.
struct ImageReader {
  private let source: [UInt8]
  private var position = 0

  init(_ source: [UInt8]) { self.source = source }

  var remaining: Int { source.count - position }

  mutating func bytes(count: Int) throws(ImageError) -> ArraySlice<UInt8> {
    guard count <= remaining else { throw ImageError(.endsEarly) }
    defer { position += count }
    return source[position..<position + count]
  }

  mutating func number<Number: FixedWidthInteger>(_: Number.Type) throws(ImageError) -> Number {
    try bytes(count: MemoryLayout<Number>.size).reversed().reduce(0) { $0 << 8 | Number(truncatingIfNeeded: $1) }
  }

  mutating func fingerprint() throws(ImageError) -> String { String(decoding: try bytes(count: [UInt8].fingerprintByteCount), as: UTF8.self) }

  /// Makes sure that everything has been read.
  func end() throws(ImageError) {
    guard remaining == 0 else { throw ImageError(.malformed("it goes on after its end")) }
  }
}

extension [UInt8] {
  static let fingerprintByteCount = 32

  var fingerprint: String { withUnsafeBytes { $0.fingerprint } }

  mutating func append(littleEndian number: some FixedWidthInteger) {
    Swift.withUnsafeBytes(of: number.littleEndian) { append(contentsOf: $0) }
  }
}

extension ImageError.Problem {
  static let endsEarly = malformed("it ends too early")
}
