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
    for type in contents.functionTypes where type >= contents.types.count { throw invalid("unknown type \(type)") }
    for type in contents.tagTypes {
      guard type < contents.types.count else { throw invalid("unknown type \(type)") }
      guard contents.types[Int(type)].results.isEmpty else { throw invalid("a tag type has results") }
    }
    for entry in contents.imports { try validate(entry.type) }
    try validateTables()
    for memory in contents.memories { try validate(memory) }
    try validateGlobals()
    try validateExports()
    try validateStart()
    for function in contents.declaredFunctions where function >= contents.functionTypes.count {
      throw invalid("unknown function \(function)")
    }
    for segment in contents.elements { try validate(segment) }
    for segment in contents.data { try validate(segment) }
  }

  private func invalid(_ message: String, at offset: Int = 0) -> ModuleError {
    .invalid(ValidationError(message, at: offset))
  }

  private func validateTypes() throws(ModuleError) {
    for group in contents.typeGroups {
      for (index, type) in zip(group, contents.types[group]) {
        for value in type.parameters + type.results {
          guard case .concrete(let other)? = value.heapType, other >= group.upperBound else { continue }
          throw invalid("type \(index) refers to the unknown type \(other)")
        }
      }
    }
  }

  private func validate(_ value: ValueType) throws(ModuleError) {
    if case .concrete(let index)? = value.heapType, index >= contents.types.count { throw invalid("unknown type \(index)") }
  }

  private func validate(_ type: ExternalType) throws(ModuleError) {
    switch type {
    case .function, .tag, .memory: break
    case .table(let table): try validate(table)
    case .global(let global): try validate(global.value)
    }
  }

  private func validate(_ table: TableType) throws(ModuleError) {
    try validate(table.element)
    let maximum = table.limits.maximum ?? table.limits.minimum
    guard max(maximum, table.limits.minimum) <= TableType.maximumCount else { throw invalid("table size must be at most 2^32 - 1 elements") }
    guard table.limits.minimum <= maximum else { throw invalid("size minimum must not be greater than maximum") }
  }

  private func validate(_ memory: MemoryType) throws(ModuleError) {
    let maximum = memory.limits.maximum ?? memory.limits.minimum
    guard max(maximum, memory.limits.minimum) <= MemoryType.maximumPages else {
      throw invalid("memory size must be at most 65536 pages (4 GiB)")
    }
    guard memory.limits.minimum <= maximum else { throw invalid("size minimum must not be greater than maximum") }
  }

  private func validateTables() throws(ModuleError) {
    for definition in contents.tableDefinitions {
      try validate(definition.type)
      if let initializer = definition.initializer {
        try validate(initializer, definition.type.element, globals: contents.importedGlobalCount)
      } else if !definition.type.element.isDefaultable {
        throw invalid("type mismatch: a table of \(definition.type.element) needs an initial element")
      }
    }
  }

  private func validateGlobals() throws(ModuleError) {
    for (index, definition) in contents.globalDefinitions.enumerated() {
      try validate(definition.type.value)
      try validate(definition.initializer, definition.type.value, globals: contents.importedGlobalCount + index)
    }
  }

  private func validateExports() throws(ModuleError) {
    guard contents.exportIndices.count == contents.exports.count else { throw invalid("duplicate export name") }
    for export in contents.exports {
      let (index, count, what) =
        switch export.index {
        case .function(let index): (index, contents.functionTypes.count, "function")
        case .table(let index): (index, contents.tables.count, "table")
        case .memory(let index): (index, contents.memories.count, "memory")
        case .global(let index): (index, contents.globals.count, "global")
        case .tag(let index): (index, contents.tagTypes.count, "tag")
        }
      guard index < count else { throw invalid("export \"\(export.name)\": unknown \(what) \(index)") }
    }
  }

  private func validateStart() throws(ModuleError) {
    guard let start = contents.start else { return }
    guard start < contents.functionTypes.count else { throw invalid("unknown function \(start)") }
    let type = module.functionType(Int(start))
    guard type.parameters.isEmpty, type.results.isEmpty else { throw invalid("start function must take and return nothing") }
  }

  private func validate(_ segment: ElementSegment) throws(ModuleError) {
    try validate(segment.type)
    if case .expressions(let items) = segment.items {
      for item in items { try validate(item, segment.type, globals: contents.globals.count) }
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
