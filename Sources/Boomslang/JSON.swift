#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// JSON, the only thing this library needs Foundation for.
enum JSON {
  /// - Throws: what `value`'s own encoding throws, or an error of Foundation's for what JSON cannot express.
  static func encode(_ value: some Encodable) throws -> String {
    let encoder = JSONEncoder()
    // Without escaped slashes the text of a string is a literal in Python as well.
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(value), as: UTF8.self)
  }

  static func decode<Value: Decodable>(_ type: Value.Type, from bytes: some Sequence<UInt8>) throws -> Value {
    try JSONDecoder().decode(type, from: Data(bytes))
  }
}
