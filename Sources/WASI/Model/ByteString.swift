/// Text of a guest or of the host's kernel: bytes, whatever they mean.
///
/// Paths, names and targets of symbolic links are compared, split and passed on as bytes. `String` cannot hold all of
/// them, and its operations see characters: a slash before a combining mark is no slash to `split`, and two spellings of
/// a letter are equal to `==`. A literal stands for its UTF-8.
public struct ByteString: Sendable, Hashable {
  public var bytes: [UInt8]

  public init(_ bytes: some Sequence<UInt8>) { self.bytes = Array(bytes) }

  /// The UTF-8 of `text`.
  public init(_ text: String) { bytes = Array(text.utf8) }

  public var isEmpty: Bool { bytes.isEmpty }
  public var count: Int { bytes.count }

  /// The text, or nil when the bytes are not valid UTF-8.
  public var text: String? { String(validating: bytes, as: UTF8.self) }

  static func + (a: ByteString, b: ByteString) -> ByteString { ByteString(a.bytes + b.bytes) }
}

extension ByteString: ExpressibleByStringInterpolation {
  public init(stringLiteral value: String) { self.init(value) }
}

extension ByteString: CustomStringConvertible {
  /// For a person: what is not valid UTF-8 is replaced.
  public var description: String { String(decoding: bytes, as: UTF8.self) }
}

extension ByteString: Codable {
  /// A text where that is possible, and otherwise an array of bytes.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if let text = try? container.decode(String.self) { self.init(text) } else { self.init(try container.decode([UInt8].self)) }
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    if let text { try container.encode(text) } else { try container.encode(bytes) }
  }
}
