/// An import of a module: two names and what is expected under them.
public struct Import: Sendable {
  public let module: String
  public let name: String
  public let type: ExternalType
}

/// What an export, or an instantiated import, refers to, by its index in the module's index space.
public enum ExternalIndex: Hashable, Sendable {
  case function(Int)
  case table(Int)
  case memory(Int)
  case global(Int)
  case tag(Int)
}

/// An export of a module.
public struct Export: Sendable {
  public let name: String
  public let index: ExternalIndex
}

/// A constant expression (specification 3.4.14) in the module's bytes, `end` included.
package struct ConstantExpression: Sendable {
  package let range: Range<Int>
}

/// A table definition with its initial element, when it is not null.
package struct TableDefinition: Sendable {
  package let type: TableType
  package let initializer: ConstantExpression?
}

package struct GlobalDefinition: Sendable {
  package let type: GlobalType
  package let initializer: ConstantExpression
}

/// When a data or element segment is used (specification 2.5.7, 2.5.8).
package enum SegmentMode: Sendable {
  /// Copied into the memory or table with that index when the module is instantiated.
  case active(index: Int, offset: ConstantExpression)
  case passive
  /// Only declares functions that `ref.func` may use.
  case declarative
}

package struct ElementSegment: Sendable {
  package enum Items: Sendable {
    case functions([UInt32])
    case expressions([ConstantExpression])

    package var count: Int {
      switch self {
      case .functions(let list): list.count
      case .expressions(let list): list.count
      }
    }
  }
  package let type: ValueType
  package let items: Items
  package let mode: SegmentMode
  /// Where it lies in the module's bytes.
  package let range: Range<Int>
  package var offset: Int { range.lowerBound }
}

/// A data segment; its bytes stay in the module's bytes.
package struct DataSegment: Sendable {
  package let range: Range<Int>
  package let mode: SegmentMode
  package let offset: Int
}

/// A custom section: a name and bytes that mean nothing to the engine.
public struct CustomSection: Sendable {
  public let name: String
  /// Where the contents lie in `Module.bytes`.
  public let range: Range<Int>
}

/// A function body: its range in the module's bytes, from the local declarations to `end`.
package struct FunctionBody: Sendable {
  package let range: Range<Int>
}
