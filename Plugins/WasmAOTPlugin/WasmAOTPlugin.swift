import Foundation
import PackagePlugin

/// Translates the WebAssembly module of a target to Swift, which then is part of the target: `NAME.compiled`.
///
/// The module is the file in the target's folder whose name ends in `.wasm`, or the one that `wasm-aot.json` there names; see `Configuration`.
@main
struct WasmAOTPlugin: BuildToolPlugin {
  func createBuildCommands(context: PluginContext, target: any Target) throws -> [Command] {
    guard let target = target as? any SourceModuleTarget else { return [] }
    let configuration = try Configuration(of: target)
    let module = try TargetModule(of: target, configuration)
    let translation = Translation(module: module, configuration: configuration, folder: context.pluginWorkDirectoryURL)
    return [try translation.command(try context.tool(named: "wasm2swift").url)]
  }
}

/// What the build stops with.
struct Problem: Error, CustomStringConvertible {
  let description: String

  init(_ target: any Target, _ text: String) { description = "target \(target.name): \(text)" }
}
