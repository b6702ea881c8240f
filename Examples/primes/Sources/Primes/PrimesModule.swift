import Foundation
import WasmCore

extension Primes {
  /// The module that `compiled` was made of.
  public static func load() throws -> Module {
    let path = Bundle.module.path(forResource: "primes", ofType: "wasm") ?? "primes.wasm"
    return try Module.load(ModuleBytes(contentsOfFile: path))
  }
}
