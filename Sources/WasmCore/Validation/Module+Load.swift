extension Module {
  /// When function bodies are validated. All the rest of a module always is before it can be used.
  public enum Validation: Sendable {
    /// All bodies, before the module is returned: what the specification describes.
    case eager
    /// Each body when it is first called; a body that is not valid ends that call with a trap.
    /// A large module loads in milliseconds this way.
    case lazy
  }

  /// Parses and validates a module in the binary format (specification 5 and 3).
  ///
  /// Bytes from anywhere are safe: memory use and time are bounded by a small multiple of their number, and errors say where.
  /// - Parameters:
  ///   - bytes: the module in the binary format (specification 5).
  ///   - validation: when functions are validated.
  ///   - isStopped: asked from time to time, on any thread; when it says yes, loading ends.
  /// - Throws: `ModuleError`, with the offset of the first byte that is wrong.
  public static func load(
    _ bytes: ModuleBytes, validation: Validation = .eager, isStopped: (@Sendable () -> Bool)? = nil
  ) throws(ModuleError) -> Module {
    let module: Module
    do { module = try parseOnly(bytes) } catch { throw .malformed(error) }
    try ModuleValidator(module).validate()
    if validation == .eager { try module.validateBodies(isStopped: isStopped) }
    return module
  }

  /// Copies, parses and validates `bytes`.
  public static func load(_ bytes: some Collection<UInt8>, validation: Validation = .eager) throws(ModuleError) -> Module {
    try load(ModuleBytes(bytes), validation: validation)
  }

  /// Validates every function body, for a module that was loaded with lazy validation.
  /// - Parameter isStopped: as for `load`.
  public func validateBodies(isStopped: (@Sendable () -> Bool)? = nil) throws(ModuleError) {
    try ParallelRanges.forEach(contents.bodies) { (range) throws(ModuleError) in
      var validator = FunctionValidator(self)
      validator.isStopped = isStopped
      for index in range {
        try validator.begin(bodyIndex: index)
        while try validator.advance() {}
      }
    }
  }
}
