import Foundation
import PackagePlugin

/// Translates the WebAssembly modules of a target to Swift, which then is part of the target: `NAME.compiled`.
///
/// The modules are the files in the target's folder whose names end in `.wasm`, and those that only have options there; see
/// `ModuleOptions`.
@main
struct WasmAOTPlugin: BuildToolPlugin {
  func createBuildCommands(context: PluginContext, target: any Target) throws -> [Command] {
    guard let target = target as? any SourceModuleTarget else { return [] }
    let modules = try TargetModule.all(of: target)
    let tool = try context.tool(named: "wasm2swift").url
    return try modules.map { module in
      try Translation(module, isOneOfMany: modules.count > 1, context.pluginWorkDirectoryURL).command(tool)
    }
  }
}

/// What the build stops with.
struct Problem: Error, CustomStringConvertible {
  let description: String

  init(_ target: any Target, _ text: String) { description = "target \(target.name): \(text)" }
}
