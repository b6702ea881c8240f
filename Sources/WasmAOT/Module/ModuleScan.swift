import Synchronization
import WasmFormat

/// What has to be known about all of a module's functions before the first of them is translated.
struct ModuleScan {
  /// Whether the module throws or catches anywhere. Then every call is followed by a look whether an exception is pending;
  /// in all other modules an exception just passes by.
  let checksCalls: Bool

  /// Validates all functions.
  init(_ module: Module) throws(ModuleError) {
    let checksCalls = Atomic(false)
    try ParallelRanges.forEach(module.contents.bodies) { (range) throws(ModuleError) in
      var validator = FunctionValidator(module)
      for index in range {
        try validator.begin(bodyIndex: index)
        while try validator.advance() {
          switch validator.instruction.opcode {
          case .throw, .throwRef, .tryTable: checksCalls.store(true, ordering: .relaxed)
          default: break
          }
        }
      }
    }
    self.checksCalls = checksCalls.load(ordering: .relaxed)
  }
}
