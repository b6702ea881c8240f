/// Anything that can be imported or exported (specification 4.2.13).
public enum External {
  case function(Function)
  case table(Table)
  case memory(Memory)
  case global(Global)
  case tag(Tag)

  public var store: Store {
    switch self {
    case .function(let function): function.store
    case .table(let table): table.store
    case .memory(let memory): memory.store
    case .global(let global): global.store
    case .tag(let tag): tag.store
    }
  }

  /// The current type; for memories and tables, with the current size as minimum.
  public var type: ExternalType {
    switch self {
    case .function(let function): .function(function.type)
    case .table(let table): .table(table.type)
    case .memory(let memory): .memory(memory.type)
    case .global(let global): .global(global.type)
    case .tag(let tag): .tag(tag.type)
    }
  }
}

extension InstanceObject {
  /// Takes `external` as import number `index` of its kind.
  /// - Throws: `LinkError` when it is not what the import asks for (specification 3.4.4, "Import matching").
  func resolve(_ entry: Import, _ external: External, at indices: inout ImportIndices) throws(LinkError) {
    guard external.store === store else { throw LinkError(.foreignStore, entry) }
    let contents = module.contents
    let isCompatible: Bool
    switch (entry.type, external) {
    case (.function, .function(let function)):
      isCompatible = function.entity.pointee.typeID == code.typeID(ofFunction: indices.functions)
      entity.pointee.importedFunctions[indices.functions] = function.entity
      indices.functions += 1
    case (.table(let required), .table(let table)):
      isCompatible = table.type.element == canonical(required.element) && table.type.limits.matches(required.limits)
      entity.pointee.tables[indices.tables] = table.entity
      // Of the two instances one may be interpreted, whose calls find only what is there.
      _ = table.entity.elements
      indices.tables += 1
    case (.memory(let required), .memory(let memory)):
      isCompatible = memory.type.limits.matches(required.limits)
      entity.pointee.memories[indices.memories] = memory.entity
      indices.memories += 1
    case (.global(let required), .global(let global)):
      let type = canonical(required.value)
      isCompatible =
        global.type.isMutable == required.isMutable
        && (required.isMutable ? global.type.value == type : global.type.value.matches(type))
      entity.pointee.importedGlobals[indices.globals] = global.cell
      indices.globals += 1
    case (.tag, .tag(let tag)):
      isCompatible = tag.entity.pointee.typeID == code.typeIDs[Int(contents.tagTypes[indices.tags])]
      entity.pointee.tags[indices.tags] = tag.entity
      indices.tags += 1
    default: isCompatible = false
    }
    guard isCompatible else {
      throw LinkError(.incompatible(expected: "\(entry.type)", found: "\(external.type)"), entry)
    }
  }

  /// How many imports of each kind have been resolved.
  struct ImportIndices {
    var functions = 0
    var tables = 0
    var memories = 0
    var globals = 0
    var tags = 0
  }
}
