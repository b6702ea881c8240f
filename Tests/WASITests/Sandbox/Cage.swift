import Foundation
import WASI

/// A folder of the host with something to steal in it, and beside that a folder that a guest gets.
final class Cage {
  static let secret = "the secret"

  let folder: URL
  var inside: URL { folder.appending(path: "inside") }

  init() throws {
    folder = FileManager.default.temporaryDirectory.appending(path: "boomslang-cage-\(UUID())")
    try FileManager.default.createDirectory(at: inside, withIntermediateDirectories: true)
    try Self.secret.write(to: folder.appending(path: "secret"), atomically: false, encoding: .utf8)
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  func fileSystem(isReadOnly: Bool = false) throws -> HostFileSystem { try HostFileSystem(path: inside.path, isReadOnly: isReadOnly) }

  /// Puts a symbolic link inside from outside, where the guest's rules do not hold.
  func plant(_ name: String, to target: String) throws {
    try FileManager.default.createSymbolicLink(atPath: inside.appending(path: name).path, withDestinationPath: target)
  }
}
