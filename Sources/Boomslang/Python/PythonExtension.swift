import WasmCore

/// Functions of the host that the guest's own native modules import, with WebAssembly types.
///
/// A guest is built for its extensions: an instance must be given exactly those that the guest imports.
public struct PythonExtension: Sendable {
  /// One imported function.
  public struct Import: Sendable {
    /// `caller.memory` is the guest's memory. Called on the thread that runs the guest.
    public typealias Implementation = @Sendable (_ caller: Caller, _ arguments: [Value]) throws -> [Value]

    /// The two names of the import.
    public let module: String
    public let name: String
    public let type: FunctionType
    /// What it throws ends the call with `PythonError.trapped`.
    public let implementation: Implementation

    public init(module: String, name: String, type: FunctionType, implementation: @escaping Implementation) {
      self.module = module
      self.name = name
      self.type = type
      self.implementation = implementation
    }
  }

  /// For messages.
  public let name: String
  public let imports: [Import]

  public init(name: String, imports: [Import]) {
    self.name = name
    self.imports = imports
  }
}
