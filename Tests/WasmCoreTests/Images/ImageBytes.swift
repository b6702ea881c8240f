import CommandTestSupport
import Foundation
import Testing
import WasmCore

/// An image in binary form, or a difference, to be damaged.
struct ImageBytes {
  var bytes: [UInt8]

  /// What comes before the contents: name, version, size, checksum.
  static let prefix = 8 + 4 + 8 + 32
  /// The module's fingerprint is the first of the contents.
  static let state = prefix + 32

  var contentCount: Int { Int(number(at: 12)) }

  func number(at offset: Int) -> UInt32 { (0..<4).reduce(0) { $0 | UInt32(bytes[offset + $1]) << ($1 * 8) } }

  mutating func set(_ number: UInt32, at offset: Int) {
    for byte in 0..<4 { bytes[offset + byte] = UInt8(truncatingIfNeeded: number >> (byte * 8)) }
  }

  /// Makes size and checksum right for contents up to `end`.
  mutating func seal(end: Int) {
    set(UInt32(end - Self.prefix), at: 12)
    bytes.replaceSubrange(20..<52, with: ModuleBytes(bytes[Self.prefix..<end]).fingerprint.utf8)
  }

  /// The same with another number, and the checksum that belongs to it.
  func forged(_ number: UInt32, at offset: Int) -> [UInt8] {
    var copy = self
    copy.set(number, at: offset)
    copy.seal(end: Self.prefix + contentCount)
    return copy.bytes
  }
}

extension InstanceImage {
  /// The image as a file, to be damaged.
  func fileBytes() throws -> ImageBytes {
    try Temporary.folder { folder in
      let path = folder.appending(path: "image").path
      try write(toFile: path)
      return ImageBytes(bytes: Array(try Data(contentsOf: URL(filePath: path))))
    }
  }

  /// The image that is in a file of these bytes.
  static func load(_ bytes: some Collection<UInt8>, for module: Module) throws -> InstanceImage {
    try Temporary.folder { folder in
      let path = folder.appending(path: "image").path
      try Data(bytes).write(to: URL(filePath: path))
      return try load(contentsOfFile: path, for: module).image
    }
  }

  /// The same image from a file, which is gone already.
  func reloaded() throws -> InstanceImage {
    try Temporary.folder { folder in
      let path = folder.appending(path: "image").path
      try write(toFile: path)
      return try InstanceImage.load(contentsOfFile: path, for: module).image
    }
  }

  /// The same image as a difference from `base`.
  func rebuilt(on base: InstanceImage) throws -> InstanceImage { try .decode(difference: encodeDifference(from: base), base: base) }
}

/// What `body` complains about.
func imageProblem(_ body: () throws -> Void) -> ImageError.Problem? {
  do { try body() } catch let error as ImageError { return error.problem } catch { Issue.record("\(error)") }
  return nil
}

extension ImageError.Problem {
  var isMalformed: Bool { if case .malformed = self { true } else { false } }
  var isFile: Bool { if case .file = self { true } else { false } }
}
