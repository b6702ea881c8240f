/// The bytes are no WebAssembly module in the binary format, or use something the engine does not support.
public struct ParseError: Error, Equatable, Sendable {
  /// Where in the module's bytes, counted from 0.
  public let offset: Int
  public let message: String
  /// The proposal that would be needed, when the bytes use one that is not supported.
  public let unsupportedProposal: Proposal?

  package init(_ message: String, at offset: Int) {
    self.offset = offset
    self.message = message
    unsupportedProposal = nil
  }

  package init(unsupported proposal: Proposal, _ what: String, at offset: Int) {
    self.offset = offset
    message = "\(what) needs the \(proposal.rawValue) proposal, which is not supported"
    unsupportedProposal = proposal
  }
}

/// The module is well-formed but not valid (specification 3).
public struct ValidationError: Error, Equatable, Sendable {
  /// Where in the module's bytes, counted from 0.
  public let offset: Int
  public let message: String

  package init(_ message: String, at offset: Int) {
    self.offset = offset
    self.message = message
  }
}

/// Why bytes do not make a module.
public enum ModuleError: Error, Equatable, Sendable {
  case malformed(ParseError)
  case invalid(ValidationError)
  /// Whoever loads or runs the module wanted no more of it.
  case stopped(offset: Int)

  /// Where in the module's bytes, counted from 0.
  public var offset: Int {
    switch self {
    case .malformed(let error): error.offset
    case .invalid(let error): error.offset
    case .stopped(let offset): offset
    }
  }
}

private func hexadecimal(_ offset: Int) -> String { "0x" + String(offset, radix: 16) }

extension ParseError: CustomStringConvertible {
  public var description: String { "malformed module at offset \(hexadecimal(offset)): \(message)" }
}

extension ValidationError: CustomStringConvertible {
  public var description: String { "invalid module at offset \(hexadecimal(offset)): \(message)" }
}

extension ModuleError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .malformed(let error): error.description
    case .invalid(let error): error.description
    case .stopped(let offset): "stopped at offset \(hexadecimal(offset)) of the module"
    }
  }
}
