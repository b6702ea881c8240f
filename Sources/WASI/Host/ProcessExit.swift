import WasmCore

/// The guest ended itself by `proc_exit` or `proc_raise`.
///
/// Thrown through the guest: `Function.invoke` throws a `Trap` with `hostError` whose `cause` is this error, and
/// `WASIHost.run` returns its code. The process the host runs in goes on.
public struct ProcessExit: Error, Hashable, Sendable {
  /// What the guest passed; for a signal, 128 and its number.
  public let code: UInt32

  public init(code: UInt32) { self.code = code }
}

extension ProcessExit: CustomStringConvertible {
  public var description: String { "the guest exited with code \(code)" }
}

extension Trap {
  /// The exit code, when this is no trap but the guest's way to end itself.
  public var exitCode: UInt32? { (cause as? ProcessExit)?.code }
}
