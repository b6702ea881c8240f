import Foundation
import PackagePlugin

/// `NAME.options` beside a module, or instead of it: options of `wasm2swift`, one on each line, their names without dashes. It reads the file
/// itself; what is here is what has to be known before it runs.
struct ModuleOptions {
  /// The file, and those it names: what changes there is translated again.
  private(set) var inputs: [URL] = []
  /// How many files the functions are spread over.
  private(set) var fileCount = 8
  /// Where the module is that is not in the target's folder: the first path counts whose variables, `$NAME`, are all in the
  /// environment and not empty. The module need not be there: then nothing is compiled, and `NAME.compiled` has no functions.
  private(set) var paths: [String] = []
  /// A variable that says so, with `0`, when such a module is not to be compiled.
  private(set) var switchVariable: String?

  static let suffix = "options"
  static let none = ModuleOptions()

  private init() {}

  init(_ file: URL, of target: any Target) throws {
    inputs = [file]
    for line in try String(contentsOf: file, encoding: .utf8).unicodeScalars.split(whereSeparator: { $0 == "\n" || $0 == "\r" }) {
      // By scalars: a space before a combining mark is no Character of its own.
      let words = line.split(whereSeparator: { $0 == " " || $0 == "\t" }).map { Substring($0) }
      guard let name = words.first, name.unicodeScalars.first != "#" else { continue }
      let value = words.dropFirst().joined(separator: " ")
      switch name {
      case "files":
        guard let count = Int(value), (1...1000).contains(count) else { throw Problem(target, "\(file.lastPathComponent): files \(value)") }
        fileCount = count
      case "path": paths.append(value)
      case "switch": switchVariable = value
      case "profile", "interpret", "compile": inputs.append(URL(filePath: value, relativeTo: file.deletingLastPathComponent()).absoluteURL)
      default: break
      }
    }
  }
}
