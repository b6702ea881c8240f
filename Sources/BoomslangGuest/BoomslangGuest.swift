import Boomslang
import WasmCore

/// The guest as part of the program: Python as machine code, several times as fast as in the interpreter.
///
/// Depend on this product as well, and call `install()` once, before the first `PythonExecutorFactory`. The guest that is
/// installed when the program is built is compiled into it; building then takes some minutes, once. With `BOOMSLANG_AOT=0` in the
/// build's environment, or without an installed guest, nothing is compiled, and everything works, slower.
public enum BoomslangGuest {
  /// The compiled guest; nil when the program was built without one.
  public static var compiled: CompiledModule? { GuestCode.compiled.functionCount > 0 ? GuestCode.compiled : nil }

  /// Makes the compiled guest known, if there is one. Factories whose engine is `automatic` or `compiled` use it for the guest it was
  /// made of; a program whose guest has been built again since has to be built again too.
  /// - Throws: `PythonError.compiledGuestUnavailable` for code that was generated for another version of the engine.
  public static func install() throws(PythonError) {
    if let compiled { try PythonExecutorFactory.install(compiled) }
  }
}
