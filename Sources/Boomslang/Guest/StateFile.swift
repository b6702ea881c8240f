import WasmCore

/// A file with what makes a state different from another: a mark, its version, the notes with their length, and the difference; and in the
/// end a fingerprint of all that.
enum StateFile {
  private static let mark = Array("boomslang state\n".utf8)
  private static let version: UInt8 = 1

  static func encode(notes: [UInt8], difference: [UInt8]) -> [UInt8] {
    let bytes = mark + [version] + withUnsafeBytes(of: UInt64(notes.count).littleEndian, Array.init) + notes + difference
    return bytes + Array(ModuleBytes(bytes).fingerprint.utf8)
  }

  private static let fingerprintCount = 32

  /// - Throws: `imageInvalid`.
  static func decode(_ bytes: ModuleBytes) throws(PythonError) -> (notes: [UInt8], difference: [UInt8]) {
    let start = mark.count + 1
    let end = bytes.count - fingerprintCount
    guard end >= start + 8, bytes[0..<mark.count] == mark else { throw .imageInvalid("it is no saved state, or not whole") }
    let found = bytes[mark.count..<start][0]
    guard found == version else { throw .imageInvalid("it is of version \(found), this library takes version \(version)") }
    guard Array(ModuleBytes(bytes[0..<end]).fingerprint.utf8) == bytes[end..<bytes.count] else { throw .imageInvalid("it is damaged") }
    let count = bytes[start..<start + 8].reversed().reduce(0) { $0 << 8 | UInt64($1) }
    guard count <= UInt64(end - start - 8) else { throw .imageInvalid("it is damaged") }
    let notes = start + 8..<start + 8 + Int(count)
    return (bytes[notes], bytes[notes.upperBound..<end])
  }
}
