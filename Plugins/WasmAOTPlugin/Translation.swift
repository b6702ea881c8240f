import Foundation
import PackagePlugin

/// One run of `wasm2swift`.
struct Translation {
  let module: TargetModule
  let configuration: Configuration
  let folder: URL

  func command(_ tool: URL) throws -> Command {
    let count = configuration.files ?? 8
    let outputs = ((0..<count).map { "\(module.name)+\($0).swift" } + ["\(module.name).swift"]).map { folder.appending(path: $0) }
    if module.isOptional, !FileManager.default.fileExists(atPath: changing.path) { try Data().write(to: changing) }
    return .buildCommand(
      displayName: "Translating \(module.file.lastPathComponent) to Swift", executable: tool, arguments: arguments(count),
      inputFiles: configuration.inputs + [module.isOptional ? changing : module.file], outputFiles: outputs)
  }

  /// What a module that need not be there has instead of itself as what the command depends on. For want of a file the build would
  /// fail, and it would not notice when one appears. This file the command itself changes, so that it runs each time; that takes
  /// little, and files that would stay the same are left alone.
  private var changing: URL { folder.appending(path: "\(module.name).last") }

  private func arguments(_ count: Int) -> [String] {
    var arguments = [module.file.path, "--name", module.name, "--output", folder.path, "--files", String(count)]
    if module.isOptional { arguments += ["--optional", "--touch", changing.path] }
    func add(_ option: String, _ value: String?) {
      if let value { arguments += [option, value] }
    }
    func path(_ name: String?) -> String? { name.map { configuration.folder.appending(path: $0).path } }
    add("--max-body", configuration.maximumBodySize.map { String($0) })
    add("--profile", path(configuration.profile))
    add("--share", configuration.share.map { String($0) })
    add("--interpret", path(configuration.interpret))
    add("--compile", path(configuration.compile))
    return arguments
  }
}
