/// Why a module could not be linked. Nothing of the instance is left behind.
public struct LinkError: Error, Sendable {
  public enum Reason: Sendable, Equatable {
    /// No definition has these names.
    case missing(expected: ExternalType)
    /// The definition is of another kind or type; types are given as the specification writes them.
    case incompatible(expected: String, found: String)
    /// The definition belongs to another store.
    case foreignStore
    /// The host's limits or resources do not allow it.
    case resources(String)
    /// The number of definitions does not match the number of imports.
    case importCount(expected: Int, found: Int)
  }

  public let reason: Reason
  /// The import's names; nil when the error is not about one import.
  public let module: String?
  public let name: String?

  init(_ reason: Reason, _ entry: Import? = nil) {
    self.reason = reason
    module = entry?.module
    name = entry?.name
  }
}

extension LinkError: CustomStringConvertible {
  public var description: String {
    let what =
      switch reason {
      case .missing(let expected): "unknown import: a \(expected) is needed"
      case .incompatible(let expected, let found): "incompatible import type: a \(expected) is needed, found a \(found)"
      case .foreignStore: "the definition belongs to another store"
      case .resources(let what): what
      case .importCount(let expected, let found): "\(found) definitions for \(expected) imports"
      }
    guard let module, let name else { return what }
    return "import \"\(ShownName.text(module))\" \"\(ShownName.text(name))\": \(what)"
  }
}

/// Why a module could not be instantiated.
public enum InstantiationError: Error {
  case link(LinkError)
  /// An active segment does not fit, or the start function trapped. As the specification says, what was written to
  /// imported memories and tables before stays written.
  case trap(Trap)
}

extension InstantiationError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .link(let error): error.description
    case .trap(let trap): trap.description
    }
  }
}
