/// Compiled Python: bytecode as `marshal` writes it. It fits guests with the same version of Python, in this process or another.
///
/// Bytecode from elsewhere is run without checks: it can crash the guest, though nothing outside of it.
public struct PythonCode: Sendable, Hashable {
  public let bytes: [UInt8]

  public init(bytes: [UInt8]) { self.bytes = bytes }
}
