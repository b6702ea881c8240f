import Foundation
import PackagePlugin

/// The module that a target has.
struct TargetModule {
  let file: URL
  /// What it is called in Swift.
  let name: String
  /// Whether there may be no such file.
  let isOptional: Bool

  init(of target: any SourceModuleTarget, _ configuration: Configuration) throws {
    let files = target.sourceFiles.map(\.url).filter { $0.pathExtension == "wasm" }
    guard files.count + (configuration.module == nil ? 0 : 1) <= 1 else {
      let names = files.map(\.lastPathComponent).sorted().joined(separator: ", ")
      throw Problem(target, "one module for each target, please: functions of two would have the same names (\(names))")
    }
    if let module = configuration.module {
      (file, name, isOptional) = (Self.find(module, target), module.name, true)
    } else if let only = files.first {
      (file, name, isOptional) = (only, Self.name(of: only), false)
    } else {
      throw Problem(target, "WasmAOTPlugin finds no .wasm file in \(target.directoryURL.path) and no \(Configuration.fileName) that names one")
    }
  }

  /// `sha-256.wasm` is `Sha256`.
  private static func name(of file: URL) -> String {
    let words = file.deletingPathExtension().lastPathComponent.split { !$0.isASCII || !($0.isLetter || $0.isNumber || $0 == "_") }
    return words.map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined()
  }

  /// The path where a module is, or would be.
  private static func find(_ module: Configuration.ExternalModule, _ target: any SourceModuleTarget) -> URL {
    let environment = ProcessInfo.processInfo.environment
    let nowhere = URL(filePath: "/no module")
    if let variable = module.switch, environment[variable] == "0" { return nowhere }
    for path in module.paths {
      let parts = path.split(separator: "/", omittingEmptySubsequences: false).map { part in
        part.hasPrefix("$") ? environment[String(part.dropFirst())].flatMap { $0.isEmpty ? nil : $0 } : String(part)
      }
      let known = parts.compactMap { $0 }
      if known.count == parts.count { return URL(filePath: known.joined(separator: "/"), relativeTo: target.directoryURL).absoluteURL }
    }
    return nowhere
  }
}
