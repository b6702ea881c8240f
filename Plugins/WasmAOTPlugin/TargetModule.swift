import Foundation
import PackagePlugin

/// A module that a target has.
struct TargetModule {
  enum Presence {
    case certain
    /// There may be no such file.
    case uncertain
    /// It is not to be compiled, whether there is one or not.
    case off
  }

  /// What it is called in Swift.
  let name: String
  let file: URL
  let presence: Presence
  let options: ModuleOptions
  /// The file with the options.
  let optionsFile: URL?

  /// Those in the target's folder, and those that only have options there.
  static func all(of target: any SourceModuleTarget) throws -> [TargetModule] {
    let files = target.sourceFiles.map(\.url)
    var options = try byName(files.filter { $0.pathExtension == ModuleOptions.suffix }, target)
    var modules: [TargetModule] = []
    for (name, file) in try byName(files.filter { $0.pathExtension == "wasm" }, target) {
      let optionsFile = options.removeValue(forKey: name)
      modules.append(
        TargetModule(
          name: name, file: file, presence: .certain, options: try optionsFile.map { try ModuleOptions($0, of: target) } ?? .none,
          optionsFile: optionsFile))
    }
    for (name, optionsFile) in options {
      let options = try ModuleOptions(optionsFile, of: target)
      guard !options.paths.isEmpty else {
        throw Problem(target, "\(optionsFile.lastPathComponent): there is no such module here, and no path says where it is")
      }
      let isOff = options.switchVariable.flatMap { environment[$0] } == "0"
      let file = (isOff ? nil : find(options.paths, from: target.directoryURL)) ?? URL(filePath: "/no module")
      modules.append(TargetModule(name: name, file: file, presence: isOff ? .off : .uncertain, options: options, optionsFile: optionsFile))
    }
    guard !modules.isEmpty else { throw Problem(target, "WasmAOTPlugin finds no .wasm file in \(target.directoryURL.path)") }
    return modules.sorted { $0.name < $1.name }
  }

  private static func byName(_ files: [URL], _ target: any Target) throws -> [String: URL] {
    try Dictionary(files.map { (name(of: $0), $0) }) { first, second in
      throw Problem(target, "\(first.lastPathComponent) and \(second.lastPathComponent) have the same name in Swift")
    }
  }

  /// `sha-256.wasm` is `Sha256`.
  private static func name(of file: URL) -> String {
    let words = file.deletingPathExtension().lastPathComponent.split { !$0.isASCII || !($0.isLetter || $0.isNumber || $0 == "_") }
    return words.map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined()
  }

  private static var environment: [String: String] { ProcessInfo.processInfo.environment }

  /// The first path whose variables are all known.
  private static func find(_ paths: [String], from folder: URL) -> URL? {
    for path in paths {
      let parts = path.unicodeScalars.split(separator: "/", omittingEmptySubsequences: false).map { (part) -> String? in
        guard part.first == "$" else { return String(part) }
        return environment[String(part.dropFirst())].flatMap { $0.isEmpty ? nil : $0 }
      }
      let known = parts.compactMap { $0 }
      if known.count == parts.count { return URL(filePath: known.joined(separator: "/"), relativeTo: folder).absoluteURL }
    }
    return nil
  }
}
