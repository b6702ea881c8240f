import Synchronization

/// Gives equal function types of different modules the same number, so that an indirect call compares two integers
/// (specification 3.4.12, "Type equivalence").
///
/// Process-wide, because translated code is shared between stores. Recursive groups are the units: a group's types have
/// consecutive numbers, are counted together and go away with the last module or store that uses one of them; numbers
/// are never given out twice.
final class TypeRegistry: Sendable {
  static let shared = TypeRegistry()

  fileprivate struct Group {
    let first: UInt32
    /// The types; see `FunctionType.rolled`. References to other groups are numbers.
    let key: [FunctionType]
    /// How many of the numbers given out have not been released.
    var count = 0
  }

  fileprivate struct State {
    var groups: [UInt32: Group] = [:]
    /// The first number of each group.
    var firsts: [[FunctionType]: UInt32] = [:]
    /// For each number, the first number of its group.
    var groupOfType: [UInt32: UInt32] = [:]
    var next: UInt32 = 1
  }

  private let state = Mutex(State())

  /// Registers the types of a module, in index order.
  func register(typesOf module: Module) -> [UInt32] {
    let contents = module.contents
    return state.withLock { state in
      var identifiers: [UInt32] = []
      identifiers.reserveCapacity(contents.types.count)
      for group in contents.typeGroups where !group.isEmpty {
        let canonical = Int(contents.canonicalTypes[group.lowerBound])
        let first =
          canonical < group.lowerBound
          ? identifiers[canonical]
          : state.first(of: contents.types[group].map { $0.rolled(group) { identifiers[Int($0)] } })
        identifiers += first..<first + UInt32(group.count)
        state.groups[first]?.count += group.count
      }
      return identifiers
    }
  }

  /// Registers a type in the store's terms: references in it are numbers already.
  func register(_ type: FunctionType) -> UInt32 {
    state.withLock { state in
      let identifier = state.number(of: type) ?? state.first(of: [type])
      if let first = state.groupOfType[identifier] { state.groups[first]?.count += 1 }
      return identifier
    }
  }

  func release(_ identifiers: [UInt32]) {
    state.withLock { state in
      for identifier in identifiers { state.release(identifier) }
    }
  }

  /// The type behind a number; concrete references in it are numbers too.
  func type(_ identifier: UInt32) -> FunctionType {
    state.withLock { state in
      guard let type = state.type(identifier) else { preconditionFailure("a type number outlived its users") }
      return type
    }
  }
}

extension TypeRegistry.State {
  /// The first number of the group, given out now if it is new. It is not counted yet.
  fileprivate mutating func first(of key: [FunctionType]) -> UInt32 {
    if let first = firsts[key] { return first }
    let first = next
    next += UInt32(key.count)
    precondition(next < HeapType.firstRolled, "more function types than the engine can number")
    firsts[key] = first
    groups[first] = TypeRegistry.Group(first: first, key: key)
    for identifier in first..<next { groupOfType[identifier] = first }
    return first
  }

  /// The number of a type that refers to itself or to others of its group.
  fileprivate func number(of type: FunctionType) -> UInt32? {
    for value in type.parameters + type.results {
      guard case .concrete(let other)? = value.heapType, let group = groupOfType[other].flatMap({ groups[$0] }) else { continue }
      for identifier in group.first..<group.first + UInt32(group.key.count) where self.type(identifier) == type { return identifier }
    }
    return nil
  }

  fileprivate func type(_ identifier: UInt32) -> FunctionType? {
    guard let first = groupOfType[identifier], let group = groups[first] else { return nil }
    return group.key[Int(identifier - first)].unrolled(first)
  }

  fileprivate mutating func release(_ identifier: UInt32) {
    guard let first = groupOfType[identifier], var group = groups[first] else { return }
    group.count -= 1
    groups[first] = group
    guard group.count == 0 else { return }
    groups[first] = nil
    firsts[group.key] = nil
    for identifier in first..<first + UInt32(group.key.count) { groupOfType[identifier] = nil }
  }
}
