import WasmCore

extension Module {
  /// Loads a module that a test is about to run. All engine tests do it here, so that `ModuleRecorder` sees their modules.
  package static func tested(_ bytes: ModuleBytes, validation: Validation = .eager) throws(ModuleError) -> Module {
    let module = try load(bytes, validation: validation)
    ModuleRecorder.shared?.record(module)
    return module
  }

  package static func tested(_ bytes: some Collection<UInt8>, validation: Validation = .eager) throws(ModuleError) -> Module {
    try tested(ModuleBytes(bytes), validation: validation)
  }
}
