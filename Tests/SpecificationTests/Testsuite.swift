import Foundation

/// Where the official testsuite is, and its scripts. See README.md.
enum Testsuite {
  /// A script of the suite: what one test case runs.
  struct ScriptFile: Sendable, CustomStringConvertible {
    let url: URL
    /// The script's name without extension.
    var name: String { url.deletingPathExtension().lastPathComponent }
    var description: String { name }
  }

  enum Location {
    case folder(URL)
    /// Nothing is set up; the tests are skipped, and say so.
    case absent
    /// What is set up does not work; that fails.
    case broken(String)
  }

  static let location = locate()

  static let scripts: [ScriptFile] = {
    guard case .folder(let folder) = location else { return [] }
    return scripts(in: folder)
  }()

  static let howToGetIt = "the specification testsuite is not there: run Tests/fetch-suites.sh or set BOOMSLANG_SPEC_SUITE to its folder"

  private static func locate() -> Location {
    let environment = ProcessInfo.processInfo.environment
    if let path = environment["BOOMSLANG_SPEC_SUITE"], !path.isEmpty {
      let folder = URL(filePath: path, directoryHint: .isDirectory)
      return scripts(in: folder).isEmpty ? .broken("BOOMSLANG_SPEC_SUITE has no scripts in JSON form: \(path)") : .folder(folder)
    }
    let package = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    let archive = package.appending(path: "../shared/testdata/spec/spec-testsuite.tar.xz").standardizedFileURL
    let cache = cacheFolder(environment).appending(path: "spec")
    if FileManager.default.fileExists(atPath: archive.path) {
      do {
        let folder = try SuiteArchive(archive).unpacked(in: cache).appending(path: "spec")
        return scripts(in: folder).isEmpty ? .broken("no scripts in JSON form in \(archive.path)") : .folder(folder)
      } catch {
        return .broken("\(archive.path): \(error)")
      }
    }
    let fetched = cache.appending(path: "fetched")
    return scripts(in: fetched).isEmpty ? .absent : .folder(fetched)
  }

  /// Tests/fetch-suites.sh has the same rule.
  private static func cacheFolder(_ environment: [String: String]) -> URL {
    if let path = environment["BOOMSLANG_CACHE"], !path.isEmpty { return URL(filePath: path, directoryHint: .isDirectory) }
    if let path = environment["XDG_CACHE_HOME"], !path.isEmpty { return URL(filePath: path, directoryHint: .isDirectory).appending(path: "boomslang") }
    return FileManager.default.homeDirectoryForCurrentUser.appending(path: ".cache/boomslang")
  }

  private static func scripts(in folder: URL) -> [ScriptFile] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    return names.filter { $0.hasSuffix(".json") }.sorted().map { ScriptFile(url: folder.appending(path: $0)) }
  }
}
