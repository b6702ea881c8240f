import Synchronization

/// Gives equal function types of different modules the same number, so that an indirect call compares two integers
/// (specification 3.4.12, "Type equivalence").
///
/// Process-wide, because translated code is shared between stores. Entries are counted and go away with the last
/// module, store or other type that uses them; their numbers are then given out again, so that a process can go through
/// any number of modules.
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
    var free: [UInt32] = []
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

  /// Registers one type; concrete references in it are numbers already. A number without a type stands for any function.
  func register(canonical type: FunctionType) -> UInt32 {
    state.withLock { state in
      state.retain(
        type.mapping { heapType in
          guard case .concrete(let other) = heapType, state.entries[other] == nil else { return heapType }
          return .func
        })
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
      guard let key = state.entries[identifier]?.key else { preconditionFailure("a type number outlived its users") }
      return key.mapping { $0 == Self.selfReference ? .concrete(identifier) : $0 }
    }
  }
}

extension FunctionType {
  /// The numbers of the types that a key refers to; what stands for the type itself is none.
  fileprivate var references: [UInt32] {
    (parameters + results).compactMap { type in
      guard case .concrete(let identifier)? = type.heapType, identifier < HeapType.maximumIndex else { return nil }
      return identifier
    }
  }
}

extension TypeRegistry.State {
  fileprivate mutating func retain(_ key: FunctionType) -> UInt32 {
    if let identifier = identifiers[key] {
      entries[identifier]?.count += 1
      return identifier
    }
    let identifier = free.popLast() ?? next
    precondition(identifier < HeapType.maximumIndex, "more function types than the engine can number")
    if identifier == next { next += 1 }
    identifiers[key] = identifier
    entries[identifier] = TypeRegistry.Entry(key: key, count: 1)
    // What a number in a key stands for must not change while the key is in use.
    for other in key.references { entries[other]?.count += 1 }
    return identifier
  }

  /// Not recursive: a chain of types that refer to each other can be as long as a module has types.
  fileprivate mutating func release(_ identifier: UInt32) {
    var pending = [identifier]
    while let identifier = pending.popLast() {
      guard let entry = entries[identifier] else { continue }
      if entry.count > 1 {
        entries[identifier]?.count -= 1
        continue
      }
      entries[identifier] = nil
      identifiers[entry.key] = nil
      free.append(identifier)
      pending += entry.key.references
    }
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
