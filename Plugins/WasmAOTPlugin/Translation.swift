import Foundation
import PackagePlugin

/// One run of `wasm2swift`.
struct Translation {
  let module: TargetModule
  /// Whether its target has other modules too.
  let isOneOfMany: Bool
  /// Where its files go.
  let folder: URL

  init(_ module: TargetModule, isOneOfMany: Bool, _ folder: URL) {
    (self.module, self.isOneOfMany) = (module, isOneOfMany)
    // Debug and release builds share the folder, and one of them may do without the module: the other's files are left alone.
    self.folder = module.presence == .off ? folder.appending(path: "off") : folder
  }

  func command(_ tool: URL) throws -> Command {
    let outputs = ((0..<module.options.fileCount).map { "\(module.name)+\($0).swift" } + ["\(module.name).swift"]).map { folder.appending(path: $0) }
    if module.presence == .uncertain, !FileManager.default.fileExists(atPath: changing.path) { try Data().write(to: changing) }
    return .buildCommand(
      displayName: "Translating \(module.file.lastPathComponent) to Swift", executable: tool, arguments: arguments,
      inputFiles: module.options.inputs + input, outputFiles: outputs)
  }

  private var input: [URL] {
    switch module.presence {
    case .certain: [module.file]
    case .uncertain: [changing]
    case .off: []
    }
  }

  /// What a module that need not be there has instead of itself as what the command depends on. For want of a file the build would
  /// fail, and it would not notice when one appears. This file the command itself changes, so that it runs each time; that takes
  /// little, and files that would stay the same are left alone.
  private var changing: URL { folder.appending(path: "\(module.name).last") }

  private var arguments: [String] {
    var arguments = [module.file.path, "--name", module.name, "--output", folder.path, "--files", String(module.options.fileCount)]
    if let file = module.optionsFile { arguments += ["--options", file.path] }
    if isOneOfMany { arguments += ["--prefix", "\(module.name)_"] }
    if module.presence != .certain { arguments.append("--optional") }
    if module.presence == .uncertain { arguments += ["--touch", changing.path] }
    return arguments
  }
}
