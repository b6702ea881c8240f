import Foundation

/// The testsuite as one compressed file.
struct SuiteArchive {
  private let file: URL

  init(_ file: URL) { self.file = file }

  /// The folder in `cache` with the contents, unpacked now if that has not been done before.
  func unpacked(in cache: URL) throws -> URL {
    let folder = cache.appending(path: try checksum())
    guard !FileManager.default.fileExists(atPath: folder.path) else { return folder }
    // Unpacked elsewhere and then moved, so that a folder of the final name is always complete.
    let temporary = cache.appending(path: "unpacking-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: temporary, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: temporary) }
    let tar = Process()
    tar.executableURL = URL(filePath: "/usr/bin/env")
    tar.arguments = ["tar", "-xf", file.path, "-C", temporary.path]
    try tar.run()
    tar.waitUntilExit()
    guard tar.terminationStatus == 0 else { throw Failure("tar ended with status \(tar.terminationStatus)") }
    do { try FileManager.default.moveItem(at: temporary, to: folder) } catch {
      // Another run may have been first.
      guard FileManager.default.fileExists(atPath: folder.path) else { throw error }
    }
    return folder
  }

  /// FNV-1a: it tells versions of the archive apart, which is all it is for.
  private func checksum() throws -> String {
    let hash = try Data(contentsOf: file).reduce(0xCBF2_9CE4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
    return String(hash, radix: 16)
  }
}
