import Foundation
import PackagePlugin

/// One run of `wasm2swift`.
struct Translation {
  let module: TargetModule
  let configuration: Configuration
  let folder: URL

  func command(_ tool: URL) -> Command {
    let count = configuration.files ?? 8
    var outputs = ((0..<count).map { "\(module.name)+\($0).swift" } + ["\(module.name).swift"]).map { folder.appending(path: $0) }
    var inputs = configuration.inputs
    if module.isOptional {
      // The build would fail for want of a file it waits for; and it would not notice when one appears. An output that never is
      // there makes it look each time, which takes little: files that would stay the same are not written.
      outputs.append(folder.appending(path: "\(module.name).never"))
    } else {
      inputs.append(module.file)
    }
    return .buildCommand(
      displayName: "Translating \(module.file.lastPathComponent) to Swift", executable: tool, arguments: arguments(count), inputFiles: inputs,
      outputFiles: outputs)
  }

  private func arguments(_ count: Int) -> [String] {
    var arguments = [module.file.path, "--name", module.name, "--output", folder.path, "--files", String(count)]
    if module.isOptional { arguments.append("--optional") }
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
