/// The type of a function: what it takes and what it returns (specification 2.3.8).
public struct FunctionType: Hashable, Sendable {
  public let parameters: [ValueType]
  public let results: [ValueType]

  public init(parameters: [ValueType] = [], results: [ValueType] = []) {
    self.parameters = parameters
    self.results = results
  }

  /// Interpreter frames and host calls pass arguments and results in the same slots.
  package var slotCount: Int { max(parameters.count, results.count) }
}

extension FunctionType: CustomStringConvertible {
  public var description: String {
    func list(_ types: [ValueType]) -> String { "[" + types.map(\.description).joined(separator: " ") + "]" }
    return "\(list(parameters)) -> \(list(results))"
  }
}

/// The size range of a memory (in 64 KiB pages) or of a table (in elements).
///
/// The binary format has 64 bits for both numbers; which of them are valid depends on the type they belong to.
public struct Limits: Hashable, Sendable {
  public let minimum: UInt64
  /// nil when the size is bounded only by the implementation.
  public let maximum: UInt64?

  public init(minimum: UInt64, maximum: UInt64? = nil) {
    self.minimum = minimum
    self.maximum = maximum
  }

  /// Import matching (specification 3.4.4): the provided range, with its current size as minimum, lies within `required`.
  package func matches(_ required: Limits) -> Bool {
    guard minimum >= required.minimum else { return false }
    guard let requiredMaximum = required.maximum else { return true }
    return maximum.map { $0 <= requiredMaximum } ?? false
  }
}

extension Limits: CustomStringConvertible {
  public var description: String { maximum.map { "\(minimum)..\($0)" } ?? "\(minimum).." }
}

/// The type of a linear memory; its limits count pages of 65,536 bytes.
public struct MemoryType: Hashable, Sendable {
  public let limits: Limits
  public init(_ limits: Limits) { self.limits = limits }
  public init(minimum: UInt64, maximum: UInt64? = nil) { self.init(Limits(minimum: minimum, maximum: maximum)) }

  /// Bytes per page.
  public static let pageSize = 65_536
  /// The most pages a 32-bit memory can have.
  public static let maximumPages: UInt64 = 65_536
}

/// The type of a table: its elements and how many.
public struct TableType: Hashable, Sendable {
  public let element: ValueType
  public let limits: Limits
  public init(element: ValueType, limits: Limits) {
    self.element = element
    self.limits = limits
  }

  /// The most elements a table can have in a valid module.
  public static let maximumCount: UInt64 = 0xFFFF_FFFF
}

/// The type of a global variable.
public struct GlobalType: Hashable, Sendable {
  public let value: ValueType
  public let isMutable: Bool
  public init(_ value: ValueType, mutable: Bool = false) {
    self.value = value
    isMutable = mutable
  }
}

/// The type of a tag: the values an exception carries.
public struct TagType: Hashable, Sendable {
  public let parameters: [ValueType]
  public init(parameters: [ValueType]) { self.parameters = parameters }
}

/// The type of anything that can be imported or exported (specification 2.3.15).
public enum ExternalType: Hashable, Sendable {
  case function(FunctionType)
  case table(TableType)
  case memory(MemoryType)
  case global(GlobalType)
  case tag(TagType)
}

extension ExternalType: CustomStringConvertible {
  public var description: String {
    switch self {
    case .function(let type): "function \(type)"
    case .table(let type): "table \(type.limits) of \(type.element)"
    case .memory(let type): "memory \(type.limits) pages"
    case .global(let type): "global \(type.isMutable ? "mutable " : "")\(type.value)"
    case .tag(let type): "tag \(FunctionType(parameters: type.parameters))"
    }
  }
}
