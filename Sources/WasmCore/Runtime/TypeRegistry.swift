import Synchronization

/// Gives equal function types of different modules the same number, so that an indirect call compares two integers
/// (specification 3.4.12, "Type equivalence").
///
/// Process-wide, because translated code is shared between stores. Recursive groups are the units: a group's types have
/// consecutive numbers, are counted together and go away with the last module, store or other group that uses one of
/// them; their numbers are then given out again, so that a process can go through any number of modules.
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
    /// The number of each type that refers to its own group, by the type in the store's terms.
    var recursive: [FunctionType: UInt32] = [:]
    var numbers = TypeNumbers()
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

  /// Registers a type in the store's terms: references in it are numbers already. A number that no type has (any more)
  /// stands for any function.
  func register(_ type: FunctionType) -> UInt32 {
    state.withLock { state in
      let known = type.mapping { heapType in
        guard case .concrete(let other) = heapType, state.groupOfType[other] == nil else { return heapType }
        return .func
      }
      let identifier = state.recursive[known] ?? state.first(of: [known])
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
    let first = numbers.take(key.count)
    firsts[key] = first
    groups[first] = TypeRegistry.Group(first: first, key: key)
    for (index, type) in key.enumerated() {
      let identifier = first + UInt32(index)
      groupOfType[identifier] = first
      let unrolled = type.unrolled(first)
      if unrolled != type, recursive[unrolled] == nil { recursive[unrolled] = identifier }
    }
    // What the numbers in a key stand for must not change while the key is in use.
    for other in Self.references(key) { if let group = groupOfType[other] { groups[group]?.count += 1 } }
    return first
  }

  /// The numbers of other groups' types in a key.
  private static func references(_ key: [FunctionType]) -> [UInt32] {
    key.flatMap { $0.parameters + $0.results }.compactMap { type in
      guard case .concrete(let other)? = type.heapType, other < HeapType.firstRolled else { return nil }
      return other
    }
  }

  fileprivate func type(_ identifier: UInt32) -> FunctionType? {
    guard let first = groupOfType[identifier], let group = groups[first] else { return nil }
    return group.key[Int(identifier - first)].unrolled(first)
  }

  /// Not recursive: a chain of types that refer to each other can be as long as a module has types.
  fileprivate mutating func release(_ identifier: UInt32) {
    var pending = [identifier]
    while let identifier = pending.popLast() {
      guard let first = groupOfType[identifier] else { continue }
      groups[first]?.count -= 1
      if let group = groups[first], group.count == 0 {
        remove(group)
        pending += Self.references(group.key)
      }
    }
  }

  private mutating func remove(_ group: TypeRegistry.Group) {
    groups[group.first] = nil
    firsts[group.key] = nil
    for (index, type) in group.key.enumerated() {
      let identifier = group.first + UInt32(index)
      groupOfType[identifier] = nil
      let unrolled = type.unrolled(group.first)
      if recursive[unrolled] == identifier { recursive[unrolled] = nil }
    }
    numbers.give(group.first, group.key.count)
  }
}

extension Module {
  /// A type of this module in the terms of stores and host functions: references to the module's types become the
  /// engine's numbers for them, which hold while the module is alive.
  public func canonical(_ type: FunctionType) -> FunctionType {
    type.mapping { heapType in
      guard case .concrete(let index) = heapType, index < contents.types.count else { return heapType }
      return .concrete(ModuleCode.shared(for: self, isMetered: false).typeIDs[Int(index)])
    }
  }

  public func canonical(_ type: ValueType) -> ValueType { canonical(FunctionType(parameters: [type])).parameters[0] }
}
