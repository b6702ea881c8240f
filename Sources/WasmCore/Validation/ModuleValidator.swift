/// Validates everything of a module but the function bodies (specification 3.5, "Modules").
struct ModuleValidator {
  private let module: Module
  private let contents: Module.Contents

  init(_ module: Module) {
    self.module = module
    contents = module.contents
  }

  func validate() throws(ModuleError) {
    try validateTypes()
    for (index, type) in contents.functionTypes.enumerated() where type >= contents.types.count {
      throw invalid("unknown type \(type)", in: index < contents.importedFunctionCount ? .imports : .functions)
    }
    for (index, type) in contents.tagTypes.enumerated() {
      let section: SectionIdentifier = index < contents.importedTagCount ? .imports : .tags
      guard type < contents.types.count else { throw invalid("unknown type \(type)", in: section) }
      guard contents.types[Int(type)].results.isEmpty else { throw invalid("a tag type has results", in: section) }
    }
    for entry in contents.imports { try validate(entry.type, in: .imports) }
    try validateTables()
    for memory in contents.memories.dropFirst(contents.importedMemoryCount) { try validate(memory, in: .memories) }
    try validateGlobals()
    try validateExports()
    try validateStart()
    for segment in contents.elements { try validate(segment) }
    for segment in contents.data { try validate(segment) }
  }

  /// Definitions do not know their own offset: errors about them name the start of the section.
  private func invalid(_ message: String, in section: SectionIdentifier) -> ModuleError {
    invalid(message, at: contents.sectionOffsets[Int(section.rawValue)])
  }

  private func invalid(_ message: String, at offset: Int) -> ModuleError {
    .invalid(ValidationError(message, at: offset))
  }

  private func validateTypes() throws(ModuleError) {
    for group in contents.typeGroups {
      for (index, type) in zip(group, contents.types[group]) {
        for value in type.parameters + type.results {
          guard case .concrete(let other)? = value.heapType, other >= group.upperBound else { continue }
          throw invalid("type \(index) refers to the unknown type \(other)", in: .types)
        }
      }
    }
  }

  private func validate(_ value: ValueType, at offset: Int) throws(ModuleError) {
    if case .concrete(let index)? = value.heapType, index >= contents.types.count { throw invalid("unknown type \(index)", at: offset) }
  }

  private func validate(_ value: ValueType, in section: SectionIdentifier) throws(ModuleError) {
    try validate(value, at: contents.sectionOffsets[Int(section.rawValue)])
  }

  private func validate(_ type: ExternalType, in section: SectionIdentifier) throws(ModuleError) {
    switch type {
    case .function, .tag: break
    case .table(let table): try validate(table, in: section)
    case .memory(let memory): try validate(memory, in: section)
    case .global(let global): try validate(global.value, in: section)
    }
  }

  private func validate(_ table: TableType, in section: SectionIdentifier) throws(ModuleError) {
    try validate(table.element, in: section)
    let maximum = table.limits.maximum ?? table.limits.minimum
    guard max(maximum, table.limits.minimum) <= TableType.maximumCount else {
      throw invalid("table size must be at most 2^32 - 1 elements", in: section)
    }
    guard table.limits.minimum <= maximum else { throw invalid("size minimum must not be greater than maximum", in: section) }
  }

  private func validate(_ memory: MemoryType, in section: SectionIdentifier) throws(ModuleError) {
    let maximum = memory.limits.maximum ?? memory.limits.minimum
    guard max(maximum, memory.limits.minimum) <= MemoryType.maximumPages else {
      throw invalid("memory size must be at most 65536 pages (4 GiB)", in: section)
    }
    guard memory.limits.minimum <= maximum else { throw invalid("size minimum must not be greater than maximum", in: section) }
  }

  private func validateTables() throws(ModuleError) {
    for definition in contents.tableDefinitions {
      try validate(definition.type, in: .tables)
      if let initializer = definition.initializer {
        try validate(initializer, definition.type.element, globals: contents.importedGlobalCount)
      } else if !definition.type.element.isDefaultable {
        throw invalid("type mismatch: a table of \(definition.type.element) needs an initial element", in: .tables)
      }
    }
  }

  private func validateGlobals() throws(ModuleError) {
    for (index, definition) in contents.globalDefinitions.enumerated() {
      try validate(definition.type.value, in: .globals)
      try validate(definition.initializer, definition.type.value, globals: contents.importedGlobalCount + index)
    }
  }

  private func validateExports() throws(ModuleError) {
    guard contents.exportIndices.count == contents.exports.count else { throw invalid("duplicate export name", in: .exports) }
    for export in contents.exports {
      let (index, count, what) =
        switch export.index {
        case .function(let index): (index, contents.functionTypes.count, "function")
        case .table(let index): (index, contents.tables.count, "table")
        case .memory(let index): (index, contents.memories.count, "memory")
        case .global(let index): (index, contents.globals.count, "global")
        case .tag(let index): (index, contents.tagTypes.count, "tag")
        }
      guard index < count else { throw invalid("export \"\(export.name)\": unknown \(what) \(index)", in: .exports) }
    }
  }

  private func validateStart() throws(ModuleError) {
    guard let start = contents.start else { return }
    guard start < contents.functionTypes.count else { throw invalid("unknown function \(start)", in: .start) }
    let type = module.functionType(Int(start))
    guard type.parameters.isEmpty, type.results.isEmpty else { throw invalid("start function must take and return nothing", in: .start) }
  }

  private func validate(_ segment: ElementSegment) throws(ModuleError) {
    try validate(segment.type, at: segment.offset)
    switch segment.items {
    case .expressions(let items):
      for item in items { try validate(item, segment.type, globals: contents.globals.count) }
    case .functions(let items):
      for function in items where function >= contents.functionTypes.count {
        throw invalid("unknown function \(function)", at: segment.offset)
      }
    }
    guard case .active(let index, let offset) = segment.mode else { return }
    guard index < contents.tables.count else { throw invalid("unknown table \(index)", at: segment.offset) }
    guard segment.type.matches(contents.tables[index].element) else {
      throw invalid("type mismatch: elements of \(segment.type) for a table of \(contents.tables[index].element)", at: segment.offset)
    }
    try validate(offset, .i32, globals: contents.globals.count)
  }

  private func validate(_ segment: DataSegment) throws(ModuleError) {
    guard case .active(let index, let offset) = segment.mode else { return }
    guard index < contents.memories.count else { throw invalid("unknown memory \(index)", at: segment.offset) }
    try validate(offset, .i32, globals: contents.globals.count)
  }

  private func validate(_ expression: ConstantExpression, _ type: ValueType, globals: Int) throws(ModuleError) {
    var validator = ConstantExpressionValidator(module, visibleGlobals: globals)
    try validator.validate(expression, type)
  }
}
