import Synchronization

/// A module's functions as they come out of the Swift compiler: what the code that `wasm2swift` generates has as `compiled`.
///
/// The code belongs to exactly one module, which its fingerprint names. `register` once, before the first instance; then
/// stores whose configuration says `Engine.compiled` use it for every module with that fingerprint. Functions that have
/// not been compiled are interpreted; calls go both ways.
///
/// Fingerprints tell mistakes, not malice: somebody can make a module with the fingerprint of another. Such a module is run by the code of
/// that other one if all its types, imports and definitions are the same, which harms nobody but itself, and interpreted otherwise.
public final class CompiledModule: Sendable {
  /// Of the module the code was translated from; see `Module.fingerprint`.
  public let fingerprint: String
  /// See `Module.shape`.
  let shape: String
  /// What the code expects of the engine; see `CompiledFormat.version`.
  public let supportVersion: Int
  /// The number of functions the module defines, and how many of them are compiled.
  public let functionCount: Int
  public var compiledFunctionCount: Int { UnsafeBufferPointer(start: functions, count: functionCount).count { $0.code != nil } }
  let checksCalls: Bool
  /// For each of the module's own functions. Written before anyone else sees them, never freed: code is forever.
  nonisolated(unsafe) let functions: UnsafePointer<CompiledFunction>
  /// The starts of the functions' code, in order, and the functions' own indices; nil where something else begins.
  let addresses: [(start: UInt, index: Int?)]

  /// For generated code.
  @_spi(Compiled)
  public init(
    fingerprint: String, shape: String, supportVersion: Int, functionCount: Int, checksCalls: Bool, adapters: [CompiledFunction.Adapter],
    link: (inout NativeTable) -> Void
  ) {
    self.fingerprint = fingerprint
    self.shape = shape
    self.supportVersion = supportVersion
    self.functionCount = functionCount
    self.checksCalls = checksCalls
    var table = NativeTable(functionCount: functionCount, adapters: adapters)
    link(&table)
    functions = UnsafePointer(table.functions)
    let starts = (0..<functionCount).flatMap { [functions = table.functions] index in
      [functions[index].code, functions[index].body].compactMap { $0.map { (UInt(bitPattern: $0), Int?.some(index)) } }
    }
    addresses = (starts + table.ends.map { ($0, nil) }).sorted { $0.0 < $1.0 }
  }

  private static let registry = Mutex<[String: CompiledModule]>([:])

  /// Makes the code known to the process.
  /// - Throws: `CompiledModuleError` when the code was generated for another version of the engine.
  public func register() throws(CompiledModuleError) {
    guard supportVersion == CompiledFormat.version else {
      throw CompiledModuleError(problem: .version(expected: CompiledFormat.version, found: supportVersion))
    }
    Self.registry.withLock { $0[fingerprint] = self }
  }

  /// Makes sure that this is the code of `module`.
  /// - Throws: `CompiledModuleError` when it was translated from another module, or for another version of the engine.
  public func check(_ module: Module) throws(CompiledModuleError) {
    guard supportVersion == CompiledFormat.version else {
      throw CompiledModuleError(problem: .version(expected: CompiledFormat.version, found: supportVersion))
    }
    let found = module.fingerprint
    guard found == fingerprint, module.shape == shape else {
      throw CompiledModuleError(problem: .fingerprint(expected: fingerprint, found: found))
    }
  }

  /// The registered code of `module`.
  public static func of(_ module: Module) -> CompiledModule? {
    let isEmpty = registry.withLock { $0.isEmpty }
    guard !isEmpty else { return nil }
    let fingerprint = module.fingerprint
    return registry.withLock { $0[fingerprint] }.flatMap { $0.shape == module.shape ? $0 : nil }
  }
}

/// Code that does not belong to the module or the engine it is to be used with.
public struct CompiledModuleError: Error, Sendable, Hashable, CustomStringConvertible {
  public enum Problem: Sendable, Hashable {
    /// The code was generated for another version of the engine.
    case version(expected: Int, found: Int)
    /// The module is not the one the code was translated from.
    case fingerprint(expected: String, found: String)
  }
  public let problem: Problem

  public var description: String {
    switch problem {
    case .version(let expected, let found):
      "the compiled code is of version \(found), this engine takes version \(expected): translate the module again"
    case .fingerprint(let expected, let found):
      "the compiled code was translated from module \(expected), this is module \(found): translate it again"
    }
  }
}
