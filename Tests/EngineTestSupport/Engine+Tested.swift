import WasmCore

extension Engine {
  /// The engines that tests run on: the interpreter, and compiled code once there is some for the tests' modules, see
  /// `CompiledLibraries`.
  package static let tested: [Engine] = CompiledLibraries.moduleCount > 0 ? [.interpreter, .compiled] : [.interpreter]
}

extension Instance {
  /// Whether everything of the module runs on the instance's engine: no function of compiled code was left to the interpreter.
  package var isWhollyOnItsEngine: Bool {
    guard engine == .compiled else { return true }
    return CompiledModule.of(module)?.compiledFunctionCount == module.contents.bodies.count
  }
}
