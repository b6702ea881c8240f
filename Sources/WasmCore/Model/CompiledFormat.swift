/// What generated code and the engine that runs it must agree on.
public enum CompiledFormat {
  /// Changes whenever generated code needs another runtime, or the runtime other code.
  public static let version = 4
}
