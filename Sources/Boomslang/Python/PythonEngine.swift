import WasmCore

/// What executes the guest.
public enum PythonEngine: String, Sendable, CaseIterable {
  /// The compiled guest when the program contains one, else the interpreter.
  case automatic
  /// The guest as machine code, translated when the program was built. An instance with a limit on fuel is interpreted all the same: only the
  /// interpreter counts instructions.
  case compiled
  /// The threaded-code interpreter.
  case interpreter
}

extension PythonEngine {
  /// What the engine says of itself: never `automatic`.
  init(_ engine: Engine) {
    switch engine {
    case .interpreter: self = .interpreter
    case .compiled: self = .compiled
    }
  }
}
