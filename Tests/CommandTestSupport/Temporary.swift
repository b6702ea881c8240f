import Foundation

package enum Temporary {
  /// A new folder, which is gone after `body`.
  package static func folder<Result>(_ body: (URL) throws -> Result) throws -> Result {
    // Without links in its path, as programs that resolve them would call it.
    let folder = FileManager.default.temporaryDirectory.resolvingSymlinksInPath().appendingPathComponent("boomslang-\(UUID())")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    return try body(folder)
  }
}

extension URL {
  /// Writes a file in this folder.
  /// - Returns: its path.
  @discardableResult
  package func write(_ name: String, _ text: String) throws -> String {
    let file = appendingPathComponent(name)
    try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: file)
    return file.path
  }
}
