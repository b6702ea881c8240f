import Synchronization

/// Gives equal function types of different modules the same number, so that an indirect call compares two integers
/// (specification 3.4.12, "Type equivalence").
///
/// Process-wide, because translated code is shared between stores. Entries are counted and go away with the last
/// module or store that uses them; numbers are never given out twice.
final class TypeRegistry: Sendable {
  static let shared = TypeRegistry()

  fileprivate struct Entry {
    let key: FunctionType
    var count: Int
  }

  fileprivate struct State {
    var identifiers: [FunctionType: UInt32] = [:]
    var entries: [UInt32: Entry] = [:]
    var next: UInt32 = 1
  }

  private let state = Mutex(State())

  /// Stands for "this type itself" in the key of a type that refers to itself.
  private static let selfReference = HeapType.concrete(HeapType.maximumIndex)

  /// Registers the types of a module, in index order; concrete references in them are indices into `types`.
  func register(_ types: [FunctionType]) -> [UInt32] {
    state.withLock { state in
      var identifiers: [UInt32] = []
      identifiers.reserveCapacity(types.count)
      for (index, type) in types.enumerated() {
        let key = type.mapping { heapType in
          guard case .concrete(let other) = heapType else { return heapType }
          return other == index ? Self.selfReference : .concrete(identifiers[Int(other)])
        }
        identifiers.append(state.retain(key))
      }
      return identifiers
    }
  }

  /// Registers a type from the host; concrete references in it are numbers, as `type(_:)` gives them out.
  func register(hostType type: FunctionType) -> UInt32 {
    state.withLock { state in
      // A type that contains itself is in it under its own number.
      for value in type.parameters + type.results {
        if case .concrete(let number)? = value.heapType, let entry = state.entries[number], Self.resolve(entry.key, number) == type {
          return state.retain(entry.key)
        }
      }
      return state.retain(type)
    }
  }

  private static func resolve(_ key: FunctionType, _ identifier: UInt32) -> FunctionType {
    key.mapping { $0 == selfReference ? .concrete(identifier) : $0 }
  }

  func release(_ identifiers: [UInt32]) {
    state.withLock { state in
      for identifier in identifiers { state.release(identifier) }
    }
  }

  /// The type behind a number; concrete references in it are numbers too.
  func type(_ identifier: UInt32) -> FunctionType {
    state.withLock { state in
      guard let key = state.entries[identifier]?.key else { preconditionFailure("a type number outlived its users") }
      return Self.resolve(key, identifier)
    }
  }
}

extension TypeRegistry.State {
  fileprivate mutating func retain(_ key: FunctionType) -> UInt32 {
    if let identifier = identifiers[key] {
      entries[identifier]?.count += 1
      return identifier
    }
    let identifier = next
    precondition(identifier < HeapType.maximumIndex, "more function types than the engine can number")
    next += 1
    identifiers[key] = identifier
    entries[identifier] = TypeRegistry.Entry(key: key, count: 1)
    return identifier
  }

  fileprivate mutating func release(_ identifier: UInt32) {
    guard let entry = entries[identifier] else { return }
    if entry.count == 1 {
      entries[identifier] = nil
      identifiers[entry.key] = nil
    } else {
      entries[identifier]?.count -= 1
    }
  }
}
