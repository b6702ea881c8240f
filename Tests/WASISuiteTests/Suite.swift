import Foundation
import WasmCore

/// The official testsuite of WASI preview 1: programs, and for some a JSON file that says how to run them.
enum Suite {
  struct Program: Sendable, CustomStringConvertible {
    let module: URL
    let specification: Specification
    /// Language and name.
    var description: String { "\(module.deletingLastPathComponent().lastPathComponent)/\(module.deletingPathExtension().lastPathComponent)" }
    /// The folder the program gets as its root.
    var root: URL? { specification.root.map { module.deletingLastPathComponent().appending(path: $0) } }
  }

  /// What a program's JSON file says; what it does not is empty, or 0.
  struct Specification: Decodable, Sendable {
    var args: [String]?
    var env: [String: String]?
    var root: String?
    var exit_code: UInt32?
    var stdout: String?
  }

  static let howToGetIt = "the WASI testsuite is not there: put it in ../shared/testdata/wasi or set BOOMSLANG_WASI_SUITE to its folder"

  static let programs: [Program] = find()
  /// Those that work on files.
  static let filePrograms = programs.filter { $0.specification.root != nil }

  private static var folder: URL {
    if let path = ProcessInfo.processInfo.environment["BOOMSLANG_WASI_SUITE"], !path.isEmpty {
      return URL(filePath: path, directoryHint: .isDirectory)
    }
    let package = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    return package.appending(path: "../shared/testdata/wasi").standardizedFileURL
  }

  private static func find() -> [Program] {
    let files = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)?.compactMap { $0 as? URL } ?? []
    return files.filter { $0.pathExtension == "wasm" }.sorted { $0.path < $1.path }.map { module in
      let text = try? Data(contentsOf: module.deletingPathExtension().appendingPathExtension("json"))
      let specification = text.map { text in
        do { return try JSONDecoder().decode(Specification.self, from: text) } catch { fatalError("\(module.path): \(error)") }
      }
      return Program(module: module, specification: specification ?? Specification())
    }
  }
}
