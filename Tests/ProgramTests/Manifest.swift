import Foundation

/// The programs that Tests/Programs/build.sh has built; see the README there for what the members mean.
struct Manifest: Decodable {
  struct Case: Decodable, Sendable, CustomStringConvertible {
    struct Preopen: Decodable, Sendable {
      let guest: String
      let host: String
    }

    let name: String
    let kind: String
    let file: String
    let feature: String?
    let args: [String]?
    let stdin: String?
    let stdinFrom: String?
    let stdout: String?
    let exit: UInt32?
    let preopen: Preopen?
    let scratch: String?
    let function: String?
    let result: Int32?
    let imports: [String: String]?

    var description: String { name }
  }

  let cases: [Case]

  /// Proposals that the engine does not have.
  static let missingFeatures: Set<String> = ["simd", "relaxed-simd", "threads", "memory64"]

  static let howToGetIt = "the test programs are not there: run Tests/Programs/build.sh"

  static let folder: URL = {
    let environment = ProcessInfo.processInfo.environment
    let cache: URL =
      if let path = environment["BOOMSLANG_CACHE"], !path.isEmpty {
        URL(filePath: path, directoryHint: .isDirectory)
      } else if let path = environment["XDG_CACHE_HOME"], !path.isEmpty {
        URL(filePath: path, directoryHint: .isDirectory).appending(path: "boomslang")
      } else {
        FileManager.default.homeDirectoryForCurrentUser.appending(path: ".cache/boomslang")
      }
    return cache.appending(path: "programs")
  }()

  /// All cases; empty when the programs have not been built.
  static let cases: [Case] = {
    guard let text = try? Data(contentsOf: folder.appending(path: "manifest.json")) else { return [] }
    do { return try JSONDecoder().decode(Manifest.self, from: text).cases } catch { fatalError("manifest.json: \(error)") }
  }()

  static let runnable = cases.filter { !missingFeatures.contains($0.feature ?? "") }
  static let skipped = cases.filter { missingFeatures.contains($0.feature ?? "") }

  static func bytes(_ path: String) throws -> [UInt8] { Array(try Data(contentsOf: folder.appending(path: path))) }
}
