/// A parsed WebAssembly module (specification 2.5): what it defines, imports and exports.
///
/// A module is immutable and can be shared between threads; any number of instances can be made from it.
/// Function bodies stay in `bytes` and are decoded when they are needed.
public final class Module: Sendable {
  /// The bytes the module was parsed from.
  public let bytes: ModuleBytes
  package let contents: Contents
  /// The types in the form the validator reads.
  package let typeLists: TypeLists
  let attachments = ModuleAttachments()

  /// Everything the sections hold. Index spaces list imports first.
  package struct Contents: Sendable {
    /// Types in index order; concrete references inside are normalised.
    package var types: [FunctionType] = []
    /// The recursive groups the types are defined in, mostly of one type each. Types of a group may refer to each other.
    package var typeGroups: [Range<Int>] = []
    /// For each type, the lowest index of an equal type.
    package var canonicalTypes: [UInt32] = []
    package var imports: [Import] = []
    /// Normalised type index of each function.
    package var functionTypes: [UInt32] = []
    package var importedFunctionCount = 0
    package var tables: [TableType] = []
    /// The module's own tables; `tables` lists imported ones as well.
    package var tableDefinitions: [TableDefinition] = []
    package var memories: [MemoryType] = []
    package var importedMemoryCount = 0
    package var globals: [GlobalType] = []
    package var importedGlobalCount = 0
    package var globalDefinitions: [GlobalDefinition] = []
    /// Normalised type index of each tag.
    package var tagTypes: [UInt32] = []
    package var importedTagCount = 0
    package var exports: [Export] = []
    package var exportIndices: [Name: Int] = [:]
    package var start: UInt32?
    package var elements: [ElementSegment] = []
    package var dataCount: UInt32?
    package var data: [DataSegment] = []
    package var bodies: [FunctionBody] = []
    package var codeSectionSize = 0
    package var customSections: [CustomSection] = []
    /// Where the contents of each section start, by identifier; 0 for those that are not there. Places errors about definitions.
    package var sectionOffsets = Array(repeating: 0, count: 14)
    /// Functions that `ref.func` may name inside bodies: those that occur outside of them (specification 3.4.10).
    package var declaredFunctions: Set<UInt32> = []
  }

  init(bytes: ModuleBytes, contents: Contents) {
    self.bytes = bytes
    self.contents = contents
    typeLists = TypeLists(contents.types)
  }

  public var imports: [Import] { contents.imports }
  public var exports: [Export] { contents.exports }
  public var types: [FunctionType] { contents.types }
  /// The custom sections in order of appearance, the name section included.
  public var customSections: [CustomSection] { contents.customSections }
  /// The number of functions, imported ones included.
  public var functionCount: Int { contents.functionTypes.count }
  /// The size of the code section in bytes.
  public var codeSectionSize: Int { contents.codeSectionSize }

  /// The export with that name.
  public func export(named name: String) -> Export? {
    contents.exportIndices[Name(name)].map { contents.exports[$0] }
  }

  /// The type of an import or export of this module.
  public func type(of index: ExternalIndex) -> ExternalType {
    switch index {
    case .function(let index): .function(functionType(index))
    case .table(let index): .table(contents.tables[index])
    case .memory(let index): .memory(contents.memories[index])
    case .global(let index): .global(contents.globals[index])
    case .tag(let index): .tag(TagType(parameters: contents.types[Int(contents.tagTypes[index])].parameters))
    }
  }

  /// The type of the function with that index.
  public func functionType(_ index: Int) -> FunctionType { contents.types[Int(contents.functionTypes[index])] }
}

extension Module {
  package var importedTableCount: Int { contents.tables.count - contents.tableDefinitions.count }
}
